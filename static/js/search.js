// Results while one types; old ones stay until the new ones are there. The page one searches everything on has a script
// of its own.
import { $, $$, later, make, on, say } from './dom.js';
import { piece } from './fetch.js';

let asked = 0;
const find = later(async form => {
  const mine = ++asked;
  const href = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const answer = await piece(href).catch(() => null);
  const results = answer?.ok && $('#results', answer.page);
  if (!results || mine !== asked) return;
  $('#results').replaceWith(document.importNode(results, true));
  history.replaceState(history.state, '', href);
  say(results.dataset.said || '');
}, 120);
on('input', 'form[data-find] input', (_, field) => find(field.form));

const whole = $('form[data-search]');
if (whole) import(whole.dataset.search).then(it => it.find({ $, $$, later, make, on, say, piece }));
