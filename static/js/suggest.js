// What a few letters find while one writes: quick replies behind a slash, colleagues behind an at in notes. Found
// loosely, put where one writes.
import { $, $$, bare, csrf, make, on, say, words } from './dom.js';
import { keepFile } from './files.js';
import { piece, post } from './fetch.js';
import { closeMenus } from './menu.js';
import { openNumber } from './panes.js';

const MARK = /(?:^|\s)([/@])([^\s/@]{0,30})$/;
const recent = () => JSON.parse(localStorage.getItem('canned') || '[]');

/** How well a text is found by some letters; 0 for not at all. */
const found = (wanted, name, text) => {
  if (!wanted || name.startsWith(wanted)) return 5;
  if (` ${name}`.includes(` ${wanted}`)) return 4;
  if (name.includes(wanted)) return 3;
  if (text.includes(wanted)) return 2;
  let at = -1;
  return [...wanted].every(it => (at = name.indexOf(it, at + 1)) >= 0) ? 1 : 0;
};

/** Those of `all` (each with `name` and `text`, both bare, and `id`) that letters find, the best and last used first. */
export const best = (all, wanted, used) => {
  const rank = it => (used.indexOf(it.id) + 1 || 99) / 100;
  return all.map(it => [found(wanted, it.name, it.text), it]).filter(it => it[0])
    .sort((a, b) => b[0] - a[0] || rank(a[1]) - rank(b[1])).map(it => it[1]);
};

/** What a form that begins a conversation shows when its button `what` is pressed; files stay where they are. */
const shownBy = (form, what) => {
  const data = new FormData(form);
  data.delete('files');
  data.set('do', what);
  return post(form.action, data);
};
/** What goes along with a conversation that is begun. */
const goesAlong = ({ ok, page }) => ok && $('#along').replaceWith(document.importNode($('#along', page), true));

let replies = null;
/** The quick replies as they would be written in the open conversation, or in one that is begun. */
const repliesHere = form => {
  const begins = form.id === 'new';
  const number = begins ? ['contact', 'to', 'name', 'subject'].map(it => form.elements[it]?.value).join('\n') : openNumber();
  if (replies?.number === number) return replies.all;
  const all = (begins ? shownBy(form, 'write') : piece(`/c/${number}/canned_replies`)).then(answer => $$('[data-canned]', answer.page).map(it => ({
    id: it.dataset.canned, label: $('.strong', it).textContent, said: $('.canned__text', it).textContent,
    hint: $('.faint', it)?.textContent ?? '', files: 'files' in it.dataset,
    name: bare($('.strong', it).textContent), text: bare($('.canned__text', it).textContent),
  }))).catch(() => { replies = null; return []; });
  replies = { number, all };
  return all;
};
document.addEventListener('opened', () => { replies = null; });

/** Those who can be named in a note: everybody a conversation can be given to. */
const people = () => $$('.thread-head__acts [name=agent]:not([value=""])').map(it => {
  const label = it.lastChild.textContent.trim();
  return { id: it.value, label, said: `@${label} `, hint: '', name: bare(label), text: '' };
});
const suggestedBy = (mark, field) => mark === '/' ? repliesHere(field.form) : field.form.dataset.composer === 'note' ? people() : [];

let shown = null;
const leaveSuggesting = () => {
  shown?.box.remove();
  shown?.field.removeAttribute('aria-activedescendant');
  shown?.field.removeAttribute('aria-controls');
  shown = null;
};
const stand = at => {
  const rows = $$('li', shown.box);
  shown.at = (at + rows.length) % rows.length;
  rows.forEach((it, n) => it.setAttribute('aria-selected', n === shown.at));
  rows[shown.at].scrollIntoView({ block: 'nearest' });
  shown.field.setAttribute('aria-activedescendant', rows[shown.at].id);
};

const suggest = async field => {
  const markHere = () => field.selectionStart === field.selectionEnd && MARK.exec(field.value.slice(0, field.selectionStart));
  if (!markHere()) return leaveSuggesting();
  const all = await suggestedBy(markHere()[1], field);
  const mark = document.activeElement === field && markHere();
  if (!mark) return leaveSuggesting();
  const hits = best(all, bare(mark[2]), recent()).slice(0, 50);
  leaveSuggesting();
  if (!hits.length) return;
  const row = (it, n) => make('li', { role: 'option', id: `suggested-${n}`, 'aria-selected': 'false' },
    make('span', { class: 'strong' }, it.label), make('span', { class: 'faint small' }, ` ${it.hint}`), make('span', { class: 'suggest__text small quiet', dir: 'auto' }, it.said.startsWith('@') ? '' : it.said));
  const box = make('ul', { class: 'suggest', id: 'suggested', role: 'listbox', 'aria-label': words[mark[1] === '/' ? 'canned-title' : 'mention-title'] }, ...hits.map(row));
  field.closest('.composer__box').append(box);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', 'suggested');
  shown = { field, box, hits, from: field.selectionStart - mark[2].length - 1, at: 0 };
  stand(0);
  say(`${hits.length} · ${hits[0].label}`);
};

/** Writes `text` in place of what stands from `from` to the caret, so that it can be taken back with the keyboard. */
export const writeAt = (field, from, text) => {
  field.focus();
  field.setSelectionRange(from, field.selectionEnd);
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, from, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

const suggested = async at => {
  const { field, hits, from } = shown;
  const it = hits[at];
  leaveSuggesting();
  writeAt(field, from, it.said);
  // What nothing is known for is marked, to be written over.
  const gap = /\{\{[^{}]*\}\}/.exec(it.said);
  if (gap) field.setSelectionRange(from + gap.index, from + gap.index + gap[0].length);
  if (it.said.startsWith('@')) return;
  localStorage.setItem('canned', JSON.stringify([it.id, ...recent().filter(id => id !== it.id)].slice(0, 30)));
  if (!it.files) return;
  const form = field.form;
  if (form.id === 'new') return goesAlong(await shownBy(form, `files:${it.id}`));
  const body = new URLSearchParams({ csrf: csrf(), canned_reply: it.id, note: form.elements.note?.value ?? '' });
  const answer = await fetch(`/c/${openNumber()}/canned_replies`, { method: 'POST', body, headers: { 'X-Fragment': '1' } }).catch(() => null);
  if (!answer?.ok) return;
  const kept = await answer.json();
  for (const file of kept.files) keepFile(form, file);
  if (kept.revision > Number(form.elements.revision.value)) form.elements.revision.value = kept.revision;
};

on('input', 'form[data-composer] textarea, [data-slash]', (_, field) => { suggest(field); });
on('click', '.suggest li', (_, row) => { suggested($$('li', shown.box).indexOf(row)); });
// A pointer leaves the caret where it is.
on('mousedown', '.suggest', event => event.preventDefault());
on('focusout', 'form[data-composer] textarea, [data-slash]', () => leaveSuggesting());
// Enter in a field chooses nothing and sends nothing.
on('click', '#new > button.sr', event => { if (document.activeElement?.type !== 'search') event.preventDefault(); });
on('click', '#new [value^="macro:"]', async (event, button) => {
  event.preventDefault();
  closeMenus();
  const answer = await shownBy(button.form, button.value).catch(() => null);
  if (!answer?.ok) return;
  const field = button.form.elements.text;
  field.value = $('[data-slash]', answer.page).value;
  goesAlong(answer);
  field.focus();
});
on('click', 'button[data-suggest]', (event, button) => {
  event.preventDefault();
  const field = $('textarea', button.form);
  field.focus();
  const before = field.value.slice(0, field.selectionStart);
  writeAt(field, field.selectionStart, `${/\S$/.test(before) ? ' ' : ''}${button.dataset.suggest}`);
});
document.addEventListener('keydown', event => {
  if (!shown || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) stand(shown.at + by);
  else if (event.key === 'Enter' || event.key === 'Tab' && !event.shiftKey) suggested(shown.at);
  else if (event.key === 'Escape') leaveSuggesting();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
