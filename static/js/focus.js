// Whoever had the focus on something that is gone has it on what took its place: keys and readers go on from there.
import { $ } from './dom.js';
import { openNumber, rows } from './panes.js';

/** What has the focus, in which conversation; its name, its key if it is an act, and its place among the rows if it is one. */
let had = null;
document.addEventListener('focusin', ({ target }) => { had = { node: target, of: openNumber(), id: target.id, act: target.dataset.key, at: rows().indexOf(target) }; });
// Left by somebody: what is removed later was theirs no more.
document.addEventListener('focusout', ({ target }) => { if (target.isConnected) setTimeout(() => { if (had?.node === target && target.isConnected && document.activeElement !== target) had = null; }); });
new MutationObserver(() => {
  if (!had || had.node.isConnected || document.activeElement !== document.body) return;
  const { of, id, act, at } = had;
  had = null;
  // In another conversation nobody has begun to write or to do anything.
  const again = () => of === openNumber() && (id && document.getElementById(id) || act && $(`#side [data-key="${act}"], .thread-head [data-key="${act}"]`));
  const instead = at >= 0 ? rows()[at] ?? rows().at(-1) : again();
  (instead || $('#content'))?.focus({ preventScroll: true });
}).observe(document.body, { childList: true, subtree: true });
