// A button beside a text that is to be handed on.
import { $, on, say } from './dom.js';

on('click', '[data-copy]', async (_, button) => {
  const field = $('input', button.closest('.copy'));
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without a safe line browsers have the old way only.
    document.execCommand('copy');
  }
  button.textContent = button.dataset.copied;
  say(button.dataset.copied);
});
