// What goes on by itself on a page is fetched again until it is over; then the page is shown anew. What comes by a
// channel is fetched when the stream tells of it.
import { $, $$, later, say } from './dom.js';
import { piece } from './fetch.js';
import { morph } from './morph.js';

const lookAgain = async () => {
  const here = $('[data-live]');
  if (!here) return;
  const answer = await piece(location.href).catch(() => null);
  const fresh = answer?.ok && $('[data-live]', answer.page);
  if (fresh) morph(here, fresh);
  else if (answer?.ok) return location.reload();
  setTimeout(lookAgain, document.visibilityState === 'visible' ? 1000 : 5000);
};
setTimeout(lookAgain, 700);

/** What was waited for has come: said to who does not see it turn green. */
const stands = section => $('.health[data-state]', section);
const came = later(async () => {
  const answer = await piece($('[data-called]').dataset.href).catch(() => null);
  for (const section of answer?.ok ? $$('[data-called]') : []) {
    const fresh = $(`#${section.id}`, answer.page);
    if (!fresh) continue;
    const before = stands(section)?.dataset.state;
    morph(section, fresh);
    const now = stands(section);
    if (now && now.dataset.state !== before) say(now.textContent.trim());
  }
}, 50);
document.addEventListener('news', ({ detail: { name, data } }) => {
  const section = $('[data-called]');
  if (section && (name === 'stale' || name === 'called' && data.connection === section.dataset.called)) came();
});
