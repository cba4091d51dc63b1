// Emoji where one writes, for keyboards that have none.
import { $, $$, make, on, words } from './dom.js';
import { writeAt } from './suggest.js';

const EMOJI = '😀 😄 😅 😂 🙂 😉 😊 😍 😘 😎 🤔 😐 😬 😴 😔 😢 😭 😡 😮 🤗 🙏 👍 👎 👌 👏 🙌 🤝 💪 👋 ✋ ✌️ 🤞 ❤️ 💙 💚 💛 🎉 🎁 🔥 ⭐ ✨ ✅ ❌ ⚠️ ❓ ❗ ⏰ 📅 📍 📞 📧 📦 🚚 💳 💰 🧾 🔑 🔧 🏠 🏥 ☀️ 🌧️ ☕ 🍀'.split(' ');

/** What one has used stands first, the newest before the others. */
const usedEmoji = () => JSON.parse(localStorage.getItem('emoji') || '[]');

const leaveEmoji = box => {
  const field = $('textarea', box.closest('form'));
  box.remove();
  field.focus();
};
on('click', 'button[data-emoji]', (_, button) => {
  const open = $('.emoji', button.form);
  if (open) return leaveEmoji(open);
  const box = make('div', { class: 'suggest emoji', role: 'group', 'aria-label': words['emoji-title'] }, ...[...new Set([...usedEmoji(), ...EMOJI])].map(it => make('button', { type: 'button', tabindex: '-1' }, it)));
  $('.composer__box', button.form).append(box);
  box.firstChild.focus();
});
on('click', '.emoji button', (_, button) => {
  const box = button.closest('.emoji');
  const field = $('textarea', box.closest('form'));
  localStorage.setItem('emoji', JSON.stringify([button.textContent, ...usedEmoji().filter(it => it !== button.textContent)].slice(0, 10)));
  leaveEmoji(box);
  writeAt(field, field.selectionStart, button.textContent);
});
on('keydown', '.emoji', (event, box) => {
  const all = $$('button', box);
  const row = all.filter(it => it.offsetTop === all[0].offsetTop).length;
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  if (by) all[Math.min(all.length - 1, Math.max(0, all.indexOf(document.activeElement) + by))].focus();
  else if (event.key === 'Escape' || event.key === 'Tab') leaveEmoji(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
on('focusout', '.emoji', (event, box) => { if (!box.contains(event.relatedTarget) && event.relatedTarget && !event.relatedTarget.matches('[data-emoji]')) box.remove(); });
