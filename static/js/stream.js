// One stream a browser, however many tabs: the tab that holds the lock has it and passes the news on. Where there are
// no locks (plain HTTP in a network), a tab has its own while it is looked at.
import { ended, offline, piece } from './fetch.js';

const NEWS = ['touched', 'presence', 'typing', 'called', 'bell', 'stale'];
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('lobby') : null;
let source = null;
let place = 0;
let release = null;

const tell = news => document.dispatchEvent(new CustomEvent('news', { detail: news }));
const pass = news => {
  place = news.id || place;
  tabs?.postMessage(news);
  tell(news);
};

/** The server closed the stream and will not open it: is the session over, or the server? */
const refused = async () => {
  const answer = await piece('/events/alive').catch(() => null);
  if (answer?.status === 401) return pass({ name: 'ended' });
  setTimeout(() => source?.readyState === EventSource.CLOSED && connect(), 1000);
};

const connect = () => {
  source?.close();
  source = new EventSource(`/events?since=${place}`);
  for (const name of NEWS) source.addEventListener(name, event => pass({ name, data: JSON.parse(event.data), id: Number(event.lastEventId) || 0 }));
  source.addEventListener('open', () => pass({ name: 'open' }));
  source.addEventListener('error', () => {
    pass({ name: 'lost' });
    if (source.readyState === EventSource.CLOSED) refused();
  });
};

const disconnect = () => {
  source?.close();
  source = null;
  release?.();
  release = null;
};

/** Begins to listen for what happened after `since`. */
export const listen = since => {
  place = since;
  tabs?.postMessage({ name: 'where', since });
  if (!navigator.locks) return document.visibilityState === 'visible' && connect();
  navigator.locks.request('lobby-stream', () => new Promise(done => { release = done; connect(); }));
};

if (tabs) tabs.onmessage = ({ data }) => {
  if (data.name !== 'where') { place = data.id || place; return tell(data); }
  // A tab that was drawn before the newest news has missed them.
  if (source && data.since < place) tabs.postMessage({ name: 'stale', data: {}, id: place });
};
document.addEventListener('news', ({ detail }) => {
  if (detail.name === 'open') offline(false);
  if (detail.name === 'lost') offline(true);
  if (detail.name === 'ended') ended();
});
addEventListener('pagehide', disconnect);
if (!navigator.locks) document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' ? connect() : disconnect());
