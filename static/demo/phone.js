// The telephone of the demo: what is written leaves without a new page, and what the desk answers comes by itself.
const $ = (what, in_ = document) => in_.querySelector(what);
const phone = () => $('.phone');
const wait = ms => new Promise(done => setTimeout(done, ms));

const down = () => { const log = $('.phone__log'); if (log) log.scrollTop = log.scrollHeight; };

const post = form => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });

/** Asks for what is new, again and again; each answer comes when there is something, or after some seconds. */
const listen = async () => {
  for (;;) {
    const here = phone();
    const { via, seen } = here.dataset;
    const log = $('.phone__log ol');
    if (!log) { await wait(500); continue; }
    try {
      const answer = await fetch(`/demo/talk?via=${via}&seen=${seen}`);
      if (!answer.ok) throw new Error(answer.status);
      const { count, html } = await answer.json();
      if (phone() !== here || String(count) === here.dataset.seen) continue;
      here.dataset.seen = count;
      log.innerHTML = html;
      down();
    } catch {
      await wait(2000);
    }
  }
};

document.addEventListener('submit', async event => {
  const form = event.target;
  if (form.id !== 'say') return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const field = $('textarea', form);
  if (!field.value.trim() && !body.get('with')) return field.focus();
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
  if (answer?.type !== 'opaqueredirect') return;
  field.value = '';
  $('.phone__subject', form)?.remove();
  field.focus();
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target.id !== 'say-text') return;
  event.preventDefault();
  $('#say-send').click();
});

document.addEventListener('click', async event => {
  const way = event.target.closest('.phone__ways a');
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(way.href).catch(() => null);
  if (!answer?.ok) return location.assign(way.href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  phone().replaceWith($('.phone', page));
  history.replaceState(null, '', way.href);
  $('.phone__ways a[aria-current]').focus();
  down();
});

const speed = $('#speed');
speed.addEventListener('input', () => { $('#speed-now').value = `${speed.value}×`; });
speed.addEventListener('change', () => post(speed.form).catch(() => {}));
$('#speed-set').hidden = true;
down();
listen();
