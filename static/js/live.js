// One stream of what changed; the page fetches the pieces it shows. After a gap it simply fetches them again.
import { $, later } from './dom.js';
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
  if (answer?.ok && openNumber() === number) show(answer.page);
}, 150);

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
addEventListener('pagehide', stop);
addEventListener('pageshow', event => {
  start();
  if (event.persisted) all();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > 60000) all();
});
