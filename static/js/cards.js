// What systems of the business know of the contact: fetched after the page, each card by itself.
import { $, $$, afterPaint, on } from './dom.js';
import { piece, post } from './fetch.js';

const putCard = async (card, coming) => {
  card.setAttribute('aria-busy', 'true');
  const answer = await coming.catch(() => null);
  const fresh = answer?.ok && $('[data-card]', answer.page);
  card.removeAttribute('aria-busy');
  // Without an answer what stands there stays, with the link to try again.
  if (fresh && card.isConnected) card.replaceWith(document.importNode(fresh, true));
};
const loadCards = () => afterPaint(() => {
  for (const card of $$('#side [data-load]')) {
    const href = card.dataset.load;
    delete card.dataset.load;
    putCard(card, piece(href));
  }
});
document.addEventListener('opened', loadCards);
loadCards();

on('click', 'a[data-card-load]', (event, link) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  putCard(link.closest('[data-card]'), piece(link.href));
});
on('submit', 'form[data-card-act]', (event, form) => {
  event.preventDefault();
  const card = form.closest('[data-card]');
  if (card.ariaBusy !== 'true') putCard(card, post(form.action, new URLSearchParams(new FormData(form))));
});
on('submit', 'form[data-insert]', (event, form) => {
  const field = $('#reply-text');
  if (!field) return;
  event.preventDefault();
  field.value = [field.value.trimEnd(), form.dataset.insert].filter(Boolean).join('\n');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
});
