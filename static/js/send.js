// Sending: the message is there at once, and becomes the real one when the server has it. The same key goes with
// every try, so a second try never sends twice.
import { $, icon, make, on, words } from './dom.js';
import { drop, hold } from './draft.js';
import { offline, post } from './fetch.js';
import { ask } from './menu.js';
import { nextRow, open, openNumber, show, wide } from './panes.js';
import { unquote } from './ways.js';

const newKey = () => crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');

const pending = (form, text) => {
  const note = form.dataset.composer === 'note';
  const shown = make('li', { class: 'message', 'data-kind': note ? 'note' : 'out', 'data-state': 'sending', 'data-keep': '' },
    make('div', { class: 'message__text', dir: 'auto' }, text),
    make('div', { class: 'message__foot' }, words['send-sending']));
  $('#messages').append(shown);
  $('#log').scrollTop = 0;
  return shown;
};

const send = async (form, submitter) => {
  const text = form.elements.text.value;
  const data = new FormData(form, submitter);
  if (!text.trim() && !data.getAll('file').length) return form.elements.text.focus();
  data.delete('files');
  const number = openNumber();
  const next = data.get('then') === 'resolve' && wide() ? nextRow() : null;
  const shown = pending(form, text);
  $('[data-why]', form)?.remove();
  form.elements.text.value = '';
  form.elements.text.focus();
  await drop(form);
  data.set('revision', form.elements.revision.value);
  const again = () => { shown.remove(); form.elements.text.value = text; send(form, submitter); };
  try {
    const answer = await post(form.action, data);
    if (answer.status !== 401) offline(false);
    const why = answer.page.querySelector('[data-refused]');
    if (why) return notTaken(form, shown, text, [...why.children].map(it => it.textContent));
    if (answer.status === 409) return stale(form, submitter, shown, text, answer.page);
    if (!answer.ok) throw new Error(String(answer.status));
    shown.remove();
    form.elements.key.value = newKey();
    $('.composer__files', form).replaceChildren();
    if (form.elements.quotes) unquote(form);
    if (openNumber() !== number) return;
    if (next) { $(`#row-${number}`)?.remove(); return open(next.href); }
    show(answer.page);
    const fresh = $('form[data-composer=' + form.dataset.composer + '] [name=revision]', answer.page);
    if (fresh) form.elements.revision.value = fresh.value;
  } catch (error) {
    failed(form, shown, text, again);
    if (error instanceof TypeError) offline(true);
  }
};

const failed = (form, shown, text, again) => {
  shown.dataset.state = 'failed';
  const retry = make('button', { class: 'button button--small', type: 'button' }, words['send-retry']);
  retry.addEventListener('click', again);
  $('.message__foot', shown).replaceChildren(words['send-not-sent'], retry);
  if (!form.elements.text.value) {
    form.elements.text.value = text;
    hold(form);
    shown.remove();
    $('[data-saved]', form).textContent = words['send-not-sent'];
  }
};

/** It was not taken, and the server says why: the text stays where it was written, the reason stands above it. */
const notTaken = (form, shown, text, why) => {
  shown.remove();
  form.elements.text.value = text;
  hold(form);
  $('[data-why]', form)?.remove();
  const said = make('p', { class: 'composer__no small', role: 'alert', 'data-why': '' }, icon('alert'), make('span', {}, why.join(' ')));
  $('.composer__box', form).before(said);
  form.elements.text.focus();
};

/** Somebody spoke meanwhile: show it and let the person decide. */
const stale = (form, submitter, shown, text, page) => {
  shown.remove();
  form.elements.text.value = text;
  const said = [...page.querySelectorAll('[data-stale] > li')].map(it => document.importNode(it, true));
  const seen = $('[data-stale]', page)?.dataset.stale;
  ask(words['stale-title'], [make('p', {}, words['stale-text']), make('ol', { class: 'messages' }, ...said)], [
    [words['stale-edit'], false, () => { form.elements.seen.value = seen; form.elements.text.focus(); }],
    [words['stale-send'], true, () => { form.elements.seen.value = seen; send(form, submitter); }],
  ]);
};

on('submit', 'form[data-composer]', (event, form) => {
  if (['drop', 'onward', 'canned_reply'].includes(event.submitter?.name) || 'fill' in form.dataset) return;
  event.preventDefault();
  send(form, event.submitter);
});
on('keydown', 'form[data-composer] textarea', (event, field) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  const wanted = event.shiftKey ? '[name=then][value=resolve]' : '.button--primary';
  field.form.requestSubmit($(wanted, field.form) || undefined);
});
