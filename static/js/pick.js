// Several conversations at once: ticked one by one, a range with Shift, or all of the list.
import { $, $$, on, say, toast, words } from './dom.js';
import { forget, inTurn, offline, post, reason } from './fetch.js';
import { closeMenus } from './menu.js';
import { counts, currentRow, told } from './panes.js';

let ticked = null;
const ticks = () => $$('#rows .row__pick input');
export const picked = () => $$('#rows .row__pick :checked').length > 0 || Boolean($('#bulk [name=all]')?.checked);

const tellPicked = () => {
  const all = $('#bulk [name=all]');
  if (!all) return;
  const n = all.checked ? all.dataset.total ?? $$('#rows .row__pick :checked').length : $$('#rows .row__pick :checked').length;
  const line = Number.parseInt(n, 10) ? words['bulk-picked'].replace('{n}', n) : $('#picked').dataset.none;
  if ($('#picked').textContent !== line) {
    $('#picked').textContent = line;
    say(line);
  }
};
const tick = (box, range) => {
  const all = ticks();
  const [from, to] = [all.indexOf(ticked), all.indexOf(box)];
  if (range && from >= 0)
    for (const it of all.slice(Math.min(from, to), Math.max(from, to) + 1)) it.checked = box.checked;
  ticked = box;
  const whole = $('#bulk [name=all]');
  if (whole) whole.checked = false;
  tellPicked();
};
const boxOf = row => $('.row__pick input', row.closest('li'));

on('click', '.row__pick input', (event, box) => tick(box, event.shiftKey));
on('click', '#rows a.row', (event, row) => {
  const picking = 'picking' in $('#list').dataset;
  if (!boxOf(row) || !(event.shiftKey || picking)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  boxOf(row).checked = event.shiftKey || !boxOf(row).checked;
  tick(boxOf(row), event.shiftKey);
});
on('change', '#bulk [name=all]', async (_, all) => {
  for (const it of ticks()) it.checked = all.checked;
  tellPicked();
  if (!all.checked || all.dataset.total) return;
  // How many a long list has is counted when it is asked for.
  const answer = await fetch(`/bulk/count?list=${encodeURIComponent($('#list').dataset.list)}`).catch(() => null);
  if (answer?.ok) all.dataset.total = await answer.text();
  tellPicked();
});
on('click', '[data-pick]', () => {
  $('#list').dataset.picking = '';
  $('#bulk [name=all]').focus();
});
on('reset', '#bulk', () => {
  delete $('#list').dataset.picking;
  ticked = null;
  setTimeout(() => { tellPicked(); currentRow()?.focus({ preventScroll: true }); });
});
/** The key X: the row one is at, with Shift all up to it. */
export const pickHere = range => {
  const at = document.activeElement?.closest?.('#rows li') ?? currentRow()?.closest('li') ?? $('#rows li');
  const box = at && $('.row__pick input', at);
  if (!box) return;
  box.checked = range || !box.checked;
  tick(box, range);
};
/** Whether there was anything to leave. */
export const leavePicking = () => {
  if (!picked() && !('picking' in ($('#list')?.dataset ?? {}))) return false;
  $('#bulk').reset();
  return true;
};

on('submit', '#bulk', (event, form) => {
  // Choosing an approved text has a page of its own.
  if (['text', 'acts'].includes(event.submitter?.value)) return;
  event.preventDefault();
  closeMenus();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const here = $('#list').contains(document.activeElement);
  const lis = $$('#rows > li');
  const meant = lis.filter(it => $('.row__pick :checked', it));
  const last = lis.indexOf(meant.at(-1));
  const after = [...lis.slice(last + 1), ...lis.slice(0, Math.max(0, last)).reverse()].filter(it => !meant.includes(it)).map(it => it.id);
  const action = form.action;
  // Seen at once: what leaves the list leaves it, and whoever works from the list goes on with the row that follows.
  const leaves = /^(resolve|spam|snooze)/.test(data.get('do'));
  for (const it of meant) {
    $('.row__pick input', it).checked = false;
    if (leaves) $('.row', it).dataset.leaving = '';
  }
  ticked = null;
  tellPicked();
  const goOn = () => { if (here) $(after.map(id => document.getElementById(id)).find(Boolean) ? `#${after.find(id => document.getElementById(id))} .row` : '#rows .row')?.focus(); };
  goOn();
  const takeBack = said => {
    for (const it of meant) delete $('.row', it).dataset.leaving;
    toast(said);
  };
  inTurn(() => post(action, data)).then(answer => {
    const list = $('#list', answer.page);
    if (!answer.ok) return takeBack(reason(answer) || words['act-refused']);
    if (!list) return location.assign(answer.url);
    forget();
    const at = $('#list-scroll').scrollTop;
    const stood = document.activeElement?.closest?.('#rows > li')?.id;
    const others = $$('#rows .row__pick :checked').map(it => it.value);
    $('#list').replaceWith(document.importNode(list, true));
    $('#list-scroll').scrollTop = at;
    for (const it of ticks()) it.checked = others.includes(it.value);
    tellPicked();
    counts(answer.page);
    told(answer.page);
    document.dispatchEvent(new Event('relisted'));
    stood && document.getElementById(stood) ? $(`#${stood} .row`).focus() : goOn();
  }).catch(() => {
    offline(true);
    takeBack(words['act-offline']);
  });
});
