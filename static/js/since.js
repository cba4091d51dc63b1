// On coming back after more than half an hour: one card of what changed meanwhile, above the list.
import { $, on, say } from './dom.js';
import { piece } from './fetch.js';

const LONG = 30 * 60000;
const seenAt = () => Number(localStorage.getItem('here') || 0);

/** Somebody is here; were they away for long, they are told what they missed. */
const cameBack = () => {
  const [before, now] = [seenAt(), Date.now()];
  if (now - before < 5000) return;
  localStorage.setItem('here', now);
  if (before && now - before > LONG) tellSince(before);
};
const tellSince = async from => {
  if (!$('#list-scroll')) return;
  const answer = await piece(`/since?from=${from}`).catch(() => null);
  const card = answer?.ok && $('#since', answer.page);
  if (!card || !$('a', card)) return;
  $('#since')?.remove();
  $('#list-scroll').prepend(document.importNode(card, true));
  say($('#since-title').textContent);
};
for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, cameBack, { passive: true });
if (document.body.dataset.csrf) cameBack();
on('click', '[data-since-close]', () => $('#since').remove());
