// One stream of what changed; the page fetches the pieces it shows. After a gap it simply fetches them again.
import { $, csrf, later, on, words } from './dom.js';
import { forget, offline, piece } from './fetch.js';
import { refreshSoon } from './list.js';
import { openNumber, show } from './panes.js';

let stream = null;
let last = Number(document.body.dataset.seq || 0);
let hiddenAt = 0;

const refreshThread = later(async () => {
  const number = openNumber();
  if (!number) return;
  const answer = await piece(location.pathname === `/c/${number}` ? location.href : `/c/${number}`).catch(() => null);
  if (openNumber() !== number) return;
  if (answer?.ok) show(answer.page);
  else if (answer?.status === 404) location.assign('/');
}, 150);

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

const beat = leaving => {
  const number = openNumber();
  if (!number || document.body.dataset.csrf === '') return;
  const writing = $('#reply-text') === document.activeElement && $('#reply-text').value;
  const state = leaving ? 'left' : writing ? 'replying' : 'viewing';
  const body = new URLSearchParams({ csrf: csrf(), state });
  fetch(`/c/${number}/presence`, { method: 'POST', body, headers: { 'X-Fragment': '1' }, keepalive: true }).catch(() => {});
};
setInterval(() => { if (document.visibilityState === 'visible') beat(); }, 20000);
document.addEventListener('opened', () => beat());
document.addEventListener('leaving', () => beat(true));
on('input', '#reply-text', later(() => beat(), 1500));
addEventListener('pagehide', () => beat(true));

const all = () => {
  forget();
  refreshSoon();
  refreshThread();
};

const start = () => {
  if (stream || !$('.app')) return;
  stream = new EventSource(`/events?since=${last}`);
  stream.addEventListener('open', () => offline(false));
  stream.addEventListener('error', () => offline(true));
  stream.addEventListener('touched', event => {
    last = Number(event.lastEventId) || last;
    forget();
    const { numbers } = JSON.parse(event.data);
    refreshSoon();
    if (numbers.includes(Number(openNumber()))) refreshThread();
  });
  stream.addEventListener('presence', event => here(JSON.parse(event.data)));
  stream.addEventListener('stale', event => {
    last = Number(event.lastEventId) || last;
    all();
  });
  stream.addEventListener('ended', () => location.reload());
};
const stop = () => {
  stream?.close();
  stream = null;
};
start();
beat();
addEventListener('pagehide', stop);
addEventListener('pageshow', event => {
  start();
  if (event.persisted) all();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > 60000) all();
});
