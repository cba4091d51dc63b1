// Single keys, outside of fields: letters only, nothing with Alt. They can be switched off in the profile.
import { $, $$ } from './dom.js';
import { showKeys } from './menu.js';
import { currentRow, open, rows } from './panes.js';
import { leavePicking, pickHere } from './pick.js';

const off = 'keysOff' in document.body.dataset;
const typing = target => target instanceof Element && target.closest('input:not([type=radio],[type=checkbox]),textarea,select,[contenteditable],[role=textbox],dialog');

const step = by => {
  const all = rows();
  if (!all.length) return;
  const focused = all.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : all.indexOf(currentRow());
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  if ($('#content')?.dataset.conversation && next !== currentRow()) open(next.href);
};
const press = selector => {
  const found = $$(selector).find(it => it.offsetParent || it.type === 'radio');
  if (!found) return false;
  found.click();
  return found;
};
const menu = selector => {
  const found = press(selector);
  if (found) $('.menu__item,input', found.parentElement)?.focus();
};
const write = mode => {
  if (!press(`#mode-${mode}:not(:disabled)`)) return;
  (mode === 'reply' && $('#composer [data-first]') || $(`[data-composer=${mode}] textarea`))?.focus();
};
const go = path => location.assign(path);

let going = 0;
const PLACES = { i: '/list/mine', u: '/list/unassigned', a: '/list/all', z: '/list/snoozed', d: '/list/drafts', f: '/list/failed', c: '/contacts', x: '/settings' };
const ACTS = {
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  o: () => document.activeElement.matches?.('.row') && document.activeElement.click(),
  u: () => press('[data-back]'), r: () => write('reply'), n: () => write('note'),
  x: event => pickHere(event.shiftKey), e: () => press('#bulk [aria-keyshortcuts=e],.thread-head__acts [aria-keyshortcuts=e]'), h: () => menu('summary[aria-keyshortcuts=h]'),
  a: () => menu('summary[aria-keyshortcuts=a]'), t: () => menu('summary[aria-keyshortcuts=t]'),
  i: () => press('[name=agent][data-me]'), z: () => press('.toast button'), c: () => go('/new'),
  '/': () => go('/search'), q: () => go('/search'), '.': () => $('#side')?.togglePopover?.(), '?': showKeys,
};
if (matchMedia('(width >= 75rem)').matches) ACTS['.'] = () => {};

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && typing(event.target) && !event.target.closest('dialog')) return event.target.blur();
  if (off || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph') || typing(event.target)) return;
  const latin = /^[a-z]$/i.test(event.key) || event.key.length > 1 || /[./?]/.test(event.key);
  const key = latin ? (event.key.length === 1 ? event.key.toLowerCase() : event.key) : event.code.replace('Key', '').toLowerCase();
  if (key === 'Escape') return leavePicking() || press('[data-back]');
  if (Date.now() - going < 1200 && PLACES[key]) {
    event.preventDefault();
    return go(PLACES[key]);
  }
  if (key === 'g') { going = Date.now(); return; }
  if (event.key.startsWith('Arrow') && !event.target.closest?.('#list')) return;
  if (ACTS[key]) {
    event.preventDefault();
    ACTS[key](event);
  }
});
