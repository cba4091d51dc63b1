// Opens conversations and lists beside what is already there; every state has its own address.
import { $, $$, afterPaint, csrf, later, on, say, toast, words } from './dom.js';
import { forget, inTurn, offline, piece, post, prefetch, take } from './fetch.js';
import { morph, morphFrom } from './morph.js';
import { atEnd, loadOlder, still } from './place.js';

const app = $('.app');
const plainClick = event => !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
export const wide = () => matchMedia('(width >= 48rem)').matches;
export const openNumber = () => $('#content')?.dataset.conversation;
export const rows = () => $$('#rows .row');
export const currentRow = () => $('#rows .row[aria-current=true]');

const mark = number => {
  for (const row of rows()) row.toggleAttribute('aria-current', false);
  const row = $(`#row-${number} .row`);
  row?.setAttribute('aria-current', 'true');
  row?.scrollIntoView({ block: 'nearest' });
  // Where one stands in the list goes along: the next key is meant for it.
  if (document.activeElement.closest('#rows')) row?.focus({ preventScroll: true });
};

/** The counts beside the lists; what is the same is not written again, which would be laid out again. */
export const counts = page => {
  const all = JSON.parse($('[data-counts]', page)?.dataset.counts || '{}');
  for (const it of $$('[data-count]')) {
    const text = all[it.dataset.count];
    if (text !== undefined && it.textContent !== text) it.textContent = text;
  }
};

/** Puts a fetched thread where the open one is: the same conversation is morphed, another one replaces it. */
export const show = (page, hard, early) => {
  const content = $('#content', page);
  const side = $('#side', page);
  if (!content?.dataset.conversation) return false;
  const same = !hard && openNumber() === content.dataset.conversation;
  if (same) refresh(content);
  else {
    // Taken over and not copied: nobody looks at what was fetched a second time.
    const fresh = document.adoptNode(content);
    $('#content').replaceWith(fresh);
    $('#content').dispatchEvent(new CustomEvent('opened', { bubbles: true }));
  }
  if (side) same ? morph($('#side'), side) : $('#side').replaceWith(document.adoptNode(side));
  // What was fetched ahead counts as of then.
  if (!early) counts(page);
  told(page);
  return true;
};

/** The open conversation again: everything but what is being written. */
const refresh = content => {
  const below = atEnd();
  const count = $$('#messages > .message').length;
  still(() => {
    morph($('.thread-head'), $('.thread-head', content));
    morph($('#banners'), $('#banners', content));
    morphFrom($('#messages'), behindOlder(content), $('#messages', content));
    const keeps = $('#keeps', content);
    if (keeps && $('#keeps')) morph($('#keeps'), keeps);
    composer(content);
  });
  const fresh = $$('#messages > .message').length - count;
  if (below && document.visibilityState === 'visible') { seenUpTo(content.dataset.seen); if (fresh > 0) readSoon(); }
  else if (fresh > 0) {
    const pill = $('#newest');
    pill.textContent = `${fresh} · ${words['new-below']}`;
    pill.hidden = false;
  }
};

/** By which channels an answer may leave now; where that is none any more, or one again, the composer is drawn anew. */
const composer = content => {
  const reply = '#composer form[data-composer=reply]';
  const [own, fresh] = [$(reply), $(reply, content)];
  const bare = !$('#composer form') || !$('#composer form', content);
  // Free answers are taken again, or only approved texts are.
  const other = $('#composer').dataset.kind !== $('#composer', content)?.dataset.kind;
  if (!other && $('#composer').dataset.kind === 'pick') return;
  if (!bare && !other && !own === !fresh) {
    for (const part of ['#reply-channel', '#reply-ways', '#owner']) if ($(part) && $(part, content)) morph($(part), $(part, content));
    document.dispatchEvent(new Event('ways'));
    return;
  }
  const texts = ['reply-text', 'note-text'].map(id => [id, $(`#${id}`)?.value]);
  document.dispatchEvent(new Event('leaving'));
  $('#composer').replaceWith(document.importNode($('#composer', content), true));
  for (const [id, text] of texts) if (text && $(`#${id}`)) $(`#${id}`).value = text;
};

/** Where the newest thirty begin: older messages that were fetched by hand stay above them. */
const behindOlder = content => {
  const fresh = $('#messages', content);
  const from = Number($('[data-position]', fresh)?.dataset.position ?? 0);
  const older = $$('#messages > li').filter(it => it.dataset.position && Number(it.dataset.position) < from);
  if (!older.length) return $('#messages').firstChild;
  // The day and what else stands above the first of them is here already, where it belongs.
  while (fresh.firstElementChild && !fresh.firstElementChild.dataset.position) fresh.firstElementChild.remove();
  return document.getElementById(fresh.firstElementChild.id) ?? older.at(-1).nextSibling;
};

const seenUpTo = position => {
  $('#content').dataset.seen = position;
  for (const it of $$('#composer input[name=seen]')) it.value = position;
};

/** The last twenty things that can be taken back, over all pages of this tab. */
const undos = () => JSON.parse(sessionStorage.getItem('undos') || '[]');
const keepUndos = all => sessionStorage.setItem('undos', JSON.stringify(all.slice(-20)));

/** An answer that was taken back is a draft again, where nothing else is being written. */
export const takeBackDraft = page => {
  const form = $('#composer form[data-composer=reply]');
  const fresh = $('#composer form[data-composer=reply]', page);
  if (!form || !fresh?.elements.text.value || form.elements.text.value) return;
  for (const name of ['text', 'revision']) form.elements[name].value = fresh.elements[name].value;
  $('.composer__files', form).replaceChildren(...[...$('.composer__files', fresh).children].map(it => document.importNode(it, true)));
};

export const undo = async href => {
  keepUndos(undos().filter(it => it !== href));
  const answer = await post(href, new URLSearchParams({ csrf: csrf() })).catch(() => offline(true));
  if (!answer) return;
  const of = $('#content', answer.page)?.dataset.conversation;
  if (!answer.ok || !of || of === openNumber()) {
    done(answer);
    return of && takeBackDraft(answer.page);
  }
  forget();
  // From a list one goes on in the list.
  if (openNumber()) await open(`/c/${of}`);
  told(answer.page);
};
const firstToast = $('.toast form');
if (firstToast) keepUndos([...undos(), firstToast.getAttribute('action')]);
on('submit', '.toast form', (event, form) => {
  event.preventDefault();
  form.closest('.toast').remove();
  undo(form.getAttribute('action'));
});
/** The key Z: the newest of them, once what was done before it is done. */
export const undoLast = () => inTurn(async () => {
  const last = undos().at(-1);
  if (last) undo(last);
  else $('.toast button')?.click();
});
/** Says what was done, and remembers how to take it back. */
export const told = page => {
  const said = $('[data-toast]', page)?.dataset;
  if (!said) return;
  if (said.undo) keepUndos([...undos(), said.undo]);
  toast(said.toast, words['act-undo'], said.undo && (() => undo(said.undo)));
};

/** What was shown for a second counts as read; not what stands below it. */
const readSoon = later(() => {
  if (document.visibilityState !== 'visible' || !openNumber() || !atEnd()) return;
  const body = new URLSearchParams({ csrf: csrf(), position: $('#content').dataset.seen });
  fetch(`/c/${openNumber()}/read`, { method: 'POST', body, headers: { 'X-Fragment': '1' }, keepalive: true }).catch(() => {});
  currentRow()?.toggleAttribute('data-unread', false);
}, 1000);
document.addEventListener('opened', readSoon);
readSoon();

/** After a deed: the answer is the conversation as it now is, or a page of its own. */
export const done = answer => {
  forget();
  if (!answer.ok || !show(answer.page)) location.assign(answer.ok ? answer.url : location.href);
};

/** Opens the conversation at `href`. */
export const open = async (href, options = {}) => {
  const number = new URL(href, location.href).pathname.split('/')[2];
  mark(number);
  document.dispatchEvent(new Event('leaving'));
  // Where one is now is drawn before what stands there: the press is seen at once.
  const drawn = new Promise(afterPaint);
  try {
    const answer = await take(href);
    await drawn;
    if (!answer.ok || !$('#content', answer.page)) return location.assign(href);
    show(answer.page, true, answer.early);
    // The list may have been drawn anew meanwhile.
    if (!currentRow()?.closest(`#row-${number}`)) mark(number);
    if (!options.back) history.pushState({ pane: 'thread' }, '', href);
    app.dataset.view = 'thread';
    document.title = `${$('#content').dataset.title} · ${document.title.split(' · ').at(-1)}`;
    say($('#content').dataset.title);
    if (!wide()) $('#content').focus({ preventScroll: true });
    afterPaint(() => {
      const near = rows().indexOf(currentRow());
      if (near >= 0) for (const by of [1, -1]) prefetch(rows()[near + by]?.href);
    });
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) target.scrollIntoView({ block: 'center' });
  } catch {
    offline(true);
    location.assign(href);
  }
};

const openList = async (href, back) => {
  const answer = await piece(href);
  const list = $('#list', answer.page);
  if (!answer.ok || !list) return location.assign(href);
  $('#list').replaceWith(document.importNode(list, true));
  counts(answer.page);
  if (!back) history.pushState({ pane: 'list' }, '', href);
  app.dataset.view = 'list';
  for (const it of $$('[data-nav]')) it.toggleAttribute('aria-current', false);
  $(`[data-nav="${list.dataset.list}"]`)?.setAttribute('aria-current', 'page');
  $('#sidebar:popover-open')?.hidePopover();
  if (openNumber()) mark(openNumber());
};

on('click', 'a[data-pane=thread]', (event, link) => {
  if (!plainClick(event) || !$('#content')) return;
  event.preventDefault();
  open(link.href);
});
on('click', 'a[data-nav]', (event, link) => {
  if (!plainClick(event) || !$('#list') || !/^\/($|list\/)/.test(link.pathname)) return;
  event.preventDefault();
  openList(link.href).catch(() => location.assign(link.href));
});
on('click', '[data-back]', event => {
  if (!plainClick(event) || !$('#rows .row')) return;
  event.preventDefault();
  app.dataset.view = 'list';
  history.pushState({ pane: 'list' }, '', event.target.closest('a').href);
});
on('click', '[data-older]', async (event, link) => {
  if (!plainClick(event)) return;
  event.preventDefault();
  await loadOlder(link);
});
on('click', '#newest', event => {
  event.preventDefault();
  $('#log').scrollTop = 0;
  $('#newest').hidden = true;
  seenUpTo($$('#messages [data-position]').at(-1)?.dataset.position ?? 0);
});

/** One has come to the end of what was said. */
document.addEventListener('scroll', event => {
  if (event.target.id !== 'log' || !atEnd() || $('#newest').hidden) return;
  $('#newest').hidden = true;
  seenUpTo($$('#messages [data-position]').at(-1)?.dataset.position ?? 0);
  readSoon();
}, { capture: true, passive: true });

/** Goes on to the list, where the profile says so after something is done; whether it does. */
export const toList = page => {
  const back = document.body.dataset.after === 'list' && $('[data-back]')?.href;
  if (!back) return false;
  told(page);
  location.assign(back);
  return true;
};
/** The row after the open one, else the one before; none where the profile says to go on otherwise. */
export const nextRow = () => {
  if (document.body.dataset.after) return null;
  const all = rows();
  const at = all.indexOf(currentRow());
  return at < 0 ? null : all[at + 1] || all[at - 1] || null;
};

addEventListener('popstate', () => {
  if (/^\/c\/\d+$/.test(location.pathname)) open(location.href, { back: true });
  else if ($('#list') && /^\/($|list\/)/.test(location.pathname)) {
    if ($('#list').dataset.href === location.pathname + location.search) app.dataset.view = 'list';
    else openList(location.href, true);
  } else location.reload();
});
