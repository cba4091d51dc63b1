// Ctrl+K: what can be done here, where to go, whom one looks for. It is fetched when it is first asked for.
import { $, $$, bare, later, make, on, words } from './dom.js';
import { piece } from './fetch.js';
import { KEY, showKeys } from './keys.js';
import { closeMenus } from './menu.js';
import { best } from './suggest.js';

let palette;
const openPalette = async () => {
  palette ??= import(document.body.dataset.palette).then(it => it.palette({ $, $$, later, make, on, words, piece, KEY, showKeys, closeMenus, bare, best }));
  (await palette.catch(() => { palette = null; }))?.();
};
document.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k' || !document.body.dataset.palette) return;
  event.preventDefault();
  openPalette();
});
on('click', '[data-palette]:not(body)', openPalette);
