// Menus close when one looks elsewhere; dialogs are made when needed.
import { $, $$, bare, make, on } from './dom.js';

export const closeMenus = but => {
  for (const menu of $$('details.menu[open]')) {
    if (menu.contains(but)) continue;
    if (menu.contains(document.activeElement)) $('summary', menu).focus();
    menu.open = false;
  }
};
document.addEventListener('click', event => closeMenus(event.target));
// What unfolds at the end of a menu is scrolled to.
document.addEventListener('toggle', event => {
  if (event.target.matches('.menu__more[open]')) event.target.scrollIntoView({ block: 'nearest' });
}, true);

let typed = '';
let typedAt = 0;
/** What is typed in an open menu leads to the item with a word that begins so: among forty people, to the one meant. */
const seek = (event, items) => {
  typed = (event.timeStamp - typedAt < 900 ? typed : '') + bare(event.key);
  typedAt = event.timeStamp;
  items.find(it => bare(it.innerText).split(/\s+/).some(word => word.startsWith(typed)))?.focus();
  // None of it is a shortcut: a name that is typed must not close a conversation.
  event.stopImmediatePropagation();
  event.preventDefault();
};
on('keydown', 'details.menu[open]', (event, menu) => {
  if (event.key === 'Escape') {
    menu.open = false;
    $('summary', menu).focus();
    // On a phone the same key would lead back to the list.
    event.stopImmediatePropagation();
  }
  if (event.target.matches('input,textarea,select') || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const items = $$('.menu__item', menu);
  if (/^[\p{L}\p{N}]$/u.test(event.key)) return seek(event, items);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const at = items.indexOf(document.activeElement);
  items.at((at + step + items.length) % items.length)?.focus();
  event.preventDefault();
});

/** A modal dialog: title, content, and buttons as [label, is primary, act]. */
export const ask = (title, content, buttons) => {
  const head = make('h2', { id: 'dialog-title' }, title);
  const acts = make('div', { class: 'dialog__acts' });
  const dialog = make('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' },
    make('div', { class: 'dialog__head' }, head), make('div', { class: 'dialog__body' }, ...content), acts);
  for (const [label, primary, act] of buttons) {
    const button = make('button', { class: `button${primary ? ' button--primary' : ''}`, type: 'button' }, label);
    button.addEventListener('click', () => { dialog.close(); act?.(); });
    acts.append(button);
  }
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};
