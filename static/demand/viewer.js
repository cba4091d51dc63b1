// Shows a picture or a document of a message over the page. Fetched when somebody opens one.

const MOST = 8;
const STEP = 1.25;
/** Lots of older messages that are asked for when somebody goes on behind the first file that is there. */
const LOTS = 5;
/** Bytes of a document whose pages are counted. */
const LARGEST = 20 << 20;

/** The look of it comes with the first use, too. */
const styled = href => new Promise(done => {
  if (document.querySelector(`link[href="${href}"]`)) return done();
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = href;
  sheet.addEventListener('load', done);
  sheet.addEventListener('error', done);
  document.head.append(sheet);
});

/** Lets a picture be made larger, turned and moved about in `stage`; gives what buttons and keys do with it. */
const handled = (stage, picture) => {
  let [scale, turn, x, y] = [1, 0, 0, 0];
  /** Turned on its side, a picture that filled the place is made to fill it again. */
  const fit = () => {
    if (turn % 180 === 0) return 1;
    const [wide, high] = [picture.offsetWidth, picture.offsetHeight];
    return Math.min(stage.clientWidth / high, stage.clientHeight / wide, picture.naturalWidth / wide) || 1;
  };
  const put = () => {
    if (scale <= 1) [x, y] = [0, 0];
    picture.style.transform = `translate(${x}px,${y}px) rotate(${turn}deg) scale(${scale * fit()})`;
    picture.dataset.scale = scale.toFixed(2);
    picture.dataset.turn = String(((turn % 360) + 360) % 360);
    stage.toggleAttribute('data-large', scale > 1);
  };
  /** Zooms so that what lies under a point stays there. */
  const zoom = (by, at) => {
    const next = Math.min(MOST, Math.max(1, scale * by));
    if (at) {
      const box = stage.getBoundingClientRect();
      const [px, py] = [at.clientX - box.left - box.width / 2, at.clientY - box.top - box.height / 2];
      x = px - (px - x) * next / scale;
      y = py - (py - y) * next / scale;
    }
    scale = next;
    put();
  };
  const move = (dx, dy) => { x += dx; y += dy; put(); };
  stage.onwheel = event => { event.preventDefault(); zoom(event.deltaY < 0 ? STEP : 1 / STEP, event); };
  stage.ondblclick = event => zoom(scale > 1 ? 1 / scale : 2.5, event);
  // One finger moves it, two make it larger or smaller.
  const fingers = new Map();
  const apart = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
  stage.onpointerdown = event => { fingers.set(event.pointerId, event); stage.setPointerCapture(event.pointerId); };
  stage.onpointermove = event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const was = fingers.size === 2 && apart();
    fingers.set(event.pointerId, event);
    if (was) zoom(apart() / was, event);
    else if (scale > 1) move(event.clientX - before.clientX, event.clientY - before.clientY);
  };
  stage.onpointerup = stage.onpointercancel = event => fingers.delete(event.pointerId);
  picture.addEventListener('load', put);
  return {
    more: () => zoom(STEP),
    less: () => zoom(1 / STEP),
    whole: () => { scale = 1; put(); },
    turn: () => { turn += 90; put(); },
    move: (dx, dy) => scale > 1 && move(dx, dy),
  };
};

/** The dictionary around a place of a PDF's text. */
const dictionary = (text, place) => {
  const edge = (at, step, [opens, closes]) => {
    for (let deep = 0; at > 0 && at < text.length; at += step) {
      const pair = text.slice(at, at + 2);
      if (pair === closes && !deep) return at;
      if (pair === opens || pair === closes) { deep += pair === opens ? 1 : -1; at += step; }
    }
    return at;
  };
  return text.slice(edge(place, -1, ['>>', '<<']), edge(place, 1, ['<<', '>>']));
};
/** The largest count of pages that a PDF's text speaks of. */
const counted = text => [...text.matchAll(/\/Type\s*\/Pages\b/g)]
  .map(it => Number(/\/Count\s+(\d+)/.exec(dictionary(text, it.index))?.[1] ?? 0)).reduce((a, b) => Math.max(a, b), 0);
/** How many pages a PDF says it has, also where it says so in a compressed part; 0 when it does not say, or is too large to ask. */
const pagesOf = async href => {
  const answer = await fetch(href);
  if (!answer.ok || Number(answer.headers.get('Content-Length')) > LARGEST) return 0;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  let most = counted(text);
  for (const it of text.matchAll(/\/Type\s*\/ObjStm\b/g)) {
    const from = text.indexOf('stream', it.index) + 6;
    const start = from + (text[from] === '\r' ? 2 : 1);
    const long = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary(text, it.index))?.[1];
    const packed = new Blob([bytes.subarray(start, long ? start + Number(long) : text.indexOf('endstream', start))]);
    const part = new Response(packed.stream().pipeThrough(new DecompressionStream('deflate')));
    most = Math.max(most, counted(await part.text().catch(() => '')));
  }
  return most;
};

/** Opens the file of `link`; `holder` is the template of the dialog, `older` brings in what was said before. */
export const open = async ({ link, holder, older }) => {
  await styled(holder.dataset.css);
  const dialog = document.importNode(holder.content.firstElementChild, true);
  const $ = name => dialog.querySelector(`[data-part=${name}]`);
  const stage = $('stage');
  const among = link.closest('.messages,#files');
  const links = () => [...among.querySelectorAll('a[data-file]')];
  let [href, does] = [link.href, {}];
  const at = () => links().findIndex(it => it.href === href);

  const draw = () => {
    const all = links();
    const it = all[at()] ?? link;
    const message = it.closest('[data-position]');
    const { name } = it.dataset;
    $('name').textContent = name;
    $('by').textContent = it.dataset.by ?? [message?.querySelector('.message__who'), message?.querySelector('.message__when time')].map(part => part?.title || part?.textContent).filter(Boolean).join(' · ');
    $('place').textContent = `${at() + 1} / ${all.length}`;
    for (const part of ['download', 'load']) $(part).href = it.href;
    for (const part of ['download', 'load']) $(part).download = name;
    stage.replaceChildren();
    for (const on of ['onwheel', 'ondblclick', 'onpointerdown', 'onpointermove', 'onpointerup', 'onpointercancel']) stage[on] = null;
    dialog.dataset.kind = it.dataset.file;
    does = {};
    if (it.dataset.file === 'picture') {
      const picture = new Image();
      picture.alt = name;
      picture.draggable = false;
      picture.addEventListener('error', () => { dialog.dataset.kind = 'other'; });
      does = handled(stage, picture);
      picture.src = it.href;
      stage.append(picture);
    } else if (it.dataset.file === 'pdf' && navigator.pdfViewerEnabled) {
      const frame = document.createElement('iframe');
      frame.title = name;
      frame.src = `${it.href}?show=1`;
      stage.append(frame);
      pagesOf(it.href).then(n => {
        if (!n || !frame.isConnected) return;
        const said = n === 1 ? holder.dataset.page : holder.dataset.pages.replace('{n}', n.toLocaleString(document.documentElement.lang));
        $('by').textContent = [$('by').textContent, said].filter(Boolean).join(' · ');
      }, () => {});
    } else dialog.dataset.kind = 'other';
    // Of the first file there may be one before it, further up than what is shown.
    $('previous').disabled = at() === 0 && !older.may();
    $('next').disabled = at() === all.length - 1;
  };

  const go = async by => {
    let to = links()[at() + by];
    for (let n = 0; by < 0 && !to && n < LOTS && older.may(); n += 1) {
      await older.load();
      to = links()[at() + by];
    }
    if (to) href = to.href;
    draw();
    // A button that just became useless keeps nobody.
    if (!dialog.contains(document.activeElement) || document.activeElement.disabled) $('close').focus();
  };
  const act = {
    previous: () => go(-1), next: () => go(1), close: () => dialog.close(),
    more: () => does.more?.(), less: () => does.less?.(), whole: () => does.whole?.(), turn: () => does.turn?.(),
  };
  const KEYS = { '+': 'more', '=': 'more', '-': 'less', '0': 'whole', r: 'turn', R: 'turn', PageUp: 'previous', PageDown: 'next' };
  dialog.addEventListener('click', event => {
    const part = event.target.closest('[data-part]')?.dataset.part;
    if (act[part]) act[part]();
    else if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const shift = { ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) go(document.dir === 'rtl' ? -step : step);
    else if (shift) does.move?.(...shift);
    else if (KEYS[event.key]) act[KEYS[event.key]]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    (link.isConnected ? link : links()[at()])?.focus();
  });
  document.body.append(dialog);
  draw();
  dialog.showModal();
  $('close').focus();
};
