// Where one reads in a conversation: begun at what is new, kept while one is elsewhere, never moved by what comes.
import { $, $$, on } from './dom.js';
import { piece } from './fetch.js';

/** Whether the end of what was said is in sight; the log stands upside down. */
export const atEnd = () => !$('#log') || $('#log').scrollTop > -100;

const top = it => it.getBoundingClientRect().top;
/** The first message in sight, and how far below the edge it stands. */
const inSight = () => {
  const edge = top($('#log'));
  const found = $$('#messages > [data-position]').find(it => it.getBoundingClientRect().bottom > edge);
  return found && { id: found.id, at: top(found) - edge };
};
const backTo = place => {
  const found = place && document.getElementById(place.id);
  if (!found) return false;
  $('#log').scrollTop += top(found) - top($('#log')) - place.at;
  return true;
};

let held = null;
/** Does `act`, after which what one reads stands where it stood, to the pixel. */
export const still = act => {
  // One place for as long as nobody scrolls: of many, each would be off by a part of a pixel, and those add up.
  if (atEnd()) held = null;
  else if (!held?.found.isConnected || held.by !== $('#log').scrollTop) {
    const found = document.getElementById(inSight()?.id);
    held = found && { found, at: top(found) };
  }
  act();
  if (!held?.found.isConnected) return;
  // Where on the screen, not where in the log: what comes above it makes it shorter.
  $('#log').scrollTop += top(held.found) - held.at;
  held.by = $('#log').scrollTop;
};

/** What is unfolded stays where it was pressed: upside down, the log would push it up. */
on('click', '#log summary', (_, summary) => {
  const at = top(summary);
  requestAnimationFrame(() => { $('#log').scrollTop += top(summary) - at; });
});

const keptOf = () => `place:${$('#content')?.dataset.conversation}`;
const keep = () => {
  if (!$('#log')) return;
  const place = atEnd() ? null : inSight();
  place ? sessionStorage.setItem(keptOf(), JSON.stringify(place)) : sessionStorage.removeItem(keptOf());
};
document.addEventListener('leaving', keep);
addEventListener('pagehide', keep);

const fetchOlder = async link => {
  const answer = await piece(link.href, { 'X-Items': '1' });
  const items = $('ol', answer.page);
  if (items && link.isConnected) link.closest('#older').replaceWith(...[...items.children].map(it => document.importNode(it, true)));
};
let older = null;
/** Puts what was said before above what is shown; once, whoever else asks meanwhile. */
export const loadOlder = link => older ??= fetchOlder(link).finally(() => { older = null; });
/** Whoever reads on upwards gets it before the end. */
document.addEventListener('scroll', ({ target: log }) => {
  if (log.id === 'log' && log.scrollHeight - log.clientHeight + log.scrollTop < 400 && $('#older a')) loadOlder($('#older a')).catch(() => {});
}, { capture: true, passive: true });
/** Where one was may lie before what a page begins with. */
const reach = async place => {
  for (let n = 0; n < 5 && !document.getElementById(place.id) && $('#older a'); n += 1) await loadOlder($('#older a'));
  backTo(place);
};

/** Where one was; else at the first message that is new, where it does not stand in sight with the last one. */
const begin = () => {
  if (!$('#log') || /^#m-/.test(location.hash)) return;
  const place = JSON.parse(sessionStorage.getItem(keptOf()) || 'null');
  if (place) return void reach(place).catch(() => {});
  const from = $('#content').dataset.fresh;
  const fresh = from && $$('#messages > [data-kind=in]').find(it => Number(it.dataset.position) >= from);
  if (fresh && top(fresh) < top($('#log'))) backTo({ id: fresh.id, at: 64 });
};
document.addEventListener('opened', begin);
begin();
