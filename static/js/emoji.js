// Emoji where one writes: what shows and finds them is fetched when somebody wants one.
import { make, on } from './dom.js';
import { bare, writeAt } from './suggest.js';

on('click', 'button[data-emoji]', async (_, button) => (await import(button.dataset.emoji)).open({ button, make, bare, writeAt }));
