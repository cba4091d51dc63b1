// Choosing an approved text: found while one types, shown with its variables as they are filled in.
import { $, $$, later, on } from './dom.js';
import { piece } from './fetch.js';

const address = form => `${form.getAttribute('action').split('#')[0]}?${new URLSearchParams(new FormData(form))}`;

/** Puts the picker as it is at `href` where it stands; the search keeps its focus and its words. */
const pick = async (href, chosen) => {
  document.dispatchEvent(new Event('leaving'));
  const answer = await piece(href).catch(() => null);
  const fresh = answer?.ok && $('[data-picker]', answer.page);
  const old = $('#composer [data-picker]');
  if (!fresh || !old) return location.assign(href);
  const here = document.importNode(fresh, true);
  const search = $('[data-first]', old);
  if (!chosen && search === document.activeElement) {
    $('.picker__list', old)?.replaceWith($('.picker__list', here));
    return;
  }
  old.replaceWith(here);
  const first = $('form[data-fill] input:not([type=hidden])', here) ?? $('form[data-fill] button', here);
  if (chosen) first?.focus();
};

const pickSoon = later(form => pick(address(form)), 200);
on('input', 'form.picker__find [type=search]', (_, field) => pickSoon(field.form));
on('change', 'form.picker__find select', (_, field) => pick(address(field.form)));
on('submit', 'form.picker__find', (event, form) => {
  event.preventDefault();
  pick(address(form));
});
on('click', 'a[data-pick]', (event, link) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  pick(link.href, true);
});
on('keydown', '[data-picker]', (event, picker) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches('textarea,select,form[data-fill] input')) return;
  const all = $$('a[data-pick]', picker);
  const at = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  event.preventDefault();
});
on('input', 'form[data-fill] input', (_, field) => {
  for (const it of $$(`[data-shown="${field.name}"]`, field.form)) it.textContent = field.value || '…';
});
