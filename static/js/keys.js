// Single keys, outside of fields: letters, nothing with Alt. Which letter asks for what comes with the page; they can be
// chosen otherwise, and switched off, in the profile.
import { $, $$, make, words } from './dom.js';
import { prefetch } from './fetch.js';
import { ask } from './menu.js';
import { currentRow, open, openNumber, rows, undoLast } from './panes.js';
import { leavePicking, picked, pickHere } from './pick.js';

const keysOff = 'keysOff' in document.body.dataset;
export const KEY = { ...Object.fromEntries((words.keys ?? []).map(([act, key]) => [act, key])), ...JSON.parse(document.body.dataset.keys || '{}') };
const typing = target => target instanceof Element && target.closest('input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable],[role=textbox],dialog');

const step = by => {
  const all = rows();
  if (!all.length) return;
  const focused = all.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : all.indexOf(currentRow());
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  if (openNumber() && next !== currentRow()) open(next.href);
  else prefetch(next.href);
};
const press = selector => {
  const found = $$(selector).find(it => it.offsetParent || it.type === 'radio');
  found?.click();
  return found;
};
/** The row one stands on, unless its conversation is the open one. */
const rowHere = () => {
  const row = document.activeElement?.closest?.('#rows li')?.querySelector('.row');
  return row && row !== currentRow() ? row : null;
};
/** Where an act goes: to what is ticked, to the row one stands on, which is ticked for it, else to what is open. */
const part = () => {
  if (!picked() && rowHere()) pickHere(false);
  return picked() ? '#bulk' : '.thread-head__acts';
};
const menu = (act, item = '.menu__item,input:not([type=hidden])') => {
  const found = press(act);
  if (found) $(item, found.parentElement)?.focus();
};
const inMenu = (thread, bulk) => {
  const where = part();
  const item = where === '#bulk' ? bulk : thread;
  menu(`${where} details:has(${item}) > summary`, item);
};
const write = async mode => {
  const row = rowHere();
  if (row) await open(row.href);
  if (!press(`#mode-${mode}:not(:disabled)`)) return false;
  (mode === 'reply' && $('#composer [data-first]') || $(`[data-composer=${mode}] textarea`))?.focus();
  return true;
};
const go = path => location.assign(path);

/** All keys as they are here: what each does, and the key. */
const keySheet = () => [
  ...(words.keys ?? []).map(([act, , said]) => [KEY[act] && KEY[act].replace(/.$/, it => it.toUpperCase()), said]),
  ...(words.fixed ?? []),
].filter(([key]) => key);
export const showKeys = () => {
  const row = ([keys, said]) => make('div', {}, said, make('span', {}, ...keys.split(' ').map(it => make('kbd', {}, it))));
  ask(words['keys-title'], [make('div', { class: 'keys' }, ...keySheet().map(row))], [[words['act-close'], true]]);
};

let going = 0;
const PLACES = { i: '/list/mine', u: '/list/unassigned', a: '/list/all', z: '/list/snoozed', d: '/list/drafts', f: '/list/failed', m: '/list/mentions', c: '/contacts', x: '/settings' };
const ACTS = {
  next: () => step(1), previous: () => step(-1),
  open: () => document.activeElement.matches?.('.row') && document.activeElement.click(),
  back: () => press('[data-back]'), reply: () => write('reply'), note: () => write('note'),
  canned: async () => { if ($('#composer textarea') && ($$('#composer textarea').some(it => it.offsetParent) || await write('reply'))) press('#composer [data-suggest]'); },
  macro: async () => { const row = rowHere(); if (row) await open(row.href); $('.thread-head__acts [data-key=macro]')?.click(); },
  pick: () => pickHere(false), undo: undoLast,
  resolve: () => press(`${part()} [data-key=resolve]`),
  resolve_stay: () => {
    const button = $(`${part()} [data-key=resolve]`);
    if (button?.form.matches('[data-act]')) button.form.dataset.stay = '';
    button?.click();
  },
  snooze: () => menu(`${part()} summary[data-key=snooze]`), assign: () => menu(`${part()} summary[data-key=assign]`),
  mine: () => $(`${part()} [data-me]`)?.click(),
  tag: () => part() === '#bulk' ? inMenu('', '[name=tag]') : menu('#side summary[data-key=tag]'),
  priority: () => inMenu('[name=priority]', '[value^="priority:"]'), team: () => inMenu('[name=team]', '[value^="team:"]'),
  status: () => inMenu('[name=to][value=waiting]', '[value=waiting]'),
  unread: () => $('.thread-head__acts [data-key=unread]')?.click(),
  search: () => go('/search'), new: () => go('/new'),
  side: () => { if (!matchMedia('(width >= 75rem)').matches) $('#side')?.togglePopover?.(); },
  lists: () => { if ($('#sidebar') && getComputedStyle($('#sidebar')).position === 'fixed') $('#sidebar').togglePopover(); else $('.sidebar a[aria-current], .sidebar .nav a')?.focus(); },
};
const MARKS = { '/': ACTS.search, '.': ACTS.side, '?': showKeys, ArrowDown: ACTS.next, ArrowUp: ACTS.previous };

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && typing(event.target) && !event.target.closest('dialog')) return event.target.blur();
  if (keysOff || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph') || typing(event.target)) return;
  if (event.key === 'Escape') return leavePicking() || press('[data-back]');
  if (event.key.startsWith('Arrow') && !event.target.closest?.('#list')) return;
  const code = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : '';
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.key.length > 1 || /^[\p{ASCII}\p{Script=Latin}]/u.test(event.key) ? '' : code;
  if (Date.now() - going < 1200 && letter) {
    going = 0;
    event.preventDefault();
    return letter === 'g' ? $('#fresh')?.click() : PLACES[letter] && go(PLACES[letter]);
  }
  if (letter === 'g' && !event.shiftKey) { going = Date.now(); return; }
  const pressed = letter && (event.shiftKey ? 'Shift+' : '') + letter;
  const act = letter ? ACTS[Object.keys(KEY).find(it => KEY[it] === pressed)] : MARKS[event.key];
  if (pressed === `Shift+${KEY.pick}`) pickHere(true);
  else if (act) act();
  else return;
  event.preventDefault();
});
