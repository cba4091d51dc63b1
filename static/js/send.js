// Sending: the message is there at once, and becomes the real one when the server has it. The same key goes with
// every try, so a second try never sends twice. Without a connection it waits, and leaves by itself.
import { $, $$, icon, make, on, toast, words } from './dom.js';
import { hold, leaving, left, touch } from './draft.js';
import { forget, offline, post, reason } from './fetch.js';
import { ask, closeMenus } from './menu.js';
import { nextRow, open, openNumber, show, told, toList, wide } from './panes.js';
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

/** The composer of a kind in the open conversation, if that is the one meant. */
const formOf = it => openNumber() === it.number ? $(`#composer form[data-composer=${it.kind}]`) : null;
const chips = form => $('.composer__files', form);

let leaves = Promise.resolve();
const send = (form, submitter) => {
  // Files on their way up go along.
  if ($('.upload progress', form)) return form.addEventListener('uploaded', () => send(form, submitter), { once: true });
  const text = form.elements.text.value;
  const data = new FormData(form, submitter);
  if (!text.trim() && !data.getAll('file').length) return form.elements.text.focus();
  data.delete('files');
  const next = data.get('then') === 'resolve' && wide() ? nextRow() : null;
  const it = { form, submitter, text, data, next, key: data.get('key'), kind: form.dataset.composer, number: openNumber(), shown: pending(form, text), files: [...chips(form).children] };
  leaving(form);
  form.elements.key.value = newKey();
  form.elements.text.value = '';
  chips(form).replaceChildren();
  $('[data-why]', form)?.remove();
  form.elements.text.focus();
  leaves = leaves.then(() => leave(it));
};

/** What was written is in the composer again, with its files, above what was begun meanwhile. */
const giveBack = (it, why) => {
  it.shown.remove();
  left(it.form, it);
  const form = formOf(it);
  if (!form) return toast(why || words['send-not-sent'], words['act-look'], () => open(`/c/${it.number}`));
  form.elements.text.value = [it.text, form.elements.text.value].filter(Boolean).join('\n\n');
  for (const file of it.files) if (!$(`input[value="${$('input', file)?.value}"]`, form)) chips(form).append(file);
  hold(form);
  touch(form);
  form.elements.text.focus();
  return form;
};

/** No answer came: again with the same key when the connection is back, unless it is taken back. */
const waits = it => new Promise(done => {
  it.shown.dataset.state = 'waits';
  const go = again => { document.removeEventListener('news', heard); clearTimeout(soon); removeEventListener('online', now); done(again); };
  const heard = ({ detail }) => { if (detail.name === 'open') go(true); };
  const now = () => go(true);
  const soon = setTimeout(now, 4000);
  document.addEventListener('news', heard);
  addEventListener('online', now);
  const edit = make('button', { class: 'button button--small', type: 'button' }, words['stale-edit']);
  edit.addEventListener('click', () => go(false));
  $('.message__foot', it.shown).replaceChildren(words['send-waits'], edit);
});

/** One message leaves; the next one follows it. */
const leave = async it => {
  for (;;) {
    const answer = await post(it.form.action, it.data).catch(() => null);
    if (answer && answer.status !== 503) return arrived(it, answer);
    offline(true);
    if (!(await waits(it))) {
      const form = giveBack(it);
      // As it was: should the first try have come through, it stays the only one.
      if (form) form.elements.key.value = it.key;
      return;
    }
    it.shown.dataset.state = 'sending';
    $('.message__foot', it.shown).replaceChildren(words['send-sending']);
  }
};

const arrived = (it, answer) => {
  if (answer.status !== 401) offline(false);
  const why = $$('[data-refused] > *', answer.page).map(line => line.textContent);
  if (why.length) return notTaken(it, why);
  if (answer.status === 409) return stale(it, answer.page);
  if (!answer.ok) return notTaken(it, [reason(answer) || words['send-not-sent']]);
  it.shown.remove();
  left(it.form, it);
  const form = formOf(it);
  forget([Number(it.number)]);
  if (!form) return told(answer.page);
  if (form.elements.quotes?.value === it.data.get('quotes')) unquote(form);
  const fresh = $(`form[data-composer=${it.kind}] [name=revision]`, answer.page);
  if (fresh) form.elements.revision.value = fresh.value;
  if (it.data.get('then') === 'resolve' && toList(answer.page)) return;
  if (!it.next) return show(answer.page);
  $(`#row-${it.number}`)?.remove();
  told(answer.page);
  open(it.next.href);
};

/** It was not taken, and the server says why: the text is where it was written, the reason stands above it. */
const notTaken = (it, why) => {
  const form = giveBack(it, why.join(' '));
  if (!form) return;
  $('[data-why]', form)?.remove();
  $('.composer__box', form).before(make('p', { class: 'composer__no small', role: 'alert', 'data-why': '' }, icon('alert'), make('span', {}, why.join(' '))));
};

/** Somebody spoke meanwhile: show it and let the person decide. */
const stale = (it, page) => {
  const form = giveBack(it, words['stale-title']);
  if (!form) return;
  const said = $$('[data-stale] > li', page).map(line => document.importNode(line, true));
  // It is read here; what can be done with it comes afterwards.
  for (const menu of said.flatMap(line => $$('details.menu', line))) menu.remove();
  const seen = $('[data-stale]', page)?.dataset.stale;
  const discard = () => { form.elements.text.value = ''; chips(form).replaceChildren(); touch(form); };
  ask(words['stale-title'], [make('p', {}, words['stale-text']), make('ol', { class: 'messages' }, ...said)], [
    [words['stale-edit'], false, () => { form.elements.seen.value = seen; form.elements.text.focus(); }],
    [words['stale-discard'], false, discard],
    [words['stale-send'], true, () => { form.elements.seen.value = seen; send(form, it.submitter); }],
  ]);
};

/** The way of sending that was chosen last stands on the button. */
const lastWay = () => {
  const item = $(`.split .menu__item[name=then][value="${localStorage.getItem('then') ?? ''}"]`);
  const main = $('.split > .button--primary');
  if (!main || !item) return;
  main.dataset.usual ??= main.lastChild.textContent;
  main.value = item.value;
  main.lastChild.textContent = item.value ? item.textContent : main.dataset.usual;
};
on('click', '.split .menu__item[name=then]', (_, item) => {
  if (!item.value.includes(':')) localStorage.setItem('then', item.value);
  lastWay();
});
document.addEventListener('opened', lastWay);
lastWay();

on('submit', 'form[data-composer]', (event, form) => {
  if (['drop', 'onward', 'canned_reply', 'preview'].includes(event.submitter?.name) || 'fill' in form.dataset) return;
  event.preventDefault();
  closeMenus();
  send(form, event.submitter);
});
on('keydown', 'form[data-composer] textarea', (event, field) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  const wanted = event.shiftKey ? '[name=then][value=resolve]' : '.button--primary';
  field.form.requestSubmit($(wanted, field.form) || undefined);
});
