// Counts "12 min ago" on, until when somebody may be answered freely, and how soon somebody is to be, by the same sentences
// the server uses.
import { $$, words } from './dom.js';

const minutesSince = it => Math.floor((Date.now() - Date.parse(it.dateTime)) / 60000);
const spanOf = minutes => {
  const [key, unit] = minutes < 60 ? ['time-minutes', 1] : minutes < 2880 ? ['time-hours', 60] : ['time-days', 1440];
  return words[key].replace('{n}', Math.floor(minutes / unit));
};
const put = (it, text) => { if (it.textContent !== text) it.textContent = text; };
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
    it.textContent = words['composer-window-left'].replace('{span}', spanOf(left));
    it.closest('p').toggleAttribute('data-soon', left < 60);
  }
  for (const it of $$('[data-due]')) {
    const { due, left, late, soon } = it.dataset;
    const rest = Date.parse(due) - Date.now();
    // A minute that has begun is still there.
    put(it.firstElementChild, rest < 0 ? late.replace('{span}', spanOf(Math.floor(-rest / 60000))) : left.replace('{span}', spanOf(Math.ceil(rest / 60000))));
    if (rest < Number(soon)) it.dataset.tone = rest < 0 ? 'bad' : 'warn';
  }
};
setInterval(count, 30000);
addEventListener('pageshow', count);
document.addEventListener('opened', count);
