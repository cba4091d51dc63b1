// Fetches pieces of pages. What a person is about to open is fetched a moment earlier; nothing is kept for long.
import { $, make, on, say, words } from './dom.js';

const ahead = new Map();
const FRESH = 15000;
const MOST = 10;

const asPiece = async answer => {
  if (answer.status === 401) ended();
  const text = await answer.text();
  return { ok: answer.ok, status: answer.status, url: answer.url, page: new DOMParser().parseFromString(text, 'text/html') };
};

/** The session is over: what is written stays here, and the log-in leads back to this page. */
export const ended = () => {
  if ($('#ended')) return;
  offline(false);
  const next = encodeURIComponent(location.pathname + location.search);
  const link = make('a', { class: 'button button--small', href: `/login?next=${next}` }, words['session-log-in']);
  document.body.append(make('p', { class: 'net', id: 'ended', role: 'alert' }, words['session-ended'], ' ', link));
};

/** A piece of the page at `href`, parsed. */
export const piece = (href, headers = {}) =>
  fetch(href, { headers: { 'X-Fragment': '1', ...headers }, credentials: 'same-origin' }).then(asPiece);

/** Posts a form's fields; the answer is the piece it leads to. */
export const post = (href, body) =>
  fetch(href, { method: 'POST', body, headers: { 'X-Fragment': '1' }, credentials: 'same-origin' }).then(asPiece);

let turn = Promise.resolve();
/** Does `act` once everything asked for before it is done: what is pressed fast comes in the order it was pressed. */
export const inTurn = act => {
  const done = turn.then(act);
  turn = done.catch(() => {});
  return done;
};

/** Why something was not done, in the server's words. */
export const reason = ({ page }) => [...page.querySelectorAll('.plain__card > h1, .plain__card > h1 + p, [data-refused] > *')].map(it => it.textContent.trim()).join(' ');

export const prefetch = href => {
  if (!href || (ahead.has(href) && Date.now() - ahead.get(href).at < FRESH)) return;
  if (ahead.size >= MOST) ahead.delete(ahead.keys().next().value);
  ahead.set(href, { at: Date.now(), piece: piece(href, { 'X-Purpose': 'prefetch' }).catch(() => null) });
};

/** What was fetched ahead, or fetched now. */
export const take = async href => {
  const held = ahead.get(href);
  ahead.delete(href);
  const early = held && Date.now() - held.at < FRESH ? await held.piece : null;
  return early?.ok ? { ...early, early } : piece(href);
};

/** What was fetched ahead of these conversations is old; without their numbers, all of it. */
export const forget = numbers => {
  for (const href of ahead.keys()) if (!numbers || numbers.includes(Number(href.match(/\/c\/(\d+)/)?.[1]))) ahead.delete(href);
};

let hovering;
on('mouseover', 'a[data-pane]', (_, link) => {
  clearTimeout(hovering);
  hovering = setTimeout(() => prefetch(link.href), 65);
});
on('mouseout', 'a[data-pane]', () => clearTimeout(hovering));
for (const type of ['mousedown', 'touchstart'])
  on(type, 'a[data-pane]', (event, link) => { if (!event.button) prefetch(link.href); }, { passive: true });

let lost;
/** Shows that the connection is gone, after a moment: most come back by themselves. */
export const offline = gone => {
  clearTimeout(lost);
  if (!gone) {
    if ($('#net')) say(words['net-again']);
    $('#net')?.remove();
    return;
  }
  lost = setTimeout(() => {
    if ($('#net') || $('#ended')) return;
    const pill = make('p', { class: 'net', id: 'net', role: 'status' }, words['net-offline']);
    document.body.append(pill);
  }, 1500);
};
