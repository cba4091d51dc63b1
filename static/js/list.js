// Lists: more rows at their end, and changes that never move a row from under the pointer.
import { $, $$, make, on, steady, words } from './dom.js';
import { piece } from './fetch.js';
import { morph } from './morph.js';
import { counts, openNumber } from './panes.js';
import { picked } from './pick.js';

let touched = 0;
for (const type of ['pointermove', 'wheel', 'keydown'])
  on(type, '#list', () => { touched = Date.now(); }, { passive: true });

/** Nobody is at the list: no pointer stands on it, nothing in it has the focus, and nothing was done there just now. */
const idle = () => !picked() && Date.now() - touched > 1500 && !$('#list').matches(matchMedia('(hover)').matches ? ':has(:focus), :hover' : ':has(:focus)');

const loadMore = async link => {
  if (link.dataset.busy) return;
  link.dataset.busy = '1';
  const answer = await piece(link.href);
  const rows = $('#rows', answer.page);
  if (!rows) return;
  const known = new Set($$('#rows > li').map(it => it.id));
  $('#rows').append(...[...rows.children].filter(it => !known.has(it.id)).map(it => document.importNode(it, true)));
  const more = $('#more', answer.page);
  more ? $('#more').replaceWith(document.importNode(more, true)) : $('#more').remove();
};
on('click', '[data-more]', (event, link) => {
  event.preventDefault();
  loadMore(link);
});
document.addEventListener('scroll', event => {
  const box = event.target;
  if (box.id !== 'list-scroll' || box.scrollHeight - box.scrollTop - box.clientHeight > 300) return;
  const link = $('[data-more]', box);
  if (link) loadMore(link);
}, { capture: true, passive: true });

const markOpen = () => $(`#row-${openNumber()} .row`)?.setAttribute('aria-current', 'true');

/** Rows that are there change in place; new ones come in, and old ones leave, only while nobody is at the list. */
export const refreshList = async asked => {
  const list = $('#list');
  if (!list?.dataset.href) return;
  const answer = await piece(list.dataset.href);
  const fresh = $('#list', answer.page);
  if (!answer.ok || !fresh || !$('#list')) return;
  counts(answer.page);
  if ($('#notices') && $('#notices', fresh)) morph($('#notices'), $('#notices', fresh));
  morph($('#list-title'), $('#list-title', fresh));
  const order = root => $$('#rows > li', root).map(it => it.id).join();
  const shown = $$('#rows > li').length;
  const wanted = $$('#rows > li', fresh);
  const whole = !$('#more', fresh);
  const prefix = wanted.map(it => it.id).join() === $$('#rows > li').slice(0, wanted.length).map(it => it.id).join();
  const same = prefix && (shown === wanted.length || !whole);
  if (same || asked !== true && !idle()) {
    for (const row of wanted) {
      const own = document.getElementById(row.id);
      if (own) morph(own, row);
    }
    markOpen();
    if (!same && order(document) !== order(fresh)) changed(wanted.filter(it => !document.getElementById(it.id)).length);
    return;
  }
  const open = whole || shown <= wanted.length ? $('#list-scroll', fresh) : null;
  if (open) {
    const at = $('#list-scroll').scrollTop;
    const kept = openNumber() && $(`#row-${openNumber()}`);
    morph($('#list-scroll'), open);
    if (kept && !kept.isConnected) {
      $('.row', kept).dataset.gone = '';
      $('#rows').prepend(kept);
    }
    $('#list-scroll').scrollTop = at;
    $('#fresh')?.remove();
  } else changed(wanted.filter(it => !document.getElementById(it.id)).length);
  markOpen();
};

/** Says that the list is another, with how many are new in it, until nobody is at it. */
const changed = n => {
  const text = n ? words['list-new'].replace('{n}', n) : words['list-changed'];
  if ($('#fresh')) return void ($('#fresh').textContent = text);
  const pill = make('button', { class: 'button button--small fresh', id: 'fresh', type: 'button' }, text);
  pill.addEventListener('click', () => {
    touched = 0;
    pill.remove();
    document.activeElement?.blur();
    refreshList(true);
  });
  $('#list').append(pill);
};
setInterval(() => { if ($('#fresh') && idle()) refreshSoon(); }, 1000);
document.addEventListener('relisted', markOpen);
export const refreshSoon = steady(() => refreshList());
