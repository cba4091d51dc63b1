// Counts "12 min ago" on, and until when somebody may be answered freely, by the same sentences the server uses.
import { $$, words } from './dom.js';

const minutesSince = it => Math.floor((Date.now() - Date.parse(it.dateTime)) / 60000);
const count = () => {
  for (const it of $$('time[data-ago]')) {
    const minutes = minutesSince(it);
    if (!(minutes < 1440)) continue;
    it.textContent = minutes < 1 ? words['time-now']
      : minutes < 60 ? words['time-minutes-ago'].replace('{n}', minutes)
      : words['time-hours-ago'].replace('{n}', Math.floor(minutes / 60));
  }
  for (const it of $$('time[data-until]')) {
    const left = Math.floor((Date.parse(it.dateTime) - Date.now()) / 60000);
    if (left < 0) {
      delete it.dataset.until;
      document.dispatchEvent(new Event('over'));
      continue;
    }
    const key = left < 60 ? 'time-minutes' : left < 2880 ? 'time-hours' : 'time-days';
    const n = left < 60 ? left : left < 2880 ? Math.floor(left / 60) : Math.floor(left / 1440);
    it.textContent = words['composer-window-left'].replace('{span}', words[key].replace('{n}', n));
    it.closest('p').toggleAttribute('data-soon', left < 60);
  }
};
setInterval(count, 30000);
addEventListener('pageshow', count);
document.addEventListener('opened', count);
