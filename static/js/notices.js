// What one is told: the bell's count, the title and the sign of the tab, a line on the page, and a sound of our own.
import { $, csrf, make, on, steady, words } from './dom.js';
import { piece } from './fetch.js';
import { counts, openNumber } from './panes.js';

const SOUND_APART = 5000;
const lookedAt = () => document.visibilityState === 'visible';

/** "(3) Carla Pérez · Lobby", a dot on the sign of the tab, and the number on the sign of an installed app. */
const entitle = () => {
  const count = $('[data-count=notices]')?.textContent || '';
  const plain = document.title.replace(/^\(\d+\+?\) /, '');
  const title = count ? `(${count}) ${plain}` : plain;
  if (document.title !== title) document.title = title;
  const sign = $('link[rel=icon]');
  const wanted = count ? sign.dataset.news : sign.dataset.plain;
  if (wanted && sign.getAttribute('href') !== wanted) sign.setAttribute('href', wanted);
  const n = Number.parseInt(count, 10) || 0;
  if (n) navigator.setAppBadge?.(n)?.catch(() => {});
  else navigator.clearAppBadge?.()?.catch(() => {});
};
if ($('[data-count=notices]')) {
  entitle();
  new MutationObserver(entitle).observe($('[data-count=notices]'), { childList: true, characterData: true, subtree: true });
  new MutationObserver(entitle).observe($('title'), { childList: true, characterData: true, subtree: true });
}

let audio;
/** Browsers let a page sound only after somebody did something on it. */
const armSound = () => {
  audio ??= 'AudioContext' in window ? new AudioContext() : null;
  if (audio?.state === 'suspended') audio.resume().catch(() => {});
};
for (const type of ['pointerdown', 'keydown']) addEventListener(type, armSound, { once: true, passive: true });

/** Two soft notes, a fifth apart. */
export const chime = () => {
  armSound();
  document.body.dataset.rung = Number(document.body.dataset.rung || 0) + 1;
  if (!audio) return;
  [[659.25, 0], [987.77, .12]].forEach(([pitch, after]) => {
    const [tone, gain, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + after];
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(.12, at + .015);
    gain.gain.exponentialRampToValueAtTime(.0005, at + .45);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + .5);
  });
};

/** One tab sounds, the one that is looked at before the others, and not again within five seconds. */
let soundedAt = 0;
const sound = () => {
  if (Date.now() - soundedAt < SOUND_APART) return;
  const now = () => { soundedAt = Date.now(); chime(); };
  if (!navigator.locks) return now();
  setTimeout(() => navigator.locks.request('lobby-sound', { ifAvailable: true }, lock => {
    if (!lock) return;
    now();
    return new Promise(done => { setTimeout(done, SOUND_APART); });
  }), lookedAt() ? 0 : 250);
};

const popUp = link => {
  const line = make('div', { class: 'toast', role: 'status' }, document.importNode(link, true));
  $('#toasts')?.replaceChildren(line);
  setTimeout(() => line.remove(), 10000);
};

const bell = async ring => {
  const answer = await piece(`/notifications/bell${ring ? `?ring=${ring.id}` : ''}`).catch(() => null);
  if (!answer?.ok) return;
  counts(answer.page);
  const pop = $('[data-pop]', answer.page);
  if (pop && ring?.pops && lookedAt()) popUp(pop);
};
const refreshBell = steady(() => bell());

/** The list of them, where it is open. */
const refreshNotices = steady(async () => {
  if (!$('#told') || location.search.includes('after=')) return;
  const answer = await piece(location.href);
  const fresh = $('#told', answer.page);
  if (answer.ok && fresh) $('#told').replaceWith(document.importNode(fresh, true));
});

document.addEventListener('news', ({ detail: { name, data } }) => {
  if (name === 'stale') { refreshBell(); refreshNotices(); }
  if (name !== 'bell') return;
  refreshNotices();
  const { ring } = data;
  // What lies open in front of one's eyes is seen there.
  if (!ring || (lookedAt() && ring.number && ring.number === Number(openNumber()))) return refreshBell();
  if (ring.sound) sound();
  if (ring.pops) bell(ring);
  else refreshBell();
});

const markNotice = (id, to) => {
  const body = new URLSearchParams({ csrf: csrf(), to });
  return fetch(`/notifications/${id}/read`, { method: 'POST', body, headers: { 'X-Fragment': '1' }, keepalive: true });
};
on('click', '[data-notice]', (_, link) => { markNotice(link.dataset.notice, 'read').catch(() => {}); });
on('submit', 'form[data-mark]', (event, form) => {
  event.preventDefault();
  markNotice(form.action.split('/').at(-2), event.submitter?.value || 'read').then(refreshNotices).catch(() => form.submit());
});
on('click', '[data-chime]', chime);
