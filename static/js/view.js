// The conditions of a saved view: what a row asks follows what is chosen, and how many match is said as one writes.
import { $, $$, later, on } from './dom.js';
import { post } from './fetch.js';

let shapes = 0;
const reshape = async (form, what, whole, chosen = '') => {
  const mine = ++shapes;
  const data = new URLSearchParams(new FormData(form));
  data.set('do', what);
  // Another field begins anew.
  if (chosen.endsWith('field')) for (const it of ['is', 'value', 'text']) data.delete(chosen.replace(/field$/, it));
  const answer = await post(form.action, data).catch(() => null);
  const fresh = answer?.ok && $('#matching', answer.page);
  if (!fresh || mine !== shapes) return;
  if ($('#matching').textContent !== fresh.textContent) $('#matching').replaceChildren(...document.importNode(fresh, true).childNodes);
  if (!whole) return;
  const name = document.activeElement?.name;
  const rows = $$('.rule', form).length;
  for (const part of $$('[data-part]', form)) {
    const next = $(`#${part.id}`, answer.page);
    if (next && next.outerHTML !== part.outerHTML) part.replaceWith(document.importNode(next, true));
  }
  if (form.contains(document.activeElement)) return;
  const added = $$('.rule', form).length > rows && $$('.rule select', form).filter(it => it.name.endsWith('field')).pop();
  (added || form.elements.namedItem(name)?.focus && form.elements.namedItem(name) || $('#conditions button', form)).focus();
};
const countSoon = later(form => reshape(form, 'show'), 250);

on('input', '[data-conditions] .rule :is(input, [name$=unit]), [data-conditions] .rule__head select', (_, field) => countSoon(field.form));
on('change', '[data-conditions] [data-redraw]', (_, field) => reshape(field.form, 'show', true, field.name));
on('submit', '[data-conditions]', (event, form) => {
  const what = event.submitter?.value;
  // What is kept or tried is answered by a page.
  if (!what || what === 'save' || what === 'try') return;
  event.preventDefault();
  reshape(form, what, true);
});
