// What goes on by itself on a page is fetched again until it is over; then the page is shown anew.
import { $ } from './dom.js';
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
