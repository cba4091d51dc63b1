// Runs beside the pages: when there is no connection, a page of ours is shown instead of the browser's. It keeps that
// page and what the page is drawn with, and nothing anybody wrote. What Lobby pushes it shows, and opens what that is about. Lobby puts KEPT before it, named by the version.
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

addEventListener('push', event => {
  let it = {};
  try { it = event.data.json(); } catch { /* What is not ours is shown as nothing but that there is something. */ }
  const shown = { body: it.body || '', tag: it.tag || 'lobby', renotify: true, data: { href: it.href || '/notifications' } };
  event.waitUntil(registration.showNotification(it.title || 'Lobby', shown));
});

addEventListener('notificationclick', event => {
  event.notification.close();
  const place = new URL(event.notification.data?.href || '/', location.origin);
  if (place.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: 'window' });
    const page = open.find(it => it.visibilityState === 'visible') || open[0];
    if (!page) return clients.openWindow(place.href);
    await page.focus();
    return page.navigate(place.href).catch(() => clients.openWindow(place.href));
  })());
});
