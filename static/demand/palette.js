// Everything that can be done here, every place, and who or what one looks for; each with its key, to be learnt. What
// has several ways is a step of its own: when to snooze to, to whom, which tag.

const textOf = ($$, node) => {
  const copy = node.cloneNode(true);
  for (const it of $$('kbd,.avatar,.nav__count,svg', copy)) it.remove();
  for (const it of $$('.faint', copy)) it.prepend(' ');
  return copy.textContent.replace(/\s+/g, ' ').trim();
};

export const palette = ({ $, $$, later, make, on, words, piece, KEY, showKeys, closeMenus, bare, best }) => {
  const text = node => textOf($$, node);
  const keyAt = act => KEY[act] ? KEY[act].replace(/.$/, it => it.toUpperCase()) : '';
  const entry = (group, label, run, key = '') => ({ group, label, run, key, id: label, name: bare(label), text: '' });
  const kept = () => JSON.parse(localStorage.getItem('palette') || '[]');

  /** A way of a menu that is typed: a time in one's own words, or one of a list. */
  const typedWays = (menu, label) => {
    const [time, listed] = [$('input[type=datetime-local]', menu), $('input[list]', menu)];
    const put = (field, value) => () => {
      field.value = value;
      (field.closest('.menu__form') ?? field.form).querySelector('button').click();
    };
    return {
      rows: listed ? [...listed.list.options].map(it => entry(label, it.value, put(listed, it.value))) : [],
      asks: listed && (typed => [entry(label, `+ ${typed}`, put(listed, typed))]),
      when: time && (async typed => {
        const answer = await piece(`/search/when?${new URLSearchParams({ text: typed })}`).catch(() => null);
        const at = answer?.ok && $('time', answer.page);
        return at ? [entry(label, at.textContent, put(time, at.dateTime))] : [];
      }),
    };
  };
  /** Goes into a menu: its ways alone, under its name. */
  const step = (menu, label, key) => {
    const rows = $$('.menu__item:not(summary)', menu).filter(it => !it.hidden).map(it => entry(label, text(it), () => it.click()));
    const typed = typedWays(menu, label);
    return { ...entry(words['palette-here'], `${label}…`, null, key), into: { label, ...typed, rows: [...rows, ...typed.rows] } };
  };

  /** What can be done with what is open or ticked: its buttons, and what stands in its menus. */
  const actsHere = () => {
    const part = $('#bulk')?.offsetParent ? '#bulk' : '.thread-head__acts';
    const here = words['palette-here'];
    const plain = $$(`${part} > button, ${part} > form > button, #composer [data-suggest], .bar a[data-key], #next button`).filter(it => it.offsetParent)
      .map(it => entry(here, it.getAttribute('aria-label') || text(it), () => it.click(), keyAt(it.dataset.key)));
    const modes = $$('#composer [name=mode]:not(:disabled)').map(it => entry(here, text(it.parentElement), () => { it.click(); $(`[data-composer=${it.id.slice(5)}] textarea`)?.focus(); }, keyAt(it.dataset.key)));
    const menus = $$(`${part} details.menu > summary[data-key], #side summary[data-key]`).map(it => step(it.parentElement, it.getAttribute('aria-label') || text($('.sr', it) ?? $('.label', it) ?? it), keyAt(it.dataset.key)));
    const heads = $$(`${part} form:has(> .menu__head)`).map(it => step(it, text($('.menu__head', it))));
    const items = $$(`${part} details.menu .menu__item:not(summary)`).map(it => {
      const menu = it.closest('details.menu');
      const head = it.closest('form')?.querySelector('.menu__head') ?? $('summary .sr', menu) ?? $('summary .label', menu);
      const label = text(it);
      const of = head && text(head) !== label ? `${text(head)}: ` : '';
      return entry(here, of + label, () => it.click(), it.dataset.key ? keyAt(it.dataset.key) : 'me' in it.dataset ? keyAt('mine') : '');
    });
    return [...modes, ...plain, ...menus, ...heads, ...items, entry(here, words['keys-title'], showKeys, '?')];
  };
  const places = () => $$('.sidebar a[href]').filter(it => text(it))
    .map(it => entry(words['palette-go'], text(it), () => it.click()));
  const hits = page => $$('a.hit', page).slice(0, 8)
    .map(it => ({ ...entry(words['palette-found'], $('.strong', it)?.textContent ?? text(it), () => location.assign(it.href)), hint: $('p', it)?.textContent ?? '' }));

  let now = null;
  const shownOf = typed => {
    const wanted = bare(typed);
    if (now.into) {
      const found = best(now.into.rows, wanted, []);
      const asked = typed && now.into.asks && !found.some(it => it.name === wanted) ? now.into.asks(typed) : [];
      return [...now.more, ...found, ...asked];
    }
    const found = best(now.all, wanted, kept());
    const order = wanted ? [...new Set(found.map(it => it.group))] : [words['palette-here'], words['palette-go']];
    const shown = order.flatMap(group => found.filter(it => it.group === group).slice(0, wanted ? 8 : 60));
    if (!typed) return shown;
    const said = shown.length ? `${words['nav-search']}: ${typed}` : words['palette-none'].replace('{text}', typed);
    return [...shown, ...now.more, entry(words['palette-found'], said, () => location.assign(`/search?q=${encodeURIComponent(typed)}`))];
  };
  const draw = () => {
    const { field, list } = now;
    now.shown = shownOf(field.value.trim());
    let group = '';
    list.replaceChildren(...now.shown.flatMap((it, n) => {
      const head = it.group === group ? [] : [make('li', { class: 'menu__head', role: 'presentation' }, group = it.group)];
      return [...head, make('li', { role: 'option', id: `palette-${n}`, 'data-at': n, 'aria-selected': 'false' },
        make('span', { class: 'clip' }, it.label), make('span', { class: 'clip faint small' }, it.hint ?? ''), make('kbd', {}, it.key))];
    }));
    at(0);
  };
  const at = n => {
    const rows = $$('[role=option]', now.list);
    now.at = rows.length ? (n + rows.length) % rows.length : -1;
    rows.forEach((it, place) => it.setAttribute('aria-selected', place === now.at));
    rows[now.at]?.scrollIntoView({ block: 'nearest' });
    now.field.setAttribute('aria-activedescendant', `palette-${now.at}`);
  };
  /** Into a step, or up again without one. */
  const go = into => {
    now.into = into;
    now.more = [];
    now.field.value = '';
    const said = into ? `${into.label}…` : words['palette-find'];
    now.field.placeholder = said;
    now.field.setAttribute('aria-label', said);
    draw();
  };
  const runAt = n => {
    const it = now.shown[n];
    if (!it) return;
    if (!now.into && it.group !== words['palette-found']) localStorage.setItem('palette', JSON.stringify([it.id, ...kept().filter(id => id !== it.id)].slice(0, 30)));
    if (it.into) return go(it.into);
    now.dialog.close();
    it.run();
  };
  const look = later(async typed => {
    const { into } = now ?? {};
    // What was typed before one went into a menu is looked for no more.
    if (!now || (into && !into.when)) return;
    const more = into ? await into.when(typed) : await piece(`/search?q=${encodeURIComponent(typed)}`).then(it => it.ok ? hits(it.page) : [], () => []);
    if (!now || now.into !== into || now.field.value.trim() !== typed) return;
    now.more = more;
    const keep = into ? 0 : now.at;
    draw();
    at(Math.max(0, keep));
  }, 150);

  document.addEventListener('keydown', event => {
    if (!now || event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) at(now.at + by);
    else if (event.key === 'Enter') runAt(now.at);
    else if (event.key === 'Backspace' && now.into && !now.field.value) go(null);
    else return;
    event.preventDefault();
  });
  on('click', '.palette [role=option]', (_, row) => runAt(Number(row.dataset.at)));
  on('click', 'dialog.palette', event => { if (event.target === now?.dialog) now.dialog.close(); });

  return () => {
    if (now?.dialog.open) return now.dialog.close();
    if ($('dialog[open]')) return;
    closeMenus();
    const back = document.activeElement;
    const field = make('input', { class: 'input', type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' });
    const list = make('ul', { class: 'palette__list', id: 'palette-list', role: 'listbox', 'aria-label': words['palette-title'] });
    const dialog = make('dialog', { class: 'dialog palette', 'aria-label': words['palette-title'] }, field, list);
    // Gathered before it opens: what stands behind it is what can be done.
    now = { dialog, field, list, all: [...actsHere(), ...places()], more: [], shown: [], at: 0, into: null };
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (now?.dialog === dialog) now = null;
      if (back?.isConnected && !now) back.focus();
    });
    field.addEventListener('input', () => {
      now.more = [];
      const typed = field.value.trim();
      if (now.into ? now.into.when && typed : typed.length > 1) look(typed);
      draw();
    });
    document.body.append(dialog);
    dialog.showModal();
    go(null);
  };
};
