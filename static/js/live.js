// What changed: the page fetches the pieces it shows. After a gap it simply fetches them again.
import { $, afterPaint, csrf, later, on, steady, words } from './dom.js';
import { acting } from './act.js';
import { forget, piece } from './fetch.js';
import { refreshSoon } from './list.js';
import { openNumber, show } from './panes.js';
import { listen } from './stream.js';

let last = Number(document.body.dataset.seq || 0);
let hiddenAt = 0;

/** What is being sent or done from here comes with its answer, which takes its place. */
const ownFirst = () => acting() || $('#messages > [data-state=sending][data-keep]');

const refreshThread = steady(async () => {
  const number = openNumber();
  if (!number) return;
  if (ownFirst()) return void setTimeout(refreshThread, 150);
  const answer = await piece(location.pathname === `/c/${number}` ? location.href : `/c/${number}`).catch(() => null);
  if (openNumber() !== number) return;
  if (ownFirst()) return void setTimeout(refreshThread, 150);
  if (answer?.ok) show(answer.page);
  else if (answer?.status === 404) location.assign('/');
});

/** Who else is at the open conversation, by the names in its own menu. */
const here = ({ number, people }) => {
  if (number !== Number(openNumber())) return;
  const own = $('button[name=agent][data-me]')?.value;
  const others = people.filter(it => it.agent !== own);
  const name = it => $(`button[name=agent][value="${it.agent}"]`)?.lastChild.textContent.trim() ?? '';
  const line = it => words[it.replying ? 'presence-replying' : 'presence-viewing'].replace('{name}', name(it));
  const box = $('#here');
  box.textContent = others.map(line).join(' · ');
  box.hidden = !others.length;
};

/** The customer of the open conversation is writing: shown until nothing was heard of it for a while. */
let customerUntil = 0;
const customerWrites = ({ number }) => {
  if (number !== Number(openNumber())) return;
  $('#typing').hidden = false;
  clearTimeout(customerUntil);
  customerUntil = setTimeout(() => { if ($('#typing')) $('#typing').hidden = true; }, 6000);
};

const tellHere = (place, fields) => {
  const body = new URLSearchParams({ csrf: csrf(), ...fields });
  fetch(place, { method: 'POST', body, headers: { 'X-Fragment': '1' }, keepalive: true }).catch(() => {});
};
let acted = Date.now();
for (const it of ['pointermove', 'pointerdown', 'keydown', 'scroll']) addEventListener(it, () => { acted = Date.now(); }, { capture: true, passive: true });
const beat = (leaving, number = openNumber()) => {
  if (document.body.dataset.csrf === '' || !$('.app')) return;
  if (!leaving && document.visibilityState !== 'visible') return;
  tellHere('/notifications/here', leaving ? { state: 'away' } : { ...number && { number }, idle: Math.round((Date.now() - acted) / 1000) });
  if (!number) return;
  const writing = $('#reply-text') === document.activeElement && $('#reply-text').value;
  const state = leaving ? 'left' : writing ? 'replying' : 'viewing';
  tellHere(`/c/${number}/presence`, { state });
};
setInterval(() => { if (document.visibilityState === 'visible') beat(); }, 20000);
document.addEventListener('opened', () => afterPaint(() => beat()));
document.addEventListener('leaving', () => {
  const number = openNumber();
  afterPaint(() => beat(true, number));
});
on('input', '#reply-text', later(() => beat(), 1500));
addEventListener('pagehide', () => beat(true));

const all = () => {
  forget();
  refreshSoon();
  refreshThread();
};

document.addEventListener('news', ({ detail: { name, data, id } }) => {
  last = id || last;
  if (name === 'stale') all();
  if (name === 'presence') here(data);
  if (name === 'typing') customerWrites(data);
  if (name !== 'touched') return;
  forget(data.numbers);
  if (data.numbers.includes(Number(openNumber()))) refreshThread();
  refreshSoon();
});
document.addEventListener('over', refreshThread);
// News that came while nothing could be fetched are told only once.
addEventListener('online', all);
if ($('.app')) listen(last);
beat();
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  listen(last);
  all();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') {
    hiddenAt = Date.now();
    if ($('.app')) tellHere('/notifications/here', { state: 'away' });
    return;
  }
  beat();
  if (hiddenAt && Date.now() - hiddenAt > 60000) all();
});
