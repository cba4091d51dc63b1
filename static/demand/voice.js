// Records a voice note and hands it over as a file. Fetched when somebody wants to record.

const clock = ms => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;
const ENDING = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg', 'audio/webm': 'webm' };

/** Shows the recorder in `box`; `keep` gets the file, of the first of `sounds` this browser can make. */
export const record = async ({ make, icon, words, toast, sounds, button, box, keep }) => {
  if (box.querySelector('.voice')) return;
  const kind = globalThis.MediaRecorder && sounds.find(it => MediaRecorder.isTypeSupported(`${it};codecs=opus`) || MediaRecorder.isTypeSupported(it));
  if (!kind) return toast(words['voice-not-here']);
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  if (!stream) return toast(words['voice-denied']);
  const opus = `${kind};codecs=opus`;
  const recorder = new MediaRecorder(stream, { mimeType: MediaRecorder.isTypeSupported(opus) ? opus : kind, audioBitsPerSecond: 32000 });
  const pieces = [];
  recorder.addEventListener('dataavailable', event => pieces.push(event.data));
  const time = make('time', { class: 'voice__time', role: 'timer', 'aria-label': words['voice-title'] }, clock(0));
  const act = (name, word, style) => make('button', { type: 'button', class: `button button--small ${style}` }, icon(name), words[word]);
  const [stop, drop] = [act('check', 'voice-keep', 'button--primary'), act('close', 'voice-drop', 'button--bare')];
  const panel = make('div', { class: 'voice', role: 'group', 'aria-label': words['voice-title'] }, make('span', { class: 'voice__dot' }), time, stop, drop);
  const began = Date.now();
  const ticking = setInterval(() => { time.textContent = clock(Date.now() - began); }, 250);
  const end = kept => {
    clearInterval(ticking);
    panel.remove();
    button.focus();
    recorder.addEventListener('stop', () => {
      for (const it of stream.getTracks()) it.stop();
      const at = new Date(began).toTimeString().slice(0, 5).replace(':', '-');
      if (kept) keep(new File(pieces, `${words['voice-title'].split(' ').slice(-2).join('-')}-${at}.${ENDING[kind]}`, { type: kind }));
    });
    if (recorder.state !== 'inactive') recorder.stop();
  };
  stop.addEventListener('click', () => end(true));
  drop.addEventListener('click', () => end(false));
  panel.addEventListener('keydown', event => { if (event.key === 'Escape') { event.stopPropagation(); end(false); } });
  document.addEventListener('leaving', () => { if (panel.isConnected) end(false); }, { once: true });
  box.append(panel);
  recorder.start(1000);
  stop.focus();
};
