// By which channel an answer goes: what to know of it, how long it may be, and which message it quotes.
import { $, $$, on, words } from './dom.js';
import { closeMenus } from './menu.js';

const replyForm = () => $('form[data-composer=reply]');

/** Says how much room is left near the limit of a channel, and in how many messages a longer text goes. */
const weigh = form => {
  const field = form.elements.channel;
  const limit = Number((field?.selectedOptions?.[0] ?? field)?.dataset?.limit || 0);
  const long = [...form.elements.text.value].length;
  const said = $('[data-length]', form);
  if (!said) return;
  if (!limit || long < limit * 0.9) said.textContent = '';
  else if (long <= limit) said.textContent = words['composer-left'].replace('{n}', limit - long);
  else said.textContent = words['composer-parts'].replace('{n}', Math.ceil(long / limit));
};

/** Forgets the message that was to be quoted. */
export const unquote = form => {
  const box = $('#reply-quote', form);
  if (!box) return;
  box.hidden = true;
  form.elements.quotes.value = '';
};

/** What is to be known of a channel stands open until it was seen once; when it was written anew, once more. */
const guide = () => {
  for (const it of $$('[data-guide]')) {
    const [seen, said] = [`guide:${it.dataset.way}`, it.lastElementChild.textContent];
    if (it.hidden || localStorage.getItem(seen) === said) continue;
    it.open = true;
    localStorage.setItem(seen, said);
  }
};
document.addEventListener('opened', guide);
guide();

const chosen = field => {
  for (const it of $$('[data-way]', field.form)) it.hidden = it.dataset.way !== field.value;
  guide();
  field.form.elements.text.placeholder = field.selectedOptions[0]?.dataset.placeholder ?? '';
  weigh(field.form);
};
on('change', '#reply-channel', (_, field) => chosen(field));
document.addEventListener('ways', () => {
  const field = $('#reply-channel');
  if (!field) return;
  // The way that was chosen is closed now: the first open one stands in its place, for everybody to see.
  if (field.selectedOptions[0]?.disabled) field.value = $('option:not([disabled])', field)?.value;
  chosen(field);
});
/** Only a mail has a subject. */
const ofMail = field => { for (const it of $$('[data-of-mail]', field.form)) it.hidden = !('mail' in field.selectedOptions[0].dataset); };
on('change', '#new-channel', (_, field) => {
  ofMail(field);
  // Approved texts are chosen on a page the server makes.
  const texts = $('[data-texts]', field.form);
  if (texts && ('closed' in field.selectedOptions[0].dataset || $('[data-texts-of]', field.form))) field.form.requestSubmit(texts);
});
if ($('#new-channel')?.selectedOptions.length) ofMail($('#new-channel'));
on('input', 'form[data-composer=reply] [name=text]', (_, field) => weigh(field.form));
on('click', 'a[data-quote]', (event, link) => {
  const form = replyForm();
  const box = form && $('#reply-quote', form);
  if (!box || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  closeMenus();
  const said = link.closest('.message');
  $('.quote__who', box).textContent = $('.message__who', said).textContent;
  $('.quote__text', box).textContent = ($('.message__text', said) ?? $('.message__sign', said))?.textContent ?? '';
  form.elements.quotes.value = link.dataset.quote;
  box.hidden = false;
  $('#mode-reply').checked = true;
  form.elements.text.focus();
});
on('click', 'a[data-quote-drop]', event => {
  event.preventDefault();
  unquote(replyForm());
});
on('click', 'button[data-anyway]', (_, button) => {
  button.closest('.composer__owner').remove();
  replyForm()?.elements.text.focus();
});
on('click', 'a[data-jump]', (event, link) => {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: 'center' });
  target.dataset.flash = '';
  setTimeout(() => delete target.dataset.flash, 2000);
});
