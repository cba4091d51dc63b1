// Ctrl+K: everything that can be done here, every place, and who or what one looks for; each with its key, to be learnt.
import { $, $$, later, make, on, words } from './dom.js';
import { piece } from './fetch.js';
import { KEY, showKeys } from './keys.js';
import { closeMenus } from './menu.js';
import { bare, best } from './suggest.js';

const textOf = node => {
  const copy = node.cloneNode(true);
  for (const it of $$('kbd,.avatar,.nav__count,svg', copy)) it.remove();
  for (const it of $$('.faint', copy)) it.prepend(' ');
  return copy.textContent.replace(/\s+/g, ' ').trim();
};
const keyAt = act => KEY[act] ? KEY[act].replace(/.$/, it => it.toUpperCase()) : '';
const entry = (group, label, run, key = '') => ({ group, label, run, key, id: label, name: bare(label), text: '' });

/** What can be done with what is open or ticked: its buttons, and what stands in its menus. */
const actsHere = () => {
  const part = $('#bulk')?.offsetParent ? '#bulk' : '.thread-head__acts';
  const here = words['palette-here'];
  const plain = $$(`${part} > button, ${part} > form > button, #side summary[data-key], #composer [data-suggest], .bar a[data-key]`).filter(it => it.offsetParent)
    .map(it => entry(here, it.getAttribute('aria-label') || textOf(it), () => it.click(), keyAt(it.dataset.key)));
  const modes = $$('#composer [name=mode]:not(:disabled)').map(it => entry(here, textOf(it.parentElement), () => { it.click(); $(`[data-composer=${it.id.slice(5)}] textarea`)?.focus(); }, keyAt(it.dataset.key)));
  const items = $$(`${part} details.menu .menu__item:not(summary)`).map(it => {
    const menu = it.closest('details.menu');
    const head = it.closest('form')?.querySelector('.menu__head') ?? $('summary .sr', menu) ?? $('summary .label', menu);
    const label = textOf(it);
    const of = head && textOf(head) !== label ? `${textOf(head)}: ` : '';
    return entry(here, of + label, () => it.click(), it.dataset.key ? keyAt(it.dataset.key) : 'me' in it.dataset ? keyAt('mine') : '');
  });
  return [...modes, ...plain, ...items, entry(here, words['keys-title'], showKeys, '?')];
};
const places = () => $$('.sidebar a[href]').filter(it => textOf(it))
  .map(it => entry(words['palette-go'], textOf(it), () => it.click()));
const hits = page => $$('a.hit', page).slice(0, 8)
  .map(it => ({ ...entry(words['palette-found'], $('.strong', it)?.textContent ?? textOf(it), () => location.assign(it.href)), hint: $('p', it)?.textContent ?? '' }));

let palette = null;
const draw = () => {
  const { field, list, all, more } = palette;
  const wanted = bare(field.value.trim());
  const used = JSON.parse(localStorage.getItem('palette') || '[]');
  const found = best(all, wanted, used);
  const order = wanted ? [...new Set(found.map(it => it.group))] : [words['palette-here'], words['palette-go']];
  const shown = order.flatMap(group => found.filter(it => it.group === group).slice(0, wanted ? 8 : 40));
  if (field.value.trim()) shown.push(...more, entry(words['palette-found'], `${words['nav-search']}: ${field.value.trim()}`, () => location.assign(`/search?q=${encodeURIComponent(field.value.trim())}`)));
  palette.shown = shown;
  let group = '';
  list.replaceChildren(...shown.flatMap((it, n) => {
    const head = it.group === group ? [] : [make('li', { class: 'menu__head', role: 'presentation' }, group = it.group)];
    return [...head, make('li', { role: 'option', id: `palette-${n}`, 'data-at': n, 'aria-selected': 'false' },
      make('span', { class: 'clip' }, it.label), make('span', { class: 'clip faint small' }, it.hint ?? ''), make('kbd', {}, it.key))];
  }));
  at(0);
};
const at = n => {
  const rows = $$('[role=option]', palette.list);
  palette.at = rows.length ? (n + rows.length) % rows.length : -1;
  rows.forEach((it, place) => it.setAttribute('aria-selected', place === palette.at));
  rows[palette.at]?.scrollIntoView({ block: 'nearest' });
  palette.field.setAttribute('aria-activedescendant', `palette-${palette.at}`);
};
const runAt = n => {
  const it = palette.shown[n];
  if (!it) return;
  const used = JSON.parse(localStorage.getItem('palette') || '[]');
  if (it.group !== words['palette-found']) localStorage.setItem('palette', JSON.stringify([it.id, ...used.filter(id => id !== it.id)].slice(0, 30)));
  palette.dialog.close();
  it.run();
};
const search = later(async text => {
  const answer = await piece(`/search?q=${encodeURIComponent(text)}`).catch(() => null);
  if (!palette || palette.field.value.trim() !== text || !answer?.ok) return;
  palette.more = hits(answer.page);
  const keep = palette.at;
  draw();
  at(Math.max(0, keep));
}, 150);

const openPalette = () => {
  if (palette?.dialog.open) return palette.dialog.close();
  if ($('dialog[open]')) return;
  closeMenus();
  const back = document.activeElement;
  const field = make('input', { class: 'input', type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list', 'aria-label': words['palette-find'], placeholder: words['palette-find'], autocomplete: 'off', spellcheck: 'false' });
  const list = make('ul', { class: 'palette__list', id: 'palette-list', role: 'listbox', 'aria-label': words['palette-title'] });
  const dialog = make('dialog', { class: 'dialog palette', 'aria-label': words['palette-title'] }, field, list);
  // Gathered before it opens: what stands behind it is what can be done.
  palette = { dialog, field, list, all: [...actsHere(), ...places()], more: [], shown: [], at: 0 };
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (palette?.dialog === dialog) palette = null;
    if (back?.isConnected && !palette) back.focus();
  });
  field.addEventListener('input', () => {
    palette.more = [];
    const text = field.value.trim();
    if (text.length > 1) search(text);
    draw();
  });
  document.body.append(dialog);
  dialog.showModal();
  draw();
};
document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    return openPalette();
  }
  if (!palette || event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) at(palette.at + by);
  else if (event.key === 'Enter') runAt(palette.at);
  else return;
  event.preventDefault();
});
on('click', '.palette [role=option]', (_, row) => runAt(Number(row.dataset.at)));
on('click', 'dialog.palette', event => { if (event.target === palette?.dialog) palette.dialog.close(); });
on('click', '[data-palette]', openPalette);
