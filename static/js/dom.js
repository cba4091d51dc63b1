// Small words for finding things, listening, and saying.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const words = JSON.parse(document.body.dataset.words || '{}');
export const csrf = () => document.body.dataset.csrf || '';

/** Without accents and capitals: how names are compared. */
export const bare = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Listens on the document for events on what matches `selector`, now and later. */
export const on = (type, selector, act, options) =>
  document.addEventListener(type, event => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(event, found);
  }, options);

/** Says `text` to screen readers without moving the focus. */
export const say = text => {
  const live = $('#live');
  if (live) live.textContent = text;
};

/** Makes an element from a tag, its attributes and its children (strings become text). */
export const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

export const icon = name => {
  const sprite = $('use')?.getAttribute('href')?.split('#')[0];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon icon--xs');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
};

export const later = (act, wait) => {
  let timer;
  const start = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
  start.stop = () => clearTimeout(timer);
  return start;
};

/**
 * Does `act` at once; then it rests as long as that took, and what was asked for meanwhile is done once. A busy
 * machine is asked less often, and a tab nobody looks at seldom.
 */
export const steady = act => {
  let resting = false;
  let asked = false;
  const go = async () => {
    resting = true;
    asked = false;
    const began = performance.now();
    await act().catch(() => {});
    const rest = Math.min(1000, Math.max(50, performance.now() - began));
    setTimeout(() => {
      resting = false;
      if (asked) go();
    }, document.visibilityState === 'hidden' ? 2000 : rest);
  };
  return () => {
    asked = true;
    if (!resting) go();
  };
};

/** A line at the foot of the page; `undo` is called by its button. */
export const toast = (text, label, undo) => {
  const box = $('#toasts');
  if (!box) return;
  const line = make('div', { class: 'toast', role: 'status' }, make('p', {}, text));
  const gone = later(() => line.remove(), undo ? 10000 : 5000);
  if (undo) {
    const button = make('button', { type: 'button' }, label);
    button.addEventListener('click', () => { line.remove(); undo(); });
    line.append(button);
  }
  box.replaceChildren(line);
  gone();
};
/** What need not be there when the next picture is drawn; where nothing is drawn, at once. */
export const afterPaint = act => document.hidden ? setTimeout(act) : requestAnimationFrame(() => setTimeout(act));
