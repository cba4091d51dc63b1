// A voice note: what records it is fetched when somebody wants to.
import { $, icon, make, on, toast, words } from './dom.js';
import { uploadAll } from './files.js';

on('click', 'button[data-voice]', async (_, button) => {
  const field = button.form.elements.channel;
  const sounds = ((field?.selectedOptions?.[0] ?? field)?.dataset?.sounds ?? 'audio/mp4 audio/ogg audio/webm').split(' ');
  const { record } = await import(button.dataset.voice);
  record({ make, icon, words, toast, sounds, button, box: $('.composer__box', button.form), keep: file => uploadAll(button.form, [file]) });
});
