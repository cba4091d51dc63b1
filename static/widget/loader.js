(c => {
  const d = document, w = window;
  if (w.Lobby && !Array.isArray(w.Lobby)) return;
  const base = new URL(d.currentScript.src).origin, lang = (d.documentElement.lang || navigator.language || 'en').slice(0, 2).toLowerCase();
  const [open, close, title, news] = c.words[lang] || c.words.en;
  const store = (area, value, more = '') => { try { const key = 'lobby-' + c.key.slice(0, 8) + more; if (value === undefined) return w[area].getItem(key); value ? w[area].setItem(key, value) : w[area].removeItem(key); } catch { return null; } };
  const host = d.createElement('div'), root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet(), side = c.left ? 'left' : 'right';
  sheet.replaceSync(`:host{all:initial;position:fixed;z-index:2147483000;${side}:20px;bottom:20px}
button{all:unset;box-sizing:border-box;display:grid;place-items:center;width:56px;height:56px;border-radius:50%;background:${c.colour};color:#fff;cursor:pointer;box-shadow:0 2px 6px #0003,0 8px 24px #0003;transition:transform .16s;float:${side}}
button:hover{transform:scale(1.05)}button:focus-visible{outline:3px solid ${c.colour};outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-2px;${side}:-2px;min-width:20px;height:20px;border-radius:10px;background:#c4262e;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
iframe{position:fixed;${side}:20px;bottom:90px;width:min(384px,calc(100vw - 40px));height:min(620px,calc(100dvh - 110px));border:0;border-radius:16px;box-shadow:0 4px 12px #0002,0 16px 48px #0004;background:Canvas;color-scheme:light dark}
[hidden]{display:none!important}
@media(max-width:480px){iframe{inset:0;width:100vw;height:100dvh;border-radius:0}.on button{visibility:hidden}}
@media(prefers-reduced-motion:reduce){button{transition:none}}
@media(forced-colors:active){button{border:2px solid ButtonText}}
@media print{:host{display:none}}`);
  root.adoptedStyleSheets = [sheet];
  const box = d.createElement('div'), button = d.createElement('button'), badge = d.createElement('b');
  button.type = 'button';
  const drawn = (name, more) => { const it = d.createElementNS('http://www.w3.org/2000/svg', name); for (const key in more) it.setAttribute(key, more[key]); return it; };
  const icon = drawn('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  icon.append(drawn('path', { d: 'M21 12a8.5 8.5 0 0 1-12.6 7.4L3 21l1.7-5A8.5 8.5 0 1 1 21 12z' }));
  button.append(icon);
  badge.hidden = true;
  box.append(button, badge);
  root.append(box);
  let frame, port, shown = false, waiting = [], heard = [], scroll = '', pushed = false;
  const small = () => matchMedia('(max-width:480px)').matches;
  const label = n => { button.setAttribute('aria-label', shown ? close : n ? `${open} (${news}: ${n})` : open); button.setAttribute('aria-expanded', shown); };
  const say = it => port ? port.postMessage(it) : waiting.push(it);
  const told = ({ data }) => {
    if (data.unread !== undefined) {
      badge.textContent = data.unread > 9 ? '9+' : data.unread;
      badge.hidden = !data.unread || shown;
      label(data.unread);
      heard.forEach(it => it(data.unread));
    }
    if (data.known !== undefined) store('localStorage', data.known ? data.keep || '1' : '');
    if (data.draft !== undefined) store('sessionStorage', data.draft, 'd');
    if (data.close) show(false);
  };
  const make = () => {
    if (frame) return;
    frame = d.createElement('iframe');
    frame.title = title;
    frame.hidden = true;
    frame.src = `${base}/widget/${c.key}/panel?lang=${lang}`;
    frame.addEventListener('load', () => {
      const line = new MessageChannel();
      port = line.port1;
      port.onmessage = told;
      frame.contentWindow.postMessage({ lobby: 'hello', page: location.href, shown, full: small(), draft: store('sessionStorage', undefined, 'd'), kept: (it => it === '1' ? '' : it)(store('localStorage')) }, base, [line.port2]);
      waiting.splice(0).forEach(say);
    });
    box.append(frame);
  };
  const show = on => {
    if (on === shown) return;
    make();
    shown = on;
    frame.hidden = !on;
    box.className = on ? 'on' : '';
    badge.hidden = true;
    label(0);
    store('sessionStorage', on ? '1' : '');
    say({ shown: on, full: small() });
    if (small() || scroll !== '') { const of = d.documentElement.style; if (on) { scroll = of.overflow || 'visible'; of.overflow = 'hidden'; } else { of.overflow = scroll === 'visible' ? '' : scroll; scroll = ''; } }
    if (on && small()) { history.pushState({ lobby: 1 }, ''); pushed = true; }
    if (!on && pushed) { pushed = false; history.state?.lobby && history.back(); }
    on ? frame.focus() : button.focus();
  };
  button.addEventListener('click', () => show(!shown));
  button.addEventListener('pointerenter', make);
  button.addEventListener('focus', make);
  w.addEventListener('popstate', () => { if (shown && pushed) { pushed = false; show(false); } });
  d.addEventListener('keydown', event => { if (event.key === 'Escape' && shown) show(false); });
  const does = {
    open: () => show(true),
    close: () => show(false),
    identify: who => { store('localStorage') || store('localStorage', '1'); make(); say({ identify: typeof who === 'string' ? { token: who } : who }); },
    logout: () => { store('localStorage', ''); make(); say({ logout: 1 }); },
    on: (name, what) => { if (name === 'unread') heard.push(what); },
  };
  const queue = w.Lobby || [];
  w.Lobby = { ...does, push: ([name, ...rest]) => does[name]?.(...rest) };
  const begin = () => {
    d.body.append(host);
    label(0);
    queue.forEach(w.Lobby.push);
    if (store('sessionStorage') && !small()) show(true);
    else if (store('localStorage')) make();
  };
  const idle = w.requestIdleCallback || setTimeout;
  d.readyState === 'loading' ? d.addEventListener('DOMContentLoaded', () => idle(begin)) : idle(begin);
})
