// Emoji where one writes: what shows and finds them is fetched when somebody wants one.
import { bare, make, on } from './dom.js';
import { writeAt } from './suggest.js';

on('click', 'button[data-emoji]', async (_, button) => (await import(button.dataset.emoji)).open({ button, make, bare, writeAt }));
