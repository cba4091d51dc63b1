// The chat in its frame or on a page of its own. The server draws what was said; this sends, fetches and tells.
const $ = id => document.getElementById(id);
const { mode, base, sites, lang } = document.body.dataset;
const words = JSON.parse(document.body.dataset.words);
const framed = mode === 'frame';
const MOST = 25 << 20;
let port = null;
let shown = !framed;
let full = false;
let page = framed ? '' : location.href;
let identity = '';
let last = '';
let unread = 0;

// The pass: kept by the frame; on the page of its own it is a cookie that scripts do not see.
const place = `lobby-chat-${base}`;
const kept = (area, value) => {
  try {
    if (value === undefined) return window[area].getItem(place) || '';
    if (value) window[area].setItem(place, value);
    else window[area].removeItem(place);
  } catch { /* Storage is closed to frames here. */ }
  return '';
};
const closed = (() => { try { return !window.localStorage; } catch { return true; } })();
/** What is being written; where storage is closed to frames, the page around it keeps it for as long as its tab is open. */
const keepDraft = text => closed ? port?.postMessage({ draft: text }) : kept('sessionStorage', text);
/** Where storage is closed to frames, the page around it keeps the pass. */
const persist = () => {
  kept('localStorage', pass);
  port?.postMessage({ known: true, ...(closed && { keep: pass }) });
};
let wrote = !framed || !!kept('localStorage');
let pass = framed ? kept('localStorage') || document.body.dataset.pass : '';
const keepPass = fresh => {
  if (!framed || !fresh) return;
  pass = fresh;
  wrote = true;
  persist();
};

const headers = more => ({ Accept: 'application/json', ...(framed && { 'X-Chat-Frame': '1' }), ...(pass && { Authorization: `Bearer ${pass}` }), ...more });
const ask = (what, options = {}) => fetch(`${base}/${what}?lang=${lang}`, { credentials: 'same-origin', ...options, headers: headers(options.headers) });
const line = text => { $('line').textContent = text; $('line').hidden = !text; };

const nearEnd = () => $('log').scrollHeight - $('log').scrollTop - $('log').clientHeight < 120;
const toEnd = () => { $('log').scrollTop = $('log').scrollHeight; };

/** Puts what the server drew in place of what is there; what is the same stays. */
const draw = html => {
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('.talk');
  const talk = document.querySelector('.talk');
  const stay = nearEnd();
  const had = talk.children.length;
  const old = new Map([...talk.children].map(it => [it.id, it]));
  const sent = new Set([...fresh.children].map(it => it.dataset.key).filter(Boolean));
  for (const it of [...talk.children]) if (it.dataset.state && sent.has(it.dataset.key)) it.remove();
  const waiting = [...talk.children].filter(it => it.dataset.state);
  let at = talk.firstElementChild;
  for (const it of [...fresh.children]) {
    const known = old.get(it.id);
    if (known?.isConnected) {
      if (known === at) at = at.nextElementSibling;
      else talk.insertBefore(known, at);
      if (known.innerHTML !== it.innerHTML) known.innerHTML = it.innerHTML;
    } else {
      if (had) it.dataset.new = '';
      talk.insertBefore(it, at);
    }
  }
  while (at) { const next = at.nextElementSibling; if (!at.dataset.state) at.remove(); at = next; }
  for (const it of waiting) talk.append(it);
  if (stay) toEnd();
};

let fetching = false;
let again = false;
const look = async () => {
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const whose = pass;
    const answer = await ask('thread');
    if (!answer.ok) return;
    const it = await answer.json();
    // Somebody logged out, or another came, while it was on its way: it is not theirs.
    if (whose !== pass) { again = true; return; }
    if (framed && !it.known && wrote) { forget(); return; }
    draw(it.html);
    last = it.last;
    unread = it.unread;
    $('status').textContent = it.status;
    $('status').dataset.open = it.open;
    if ($('reach').hidden === it.ask && !$('reach').dataset.done) { $('reach').hidden = !it.ask; if (it.ask) toEnd(); }
    if (last) $('asks')?.remove();
    line('');
    await saw();
  } catch {
    line(words.offline);
  } finally {
    fetching = false;
    if (again) { again = false; look(); }
  }
};

/** Says what arrived, and what was before somebody's eyes. */
let said = '';
const saw = async () => {
  const eyes = shown && document.visibilityState === 'visible';
  if (eyes) unread = 0;
  port?.postMessage({ unread });
  const now = `${last} ${eyes}`;
  if (!last || said === now || said === `${last} true`) return;
  said = now;
  await ask('seen', { method: 'POST', body: new URLSearchParams({ up_to: last, read: eyes ? 1 : 0 }) });
};

// News as they happen; where a stream does not come through, asked for now and then.
let stream = null;
let tries = 0;
const wait = ms => new Promise(done => setTimeout(done, ms));
const listen = async () => {
  if (stream || !wrote) return;
  const own = stream = new AbortController();
  let since = '';
  while (stream === own) {
    try {
      const answer = await ask('events', { headers: { Accept: 'text/event-stream', ...(since && { 'Last-Event-ID': since }) }, signal: own.signal });
      if (answer.status === 401) { if (framed) forget(); break; }
      if (!answer.ok) throw new Error('refused');
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      tries = 0;
      for (let rest = ''; ;) {
        const { done, value } = await reader.read();
        if (done) break;
        const all = (rest + value).split('\n\n');
        rest = all.pop();
        for (const event of all) since = heard(event) || since;
      }
    } catch {
      if (own.signal.aborted) return;
    }
    tries += 1;
    await wait(Math.min(1000 * 2 ** tries, 20000) * (.7 + Math.random() * .6));
    if (stream === own) look();
  }
};
const heard = event => {
  const field = name => event.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1] || '';
  if (field('event') === 'changed') { typing(false); queue.then(look); }
  if (field('event') === 'typing') typing(field('data') === 'true');
  return field('id');
};
let typed = 0;
const typing = on => {
  const stay = nearEnd();
  $('typing').hidden = !on;
  clearTimeout(typed);
  if (on) typed = setTimeout(() => typing(false), 30000);
  if (on && stay) toEnd();
};

/** The pass counts no more: somebody new. */
const forget = async () => {
  stream?.abort();
  stream = null;
  kept('localStorage', '');
  pass = identity = '';
  wrote = false;
  said = last = '';
  draw('<ol class="talk"></ol>');
  const answer = await ask('panel', { headers: { Accept: 'text/html' } });
  pass = new DOMParser().parseFromString(await answer.text(), 'text/html').body?.dataset.pass || '';
  port?.postMessage({ known: false, unread: 0 });
};

// Saying something. It stands there at once, and is sent under one id however often it is tried.
let files = [];
const uuid = () => crypto.randomUUID ? crypto.randomUUID() : '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, c => (+c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> +c / 4).toString(16));
/** What this browser calls itself: whoever writes from it is asked about, never taken for another. */
const device = () => { try { return localStorage.lobbyDevice ||= uuid(); } catch { return ''; } };
const pending = (key, text, names) => {
  const it = document.createElement('li');
  it.className = 'm';
  it.id = `p-${key}`;
  Object.assign(it.dataset, { by: 'you', key, state: 'sending', new: '' });
  for (const [name, kind] of [[text, 'bubble'], ...names.map(name => [name, 'file'])]) {
    if (!name) continue;
    const part = document.createElement('div');
    part.className = kind;
    part.textContent = name;
    it.append(part);
  }
  const when = document.createElement('span');
  when.className = 'when';
  when.textContent = words.sending;
  it.append(when);
  document.querySelector('.talk').append(it);
  toEnd();
  return it;
};
let queue = Promise.resolve();
const send = (item, form) => {
  queue = queue.then(async () => {
    item.dataset.state = 'sending';
    item.lastChild.textContent = words.sending;
    let why = words.failed;
    try {
      const answer = await ask('messages', { method: 'POST', body: form });
      if (answer.ok) {
        const taken = await answer.json();
        keepPass(taken.pass);
        // By this the server draws it: what stands here for it goes.
        item.dataset.key = taken.key;
        wrote = true;
        await look();
        listen();
        return;
      }
      if (answer.status === 429) why = words.slow;
      if (answer.status === 413 || answer.status === 422) why = words.large;
    } catch { why = words.offline; }
    item.dataset.state = 'failed';
    item.lastChild.textContent = `${why} `;
    const retry = document.createElement('button');
    retry.type = 'button';
    retry.textContent = words.retry;
    retry.addEventListener('click', () => send(item, form));
    item.lastChild.append(retry);
  });
  return queue;
};

const choose = more => {
  const all = [...files, ...more];
  if (all.length > 5 || all.reduce((sum, it) => sum + it.size, 0) > MOST) return line(words.large);
  line('');
  files = all;
  $('chosen').replaceChildren(...files.map((file, at) => {
    const it = document.createElement('li');
    const name = document.createElement('span');
    const out = document.createElement('button');
    name.textContent = file.name;
    out.type = 'button';
    out.textContent = '×';
    out.setAttribute('aria-label', `${words.remove}: ${file.name}`);
    out.addEventListener('click', () => { files.splice(at, 1); choose([]); $('text').focus(); });
    it.append(name, out);
    return it;
  }));
};
$('files').addEventListener('change', () => { choose([...$('files').files]); $('files').value = ''; $('text').focus(); });
$('text').addEventListener('paste', event => { if (event.clipboardData.files.length) { event.preventDefault(); choose([...event.clipboardData.files]); } });
document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => { event.preventDefault(); choose([...event.dataTransfer.files]); });

$('say').addEventListener('submit', event => {
  event.preventDefault();
  const pressed = event.submitter?.name === 'choice' && event.submitter.value;
  const text = pressed || $('text').value.trim();
  if (!text && !files.length) return $('text').focus();
  const form = new FormData();
  const key = uuid();
  form.set('key', key);
  form.set('device', device());
  form.set('text', text);
  form.set('page', page);
  if (identity) form.set('identity', identity);
  for (const it of $('say').querySelectorAll('.asks input')) form.set(it.name, it.value);
  for (const it of files) form.append('files', it, it.name);
  const item = pending(key, text, files.map(it => it.name));
  if (!pressed) $('text').value = '';
  keepDraft('');
  files = [];
  choose([]);
  if (framed && !wrote) persist();
  send(item, form);
  $('text').focus();
});
$('text').addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer:coarse)').matches) return;
  event.preventDefault();
  $('say').requestSubmit();
});
let told = 0;
$('text').addEventListener('input', () => {
  keepDraft($('text').value);
  if (!last || Date.now() - told < 3000 || !$('text').value) return;
  told = Date.now();
  ask('typing', { method: 'POST' }).catch(() => {});
});

$('reach').addEventListener('submit', async event => {
  event.preventDefault();
  const answer = await ask('reach', { method: 'POST', body: new URLSearchParams({ email: $('reach-email').value }) }).catch(() => null);
  if (!answer?.ok) return line(answer?.status === 422 ? words.email : words.failed);
  line('');
  $('reach').dataset.done = '1';
  $('reach').textContent = words.thanks;
  $('reach').setAttribute('role', 'status');
});

const identify = async given => {
  const answer = await ask('identify', { method: 'POST', body: JSON.stringify(given), headers: { 'Content-Type': 'application/json' } }).catch(() => null);
  if (!answer?.ok) return console.warn('Lobby: who this is was not proven:', answer ? (await answer.json()).why : 'no answer');
  identity = given.token || '';
  stream?.abort();
  stream = null;
  said = '';
  keepPass((await answer.json()).pass);
  await look();
  listen();
};

// The page around the frame. It says who it is by being one of the sites the chat was made for.
addEventListener('message', event => {
  if (!framed || event.source !== parent || !JSON.parse(sites).includes(event.origin) || event.data?.lobby !== 'hello' || !event.ports[0]) return;
  port = event.ports[0];
  page = event.data.page;
  const hear = data => {
    if ('full' in data) full = data.full;
    if ('shown' in data) { shown = data.shown; if (shown) { toEnd(); $('text').focus(); } saw(); }
    if (data.identify) identify(data.identify);
    if (data.logout) forget();
  };
  port.onmessage = ({ data }) => hear(data);
  if (closed && !wrote && event.data.kept) { pass = event.data.kept; wrote = true; look(); listen(); }
  if (closed && !$('text').value) $('text').value = event.data.draft || '';
  hear({ shown: event.data.shown, full: event.data.full });
});
$('close')?.addEventListener('click', () => port?.postMessage({ close: true }));
document.addEventListener('keydown', event => {
  if (!framed) return;
  if (event.key === 'Escape') port?.postMessage({ close: true });
  // Full screen there is nothing behind it to go to.
  if (event.key !== 'Tab' || !full) return;
  const all = [...document.querySelectorAll('button,a[href],input:not([type=hidden]),textarea,[tabindex="0"]')].filter(it => it.offsetParent);
  const [first, end] = [all[0], all.at(-1)];
  if (event.shiftKey && document.activeElement === first) { event.preventDefault(); end.focus(); }
  if (!event.shiftKey && document.activeElement === end) { event.preventDefault(); first.focus(); }
});

addEventListener('storage', event => { if (framed && event.key === place && event.newValue && event.newValue !== pass) { pass = event.newValue; wrote = true; look(); listen(); } });
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') { saw(); if (wrote) look(); } });
addEventListener('online', () => { line(''); if (wrote) look(); });
addEventListener('offline', () => line(words.offline));
setInterval(() => { if (wrote && document.visibilityState === 'visible' && tries > 1) look(); }, 15000);

$('text').value = kept('sessionStorage');
last = document.querySelector('.talk').dataset.last;
toEnd();
if (!framed) { $('text').focus(); saw(); }
if (wrote) { if (framed) look(); listen(); }
