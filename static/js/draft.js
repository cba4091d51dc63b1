// What is being written is kept on the server, half a second after the last key; a copy stays here until it is.
import { $, $$, csrf, later, on, words } from './dom.js';
import { ended } from './fetch.js';

const local = form => `draft:${form.dataset.draft}:${form.dataset.composer}`;
let chain = Promise.resolve();

const fields = form => {
  const data = new URLSearchParams();
  for (const name of ['to', 'cc', 'bcc', 'revision', 'note']) if (form.elements[name]) data.set(name, form.elements[name].value);
  data.set('text', form.elements.text.value);
  data.set('csrf', csrf());
  for (const it of $$('input[name=file]', form)) data.append('file', it.value);
  return data;
};

export const save = (form, leaving) => {
  // What is leaving still hangs on the draft: its answer says how it stands then.
  if (!form.dataset.dirty || !form.dataset.draft || form.dataset.sending) return;
  delete form.dataset.dirty;
  const note = $('[data-saved]', form);
  chain = chain.then(async () => {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: fields(form), headers: { 'X-Fragment': '1' }, keepalive: !!leaving });
    if (answer.status === 401) ended();
    if (!answer.ok) throw new Error(String(answer.status));
    const kept = await answer.json();
    if (kept.revision > Number(form.elements.revision.value)) form.elements.revision.value = kept.revision;
    sessionStorage.removeItem(local(form));
    if (note) note.textContent = form.elements.text.value ? words['draft-saved'] : '';
  }).catch(() => {
    form.dataset.dirty = '1';
    if (note) note.textContent = words['draft-not-saved'];
  });
};
/** The text stays here too, whatever becomes of the page. */
export const hold = form => sessionStorage.setItem(local(form), form.elements.text.value);

const saveSoon = later(form => save(form), 500);

/** The text is on its way: it stays here, with the key of its send, until the server has it. */
export const leaving = form => {
  saveSoon.stop();
  delete form.dataset.dirty;
  form.dataset.sending = Number(form.dataset.sending ?? 0) + 1;
  sessionStorage.setItem(`${local(form)}:key`, form.elements.key.value);
  const note = $('[data-saved]', form);
  if (note) note.textContent = '';
  return chain;
};

/** It is there, or not taken: `text` and `key` are remembered no more, and what was written meanwhile is kept. */
export const left = (form, { text, key }) => {
  const others = Number(form.dataset.sending) - 1;
  others ? form.dataset.sending = others : delete form.dataset.sending;
  if (sessionStorage.getItem(local(form)) === text) sessionStorage.removeItem(local(form));
  if (sessionStorage.getItem(`${local(form)}:key`) === key) sessionStorage.removeItem(`${local(form)}:key`);
  if (form.elements.text.value) touch(form);
};

export const touch = form => {
  form.dataset.dirty = '1';
  saveSoon(form);
};

on('input', 'form[data-composer] [name=text], form[data-composer] .menu__form input', (_, field) => {
  const form = field.form;
  hold(form);
  touch(form);
});
const saveAll = leaving => $$('form[data-composer]').forEach(form => save(form, leaving));
document.addEventListener('leaving', () => { saveSoon.stop(); saveAll(); });
document.addEventListener('news', ({ detail }) => { if (detail.name === 'open') saveAll(); });
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saveAll(true); });
addEventListener('pagehide', () => saveAll(true));

const restore = () => {
  for (const form of $$('form[data-composer]')) {
    const kept = sessionStorage.getItem(local(form));
    if (kept && !form.elements.text.value) {
      form.elements.text.value = kept;
      // Sent, and never heard of: the same words under the same key leave once.
      form.elements.key.value = sessionStorage.getItem(`${local(form)}:key`) || form.elements.key.value;
      touch(form);
    }
  }
};
document.addEventListener('opened', restore);
restore();
