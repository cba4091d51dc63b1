// Keeps the live monitor live: what changed is fetched at most once a second, and each piece that is another takes the
// place of the one shown. On the wall it has a stream of its own, which comes back by itself.
const $ = (selector, root = document) => root.querySelector(selector);
const wall = 'wall' in document.body.dataset;
const live = () => !('past' in ($('#monitor')?.dataset ?? {}));
const LEAST = 1000;
const OFTEN = wall ? 5000 : 10000;
let asked = false;
let resting = false;
let at = Date.now();

/** Somebody is busy with a piece: it waits. */
const busy = it => it.contains(document.activeElement) && document.activeElement.matches('input,select,summary,a,button');
const ticked = it => $('input:checked', it);

const put = page => {
  for (const fresh of page.querySelectorAll('[data-fresh]')) {
    const own = document.getElementById(fresh.id);
    if (own && !own.isEqualNode(fresh) && !busy(own)) own.replaceWith(document.importNode(fresh, true));
  }
  const [own, fresh] = [$('#who'), $('#who', page)];
  if (own && fresh && !own.isEqualNode(fresh) && !busy(own) && !ticked(own)) own.replaceWith(document.importNode(fresh, true));
  const [stands, time] = [$('#as-of'), $('#as-of', page)];
  if (stands && time) stands.replaceWith(document.importNode(time, true));
  at = Date.now();
  delete document.body.dataset.stale;
};

const fetched = async () => {
  const answer = await fetch(location.pathname + location.search, { headers: { 'X-Fragment': '1' }, credentials: 'same-origin' });
  if (answer.status === 401) return location.reload();
  if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
};

const refresh = async () => {
  asked = true;
  if (resting || !live() || document.visibilityState === 'hidden') return;
  resting = true;
  asked = false;
  await fetched().catch(() => {});
  setTimeout(() => { resting = false; if (asked) refresh(); }, LEAST);
};

setInterval(() => {
  if (Date.now() - at > OFTEN - 500) refresh();
  // Figures that are older than ten seconds say so.
  document.body.toggleAttribute('data-stale', live() && Date.now() - at > OFTEN + 10000);
}, 1000);
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
addEventListener('online', refresh);

if (wall) {
  let source;
  const connect = () => {
    source?.close();
    source = new EventSource(`/events?since=${document.body.dataset.seq}`);
    for (const name of ['touched', 'stale']) source.addEventListener(name, refresh);
    source.addEventListener('open', refresh);
    source.addEventListener('error', () => source.readyState === EventSource.CLOSED && setTimeout(connect, 3000));
  };
  connect();
  const stay = () => navigator.wakeLock?.request('screen').catch(() => {});
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && stay());
  stay();
} else {
  document.addEventListener('news', ({ detail }) => ['touched', 'stale', 'open'].includes(detail.name) && refresh());
}

const said = minute => new Date(minute * 60000).toLocaleString(document.documentElement.lang, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
document.addEventListener('input', ({ target }) => {
  if (target.matches('[data-scrub]')) $('#scrub-said').textContent = said(Number(target.value));
});
document.addEventListener('change', ({ target }) => { if (target.matches('[data-scrub]')) target.form.requestSubmit(); });
