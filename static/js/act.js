// Deeds on the open conversation, seen at once: what is refused is taken back, with its reason.
import { $, $$, make, on, toast, words } from './dom.js';
import { forget, inTurn, offline, post, reason } from './fetch.js';
import { closeMenus } from './menu.js';
import { counts, done, nextRow, open, openNumber, takeBackDraft, told, toList, wide } from './panes.js';

let unanswered = 0;
/** Whether the server has yet to answer a deed. */
export const acting = () => unanswered > 0;

const LEAVES = ['resolved', 'spam', 'snoozed'];
const faceOf = item => $('.avatar,.icon', item)?.cloneNode(true);

/** Who has it, in the head and in its row, if the list beside has one: as the menu names them, whatever was pressed. */
const given = (pressed, row) => {
  const item = $$('.thread-head__acts [name=agent]').find(it => it.value === pressed.value) ?? pressed;
  const head = $('.thread-head__acts summary[data-key=assign]');
  const name = item.lastChild.textContent.trim();
  $('.avatar,.icon', head)?.replaceWith(faceOf(item) ?? '');
  if ($('.label', head)) $('.label', head).textContent = name;
  if (!row) return;
  $('.row__meta > .avatar', row)?.remove();
  if (item.value) $('.row__meta', row)?.append(faceOf(item) ?? '');
};
const tagged = name => $('#side .tags').prepend(make('span', { class: 'chip' }, make('span', {}, name)));

/** Shows what a form asks for as if it were done. */
const showDone = (form, data, item, row) => {
  for (const it of $$('[aria-pressed]', form)) it.setAttribute('aria-pressed', it === item);
  if (data.has('agent') && item) given(item, row);
  else if (data.get('add')) tagged(data.get('add').trim());
  else if (data.has('remove')) item?.closest('form').remove();
  else if (item?.dataset.said) $('.thread-head__sub .chip > span').textContent = item.dataset.said;
};

const copies = row => [$('.thread-head'), $('#side'), row].filter(Boolean).map(it => [it, it.cloneNode(true)]);

on('submit', 'form[data-act]', (event, form) => {
  const number = openNumber();
  if (!number || event.defaultPrevented) return;
  event.preventDefault();
  closeMenus();
  const item = event.submitter;
  const data = new URLSearchParams(new FormData(form, item));
  const leaves = LEAVES.includes(data.get('to')) && !('stay' in form.dataset);
  delete form.dataset.stay;
  const row = $(`#row-${number}`);
  const next = leaves && wide() ? nextRow() : null;
  const before = copies(row);
  const action = form.action;
  if (row && leaves) $('.row', row).dataset.leaving = '';
  const going = next && open(next.href);
  if (!next) showDone(form, data, item, row);
  unanswered += 1;
  const takeBack = said => {
    const here = openNumber() === number;
    for (const [now, was] of before) if ((here || now === row) && now.isConnected) now.replaceWith(was);
    if (!here) $(`#row-${number} .row`)?.removeAttribute('aria-current');
    toast(said, words['act-look'], () => open(`/c/${number}`));
  };
  inTurn(() => post(action, data)).then(async answer => {
    unanswered -= 1;
    // What is shown by then is what one went on to.
    await going;
    if (answer.status === 401) return takeBack(words['session-ended']);
    if (!answer.ok) return takeBack(reason(answer) || words['act-refused']);
    forget([Number(number)]);
    if (openNumber() !== number) {
      counts(answer.page);
      told(answer.page);
      if (leaves) $(`#row-${number}`)?.remove();
    } else if (leaves && toList(answer.page)) return;
    else if (unanswered) told(answer.page);
    else {
      done(answer);
      if (form.dataset.act === 'undo') takeBackDraft(answer.page);
    }
  }, () => {
    unanswered -= 1;
    offline(true);
    takeBack(words['act-offline']);
  });
});
