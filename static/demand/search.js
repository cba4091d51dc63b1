// Searching as one types: facets become tokens, what they can be is offered, and old results stay until the new ones are
// there. Fetched by the page one searches on.

const LATELY = 'searches';
const KEPT = 6;
const PAUSE = 120;

/** What stands before the caret: a facet with the beginning of its value, or the beginning of a word. */
const BEFORE = /(?:^|\s)(\p{L}+:"[^"]*|\S*)$/u;

export const find = ({ $, $$, later, make, on, say, piece }) => {
  const form = $('form[data-search]');
  const field = form.elements.q;
  const names = form.dataset.names.split(' ');
  const bare = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const isFacet = name => names.some(it => bare(it) === bare(name));
  /** Facets that are typed to their end, each with what stands before it. */
  const whole = /(^|\s)(\p{L}+):("[^"]+"|[^\s"]+)(?=\s)/gu;
  const holds = () => [...field.value.matchAll(/(?:^|\s)(\p{L}+):/gu)].some(it => isFacet(it[1]));

  /** Moves what is typed to its end from the field to the tokens; with `all`, what is not too. */
  const settle = all => {
    const settled = [];
    const rest = `${field.value}${all ? ' ' : ''}`.replace(whole, (text, before, name, value) => {
      if (!isFacet(name)) return text;
      settled.push(`${name}:${value}`);
      return before;
    });
    if (!settled.length) return;
    form.elements.in.value = [form.elements.in.value, ...settled].join(' ').trim();
    field.value = rest.trimStart().replace(/\s+/g, ' ');
  };

  let asked = 0;
  const take = async (href, tokens) => {
    const mine = ++asked;
    const slow = setTimeout(() => $('#results').setAttribute('aria-busy', 'true'), 300);
    const answer = await piece(href).catch(() => null);
    clearTimeout(slow);
    if (mine !== asked) return;
    $('#results').removeAttribute('aria-busy');
    const results = answer?.ok && $('#results', answer.page);
    if (!results) return;
    $('#results').replaceWith(document.importNode(results, true));
    // What is still being typed is no token yet.
    if (tokens && !holds()) $('#tokens').replaceWith(document.importNode($('#tokens', answer.page), true));
    history.replaceState(history.state, '', results.dataset.href);
    say(results.dataset.said || '');
    lately();
  };
  const here = () => {
    const given = [...new FormData(form)].filter(([, value]) => value !== '');
    return `${form.action}?${new URLSearchParams(given)}`;
  };
  const look = () => take(here(), true);
  const soon = later(look, PAUSE);
  const now = () => { soon.stop(); return look(); };

  // --- what a facet can be
  let shown = null;
  const close = () => {
    shown?.box.remove();
    shown = null;
    field.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  };
  const stand = at => {
    const rows = $$('li', shown.box);
    shown.at = (at + rows.length) % rows.length;
    rows.forEach((it, n) => it.setAttribute('aria-selected', n === shown.at));
    rows[shown.at].scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', rows[shown.at].id);
  };
  const typed = () => field.selectionStart === field.selectionEnd && BEFORE.exec(field.value.slice(0, field.selectionStart))?.[1];
  let offered = 0;
  const offer = async wanted => {
    const begun = typed();
    const mine = ++offered;
    const asks = begun !== false && (begun?.includes(':') ? isFacet(begun.split(':')[0]) : begun ? names.some(it => bare(it).startsWith(bare(begun))) : wanted);
    if (!asks) return close();
    const answer = await piece(`/search/suggest?${new URLSearchParams({ typed: begun })}`).catch(() => null);
    if (mine !== offered || typed() !== begun || document.activeElement !== field) return;
    const rows = answer?.ok ? $$('li', answer.page) : [];
    if (!rows.length) return close();
    close();
    const box = make('ul', { class: 'suggest suggest--below', id: 'found', role: 'listbox', 'aria-label': form.dataset.title }, ...rows.map(it => document.importNode(it, true)));
    $('#find').append(box);
    shown = { box, at: -1, begun };
    field.setAttribute('aria-expanded', 'true');
    if (wanted) stand(0);
  };
  const offerSoon = later(offer, 80);
  const put = row => {
    const text = row.dataset.put;
    const end = field.selectionStart;
    const from = end - shown.begun.length;
    const goesOn = text.endsWith(':');
    close();
    field.setRangeText(goesOn ? text : `${text} `, from, end, 'end');
    field.focus();
    if (goesOn) {
      soon();
      return offer(false);
    }
    settle(false);
    return now();
  };

  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', 'found');
  field.setAttribute('aria-expanded', 'false');
  field.addEventListener('input', () => {
    if (field.selectionStart === field.value.length) settle(false);
    soon();
    offerSoon(false);
  });
  field.addEventListener('blur', close);
  field.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && shown) stand(shown.at < 0 && by < 0 ? -1 : shown.at + by);
    else if (event.key === 'ArrowDown') offer(true);
    else if (shown && event.key === 'Enter' && shown.at >= 0) put($$('li', shown.box)[shown.at]);
    else if (shown && event.key === 'Tab' && !event.shiftKey) put($$('li', shown.box)[Math.max(0, shown.at)]);
    else if (shown && event.key === 'Escape') { close(); event.stopPropagation(); }
    else if (event.key === 'Backspace' && !field.selectionStart && !field.selectionEnd) {
      const last = $$('#tokens .token').at(-1);
      if (!last) return;
      form.elements.in.value = last.dataset.others;
      now();
    } else return;
    event.preventDefault();
  });
  // A pointer leaves the caret where it is.
  on('mousedown', '#found', event => event.preventDefault());
  on('click', '#found li', (_, row) => put(row));

  on('submit', 'form[data-search]', event => {
    event.preventDefault();
    close();
    settle(true);
    now().then(picksAgain).then(remember);
  });
  const picksAgain = () => { for (const it of $$('select, input', $('#picks'))) it.value = ''; };
  on('change', '#picks select, #picks input[type=date]', (_, it) => {
    if (it.value) now().then(picksAgain);
  });
  on('click', '#tokens .token', (event, token) => {
    event.preventDefault();
    form.elements.in.value = token.dataset.others;
    field.focus();
    now();
  });
  on('click', '#results [data-further]', async (event, link) => {
    event.preventDefault();
    link.setAttribute('aria-disabled', 'true');
    const answer = await piece(link.href).catch(() => null);
    const more = answer?.ok && $$('#results .hit', answer.page);
    if (!more) return location.assign(link.href);
    const first = document.importNode(more[0], true);
    $$('#results .box').at(-1).append(first, ...more.slice(1).map(it => document.importNode(it, true)));
    const on = $('#results [data-further]', answer.page);
    if (on) link.href = on.href; else link.parentElement.remove();
    link.removeAttribute('aria-disabled');
    first.focus();
  });

  // --- what was looked for lately, in this tab only
  const kept = () => JSON.parse(sessionStorage.getItem(LATELY) || '[]');
  const remember = () => {
    if ('start' in $('#results').dataset) return;
    const text = [...$$('#tokens .token').map(it => it.firstElementChild.textContent), field.value.trim()].filter(Boolean).join(' · ');
    const one = { href: $('#results').dataset.href, text };
    sessionStorage.setItem(LATELY, JSON.stringify([one, ...kept().filter(it => it.href !== one.href)].slice(0, KEPT)));
  };
  const lately = () => {
    if (!('start' in $('#results').dataset) || !kept().length) return;
    const links = kept().map(it => make('li', {}, make('a', { href: it.href, dir: 'auto' }, it.text)));
    $('#results').append(make('section', { class: 'section' }, make('h2', {}, form.dataset.lately), make('ul', { class: 'stack' }, ...links)));
  };
  on('click', '#results .hit', remember);
  lately();
  // Typed while this was on its way.
  if (field.value !== field.defaultValue) look();
};
