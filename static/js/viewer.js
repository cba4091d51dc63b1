// Files of messages: a picture or a document is opened over the page by what is fetched for it, and what was recorded
// is played as fast as one listens.
import { $, $$, on } from './dom.js';
import { loadOlder } from './place.js';

on('click', 'a[data-file=picture],a[data-file=pdf]', async (event, link) => {
  const holder = $('#viewer');
  if (!holder || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const older = { may: () => $('#older a'), load: () => loadOlder($('#older a')) };
  await import(holder.dataset.src).then(it => it.open({ link, holder, older })).catch(() => location.assign(link.href));
});

const SPEEDS = [1, 1.5, 2];
const speed = () => Number(localStorage.getItem('speed')) || 1;
const showSpeed = () => {
  for (const it of $$('[data-rate]')) it.textContent = `${speed().toLocaleString(document.documentElement.lang)}×`;
  for (const it of $$('audio.player')) it.playbackRate = speed();
};
on('click', '[data-speed]', () => {
  localStorage.setItem('speed', SPEEDS[(SPEEDS.indexOf(speed()) + 1) % SPEEDS.length]);
  showSpeed();
});
// A player forgets its speed when it loads; and one voice at a time is heard.
document.addEventListener('play', event => {
  showSpeed();
  for (const it of $$('audio.player,video.player')) if (it !== event.target) it.pause();
}, true);
document.addEventListener('opened', showSpeed);
showSpeed();
