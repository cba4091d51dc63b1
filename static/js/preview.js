// An answer as it will arrive, seen before it leaves.
import { $, on, words } from './dom.js';
import { post } from './fetch.js';
import { ask } from './menu.js';

on('click', 'button[name=preview]', async (event, button) => {
  event.preventDefault();
  const data = new URLSearchParams([...new FormData(button.form)].filter(it => ['csrf', 'text', 'channel'].includes(it[0])));
  const answer = await post(button.formAction, data).catch(() => null);
  const shown = answer?.ok && $('[data-preview-shown]', answer.page);
  if (shown) ask(words['preview-title'], [document.importNode(shown, true)], [[words['act-close'], true]]);
});
