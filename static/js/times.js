// Counts "12 min ago" on, by the same sentences the server uses.
import { $$, words } from './dom.js';

const count = () => {
  for (const it of $$('time[data-ago]')) {
    const minutes = Math.floor((Date.now() - Date.parse(it.dateTime)) / 60000);
    if (!(minutes < 1440)) continue;
    it.textContent = minutes < 1 ? words['time-now']
      : minutes < 60 ? words['time-minutes-ago'].replace('{n}', minutes)
      : words['time-hours-ago'].replace('{n}', Math.floor(minutes / 60));
  }
};
setInterval(count, 30000);
addEventListener('pageshow', count);
