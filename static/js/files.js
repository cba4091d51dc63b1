// Files by pick, paste and drop, uploaded at once and shown with their progress.
import { $, csrf, icon, make, on, words } from './dom.js';
import { touch } from './draft.js';

/** A file that hangs on the draft already. */
export const keepFile = (form, { id, name, sign }) => {
  if ($(`input[name=file][value="${id}"]`, form)) return;
  const drop = make('button', { class: 'chip__x', type: 'button', 'aria-label': name }, icon('close'));
  const chip = make('span', { class: 'upload' }, icon(sign || 'file'), make('span', { class: 'clip' }, name), drop, make('input', { type: 'hidden', name: 'file', value: id }));
  drop.addEventListener('click', () => { chip.remove(); touch(form); });
  $('.composer__files', form).append(chip);
};

/** Bytes the chosen channel takes. */
const room = form => {
  const field = form.elements.channel;
  return Number((field?.selectedOptions?.[0] ?? field)?.dataset?.files) || Infinity;
};

const upload = (form, file) => {
  const bar = make('progress', { max: '100', value: '0', 'aria-label': file.name });
  const drop = make('button', { class: 'chip__x', type: 'button', 'aria-label': file.name }, icon('close'));
  const chip = make('span', { class: 'upload' }, icon('file'), make('span', { class: 'clip' }, file.name), drop, bar);
  $('.composer__files', form).append(chip);
  const request = new XMLHttpRequest();
  drop.addEventListener('click', () => { request.abort(); chip.remove(); touch(form); });
  const again = make('button', { class: 'link tiny', type: 'button' }, words['send-retry']);
  again.addEventListener('click', () => { chip.remove(); upload(form, file); });
  const failed = (why, more = []) => {
    chip.dataset.state = 'failed';
    bar.replaceWith(make('span', { role: 'alert' }, why, ' ', ...more));
    if (!$('.upload progress', form)) form.dispatchEvent(new Event('uploaded'));
  };
  if (file.size > room(form)) return failed(words['upload-too-large']);
  request.upload.addEventListener('progress', event => { bar.value = event.total ? 100 * event.loaded / event.total : 0; });
  request.addEventListener('error', () => failed(words['upload-failed'], [again]));
  request.addEventListener('load', () => {
    if (request.status !== 200) return failed(words['upload-failed'], [again]);
    const kept = JSON.parse(request.responseText);
    // The file is a change of the draft of its own: the next save goes on from there.
    if (kept.revision > Number(form.elements.revision.value)) form.elements.revision.value = kept.revision;
    bar.replaceWith(make('input', { type: 'hidden', name: 'file', value: kept.id }));
    touch(form);
    if (!$('.upload progress', form)) form.dispatchEvent(new Event('uploaded'));
  });
  const data = new FormData();
  data.set('csrf', csrf());
  data.set('note', form.elements.note?.value ?? '');
  data.set('files', file);
  request.open('POST', form.dataset.draft.replace(/draft$/, 'files'));
  request.setRequestHeader('X-Fragment', '1');
  request.send(data);
};

export const uploadAll = (form, files) => [...files].forEach(file => upload(form, file));

on('change', 'form[data-draft] input[type=file]', (_, input) => {
  uploadAll(input.form, input.files);
  input.value = '';
});
on('paste', 'form[data-draft] textarea', (event, field) => {
  if (!event.clipboardData.files.length) return;
  event.preventDefault();
  uploadAll(field.form, event.clipboardData.files);
});
const dropZone = event => event.target instanceof Element && event.target.closest('#content')
  && [...document.querySelectorAll('#composer form')].find(it => it.offsetParent);
for (const type of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(type, event => {
    const form = event.dataTransfer?.types.includes('Files') && dropZone(event);
    if (!form) return;
    event.preventDefault();
    $('.composer__box', form).toggleAttribute('data-over', type === 'dragover');
    if (type === 'drop') uploadAll(form, event.dataTransfer.files);
  });
