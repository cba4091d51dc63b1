// Turns one piece of the page into another, keeping what a person is busy with: the focused field, open menus,
// whatever is marked `data-keep`.

const keyOf = node => node.nodeType === 1 ? node.id || null : null;

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

const attributes = (from, to) => {
  const kept = from.nodeName === 'DETAILS' ? ['open'] : from.nodeName === 'INPUT' && from.type !== 'hidden' || from.nodeName === 'OPTION' ? ['value', 'checked', 'selected'] : [];
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !kept.includes(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value && !kept.includes(name)) from.setAttribute(name, value);
};

const busy = node => node.dataset && ('keep' in node.dataset || (node === document.activeElement && node.matches('input,textarea,select')));

export const morph = (from, to) => {
  // The browser itself sees soonest that nothing changed, and nearly nothing ever does.
  if (busy(from) || from.isEqualNode(to)) return;
  attributes(from, to);
  morphFrom(from, from.firstChild, to);
};

/** Makes the children of `from` those of `to`, but for the ones before `at`, which are left alone. */
export const morphFrom = (from, at, to) => {
  const keyed = new Map();
  for (const child of from.children) if (child.id) keyed.set(child.id, child);
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted);
    let found = key ? keyed.get(key) : at && !keyOf(at) && alike(at, wanted) ? at : null;
    if (found && !alike(found, wanted)) found = null;
    if (!found) {
      const fresh = document.importNode(wanted, true);
      if (fresh.nodeType === 1 && fresh.matches('.message')) fresh.dataset.new = '';
      from.insertBefore(fresh, at);
      continue;
    }
    if (found === at) at = at.nextSibling;
    else from.insertBefore(found, at);
    if (found.nodeType === 1) morph(found, wanted);
    else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
  }
  while (at) {
    const next = at.nextSibling;
    // Not its own `remove`: a form's may be a field of that name.
    if (!(at.nodeType === 1 && 'keep' in at.dataset)) from.removeChild(at);
    at = next;
  }
};
