// Runs beside the pages: when there is no connection, a page of ours is shown instead of the browser's. It keeps that
// page and what the page is drawn with, and nothing anybody wrote. Lobby puts KEPT before it, named by the version.
const OFFLINE = '/offline';

const keep = async () => {
  const cache = await caches.open(KEPT), page = await fetch(OFFLINE, { credentials: 'same-origin', cache: 'reload' });
  const drawn = (await page.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g);
  await cache.put(OFFLINE, page);
  await cache.addAll([...new Set([...drawn].map(it => it[1]))]);
};

addEventListener('install', event => event.waitUntil(keep().then(() => skipWaiting())));

addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('lobby-') && name !== KEPT) await caches.delete(name);
  // The page is asked for while this wakes up: nobody waits for the worker.
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));

const page = async event => {
  try {
    return await event.preloadResponse || await fetch(event.request);
  } catch {
    return await caches.match(OFFLINE) || Response.error();
  }
};
const drawing = async event => {
  try {
    return await fetch(event.request);
  } catch {
    return await caches.match(event.request) || Response.error();
  }
};

addEventListener('fetch', event => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (!navigator.onLine && pathname.startsWith('/assets/')) event.respondWith(drawing(event));
});
