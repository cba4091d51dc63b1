// Browser push: this browser's address is handed to Lobby, which seals what it sends for it alone.
import { $, csrf, on } from './dom.js';

const canPush = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
const keyBytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), it => it.charCodeAt(0));
const keyText = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const handOver = async subscription => {
  const body = new URLSearchParams({ csrf: csrf(), endpoint: subscription.endpoint, p256dh: keyText(subscription.getKey('p256dh')), auth: keyText(subscription.getKey('auth')) });
  const answer = await fetch('/settings/me/notifications/devices', { method: 'POST', body, headers: { 'X-Fragment': '1' } });
  if (!answer.ok) throw new Error(answer.status);
  sessionStorage.setItem('pushed', csrf());
};

const subscribe = async key => {
  const worker = await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  // One made for another key reaches nobody: the data folder may be another.
  const same = known && keyText(known.options?.applicationServerKey ?? new ArrayBuffer(0)) === key;
  if (known && !same) await known.unsubscribe();
  return same ? known : worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) });
};

const pushSays = which => {
  const line = $(`[data-push-said=${which}]`);
  if (line) line.hidden = false;
};

on('click', '[data-push-on]', async (_, button) => {
  button.disabled = true;
  try {
    if (await Notification.requestPermission() !== 'granted') return pushSays('denied');
    await handOver(await subscribe(button.dataset.key));
    location.reload();
  } catch {
    pushSays('failed');
  } finally {
    button.disabled = false;
  }
});

if ($('[data-push-offer]')) {
  if (!canPush) pushSays('none');
  else if (Notification.permission === 'denied') pushSays('denied');
  else $('[data-push-offer]').hidden = false;
}

/** After a new log-in it is the same browser with another session. */
const renewPush = async () => {
  if (!canPush || !csrf() || Notification.permission !== 'granted' || sessionStorage.getItem('pushed') === csrf()) return;
  const worker = await navigator.serviceWorker.getRegistration('/');
  const known = await worker?.pushManager.getSubscription();
  sessionStorage.setItem('pushed', csrf());
  if (known) await handOver(known);
};
if ($('.app')) renewPush().catch(() => {});

on('click', 'button[data-test]', async (event, button) => {
  event.preventDefault();
  button.disabled = true;
  const body = new URLSearchParams(new FormData(button.form));
  const answer = await fetch(button.formAction, { method: 'POST', body, headers: { 'X-Fragment': '1' } }).catch(() => null);
  button.disabled = false;
  if (!answer?.ok) button.form.requestSubmit(button.form.querySelector('.button--primary'));
});
