// Who is suppressed, who changed, who consented; who was found by a search; lists out and in.
import { el, options, time } from './dom.js';
import { importForm } from './import.js';
import { nameOf, wayOf } from './words.js';

const LISTS = { suppressed: 'Suppressed', changed: 'Changed in this time', consented: 'Consented in this time' };

function tableOf(head, rows) {
  return el('div', { className: 'card scroll', tabIndex: 0, role: 'region', aria: { label: 'People' } }, rows.length === 0 ? el('p', { className: 'faint' }, 'Nobody.') : el('table', {},
    el('thead', {}, el('tr', {}, head.map(name => el('th', { scope: 'col' }, name)))), el('tbody', {}, rows.map(cells => el('tr', {}, cells.map(cell => el('td', {}, cell)))))));
}

/** What a search found: kept on the page, never in its address. */
export function found(root, items, { personLink }) {
  root.replaceChildren(el('h3', {}, items.length === 1 ? 'One person' : `${items.length} people`),
    tableOf(['Who', 'Last entry'], items.map(item => [personLink(item.recipient, item.person), time(item.at) ?? '–'])));
}

export async function mount(root, desk) {
  const { calls, brand, days, route, go, may, personLink, alive, attempt, once, save } = desk;
  const which = LISTS[route.more.list] ? route.more.list : 'suppressed';
  const list = el('select');
  options(list, Object.entries(LISTS));
  list.value = which;
  list.addEventListener('change', () => go('people', { list: list.value }));
  const result = el('div');
  const download = el('button', { type: 'button', className: 'quiet' }, 'Download all suppressions (CSV)');
  download.addEventListener('click', () => once(download, () => save({ what: 'suppressions', brand: brand.id })));
  const more = el('button', { type: 'button', className: 'quiet', hidden: true }, 'More');
  root.replaceChildren(el('div', { className: 'row' }, el('label', {}, 'List', list), download), result, more, may === 'read' ? '' : importForm(desk));

  const since = new Date(Date.now() - days * 86400000).toISOString();
  const rows = [];
  let cursor;
  async function page() {
    if (which === 'consented') {
      const answer = await calls.activity({ brand: brand.id, from: since, type: 'consented', cursor });
      cursor = answer.cursor;
      rows.push(...answer.items.map(item => [personLink(item.recipient, item.person), item.campaign ?? 'whole brand', wayOf(item.source), time(item.at)]));
    } else {
      const answer = await calls.suppressions(brand.id, which === 'changed' ? since : undefined, cursor);
      cursor = answer.cursor;
      rows.push(...answer.items.map(item => [personLink(item.recipient), item.suppressed ? nameOf('opted-out') : 'lifted', [item.scope, item.campaign, item.keyword, item.source && wayOf(item.source)].filter(Boolean).join(', '),
        time(item.suppressed ? item.since : item.liftedAt) ?? '–']));
    }
    if (!alive()) return;
    result.replaceChildren(tableOf(which === 'consented' ? ['Who', 'Campaign', 'How', 'When'] : ['Who', 'State', 'How', 'Since'], rows));
    more.hidden = !cursor;
  }
  more.addEventListener('click', () => once(more, () => attempt(page)));
  await page();
}
