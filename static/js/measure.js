// How long one works in the conversation in front: told while it is looked at and something was done not long ago. Only
// that, never what was done. Which of several pages it is, the server knows: the one touched last.
import { $, afterPaint, csrf } from './dom.js';

const TELL_EVERY = 15000;
const IDLE_AFTER = 60000;
const thisPage = crypto.getRandomValues(new Uint32Array(1))[0];
let workedAt = Date.now();
let toldAt = 0;

const workedIn = () => { const it = $('#content[data-measured]'); return it && it.dataset.conversation; };

const tellWork = (left, number = workedIn()) => {
  if (!number || !left && document.visibilityState !== 'visible') return;
  const idle = Date.now() - workedAt;
  // Once more after the minute is over, so that all of it is known; then nothing until something is done.
  if (idle > IDLE_AFTER + TELL_EVERY) return;
  toldAt = Date.now();
  const body = new URLSearchParams({ csrf: csrf(), page: thisPage, idle: Math.max(0, idle), ...left && { left: 1 } });
  fetch(`/c/${number}/focus`, { method: 'POST', body, headers: { 'X-Fragment': '1' }, keepalive: true }).catch(() => {});
};

/** Something is done: after a while of nothing that is told at once, for it begins another visit. */
const goesOnWorking = () => {
  const was = workedAt;
  workedAt = Date.now();
  if (workedAt - was > IDLE_AFTER || workedAt - toldAt > TELL_EVERY) tellWork();
};
for (const it of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove']) addEventListener(it, goesOnWorking, { capture: true, passive: true });

setInterval(() => tellWork(), TELL_EVERY);
document.addEventListener('opened', () => { workedAt = Date.now(); afterPaint(() => tellWork()); });
// What comes next may be the same one drawn anew, and is in front until something else is there.
document.addEventListener('leaving', () => {
  tellWork(true);
  afterPaint(() => tellWork());
});
addEventListener('pagehide', () => tellWork(true));
addEventListener('pageshow', event => { if (event.persisted) goesOnWorking(); });
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') return tellWork(true);
  workedAt = Date.now();
  tellWork();
});
tellWork();
