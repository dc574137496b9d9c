// What happens, as it happens: the message, what it came to, its confirmation, and what Twilio said.
import { el, options, time } from './dom.js';
import { codes, deliveries, meaningOf, nameOf, tones, wayOf } from './words.js';

const EVERY = 3000;

/** How far a message of ours came, with Twilio's code explained. */
function deliveryOf({ status, errorCode, at }) {
  const [name, tone] = deliveries[status] ?? [status, 'none'];
  const known = codes.find(([code]) => code === errorCode);
  return [el('span', { className: `badge ${tone}` }, name), ' ', time(at), errorCode ? el('small', {},
    el('a', { href: `https://www.twilio.com/docs/api/errors/${errorCode}`, rel: 'noreferrer' }, `${errorCode}`), `: ${known?.[1] ?? 'see Twilio’s page of this code.'}`) : ''];
}

/** What followed from an event: its confirmation, and whether that reached the phone. */
function followed(item, confirmation) {
  if (item.delivery) return deliveryOf(item.delivery);
  if (item.type === 'confirmation-sent') return el('span', { className: 'faint' }, 'nothing heard yet');
  if (!confirmation) return '';
  return [el('span', { className: `badge ${tones[confirmation.type]}` }, nameOf(confirmation.type)), confirmation.tookSeconds === undefined ? '' : el('small', {}, `${confirmation.tookSeconds.toFixed(1)} s after the message`),
    confirmation.delivery ? el('small', {}, '→ ', deliveryOf(confirmation.delivery)) : ''];
}

function rowOf(item, about, confirmation, personLink) {
  const why = meaningOf(item.type);
  return el('tr', { dataset: { state: JSON.stringify([item, about?.event, confirmation]) } },
    el('td', {}, time(item.at)),
    el('td', {}, personLink(item.recipient, item.person)),
    el('td', {}, el('span', { className: `badge ${tones[item.type] ?? 'none'}` }, nameOf(item.type)), why ? el('small', {}, why) : ''),
    el('td', {}, [item.keyword && `“${item.keyword}”`, wayOf(item.source), item.campaign, item.scope && `scope ${item.scope}`, item.violation && `not allowed: ${item.violation}`,
      item.tookSeconds !== undefined && `${item.tookSeconds.toFixed(1)} s after the message`, item.sender && `with ${item.sender}`].filter(Boolean).join(', '),
    about ? el('small', {}, `of the ${nameOf(about.type)}${about.keyword ? ` by “${about.keyword}”` : ''}`) : ''),
    el('td', {}, followed(item, confirmation)));
}

export async function mount(root, { calls, brand, days, route, go, personLink, alive, whenLeft, attempt }) {
  const type = el('select');
  options(type, [['', 'everything'], ...Object.keys(tones).concat('consent-requested', 'superseded', 'review-decided').map(name => [name, nameOf(name)])]);
  type.value = route.more.type ?? '';
  type.addEventListener('change', () => go('activity', { type: type.value }));
  const live = el('input', { type: 'checkbox', checked: true });
  const body = el('tbody', {}, el('tr', {}, el('td', { colSpan: 5 }, 'One moment …')));
  const more = el('button', { type: 'button', className: 'quiet', hidden: true }, 'Older ones');
  root.replaceChildren(
    el('div', { className: 'row' }, el('label', {}, 'Show', type), el('label', { className: 'switch' }, live, 'Live')),
    el('div', { className: 'card scroll', tabIndex: 0, role: 'region', aria: { label: 'Activity' } }, el('table', {},
      el('thead', {}, el('tr', {}, ['When', 'Who', 'What', 'How', 'What came of it'].map(name => el('th', { scope: 'col' }, name)))), body)),
    more,
    el('details', { className: 'card' }, el('summary', {}, 'Twilio’s codes'), el('dl', {}, codes.map(([code, what]) => [el('dt', {}, `${code}`), el('dd', {}, what)]))));

  const known = new Map();
  let cursor = null, shown = [];
  const from = new Date(Date.now() - days * 86400000).toISOString();

  function add(items) {
    for (const item of items) known.set(item.event, item);
    shown = [...new Map([...shown, ...items].map(item => [item.event, item])).values()].sort((a, b) => b.recordedAt.localeCompare(a.recordedAt) || b.event.localeCompare(a.event));
    const rows = new Map([...body.rows].map(row => [row.dataset.state, row]));
    const confirmations = new Map(shown.filter(item => item.about && item.type.startsWith('confirmation-')).map(item => [item.about, item]));
    const wanted = shown.map(item => {
      const [about, confirmation] = [known.get(item.about), confirmations.get(item.event)];
      return rows.get(JSON.stringify([item, about?.event, confirmation])) ?? rowOf(item, about, confirmation, personLink);
    });
    if (wanted.length === 0) body.replaceChildren(el('tr', {}, el('td', { colSpan: 5 }, 'Nothing in this time.')));
    else if (wanted.length !== body.rows.length || wanted.some((row, index) => row !== body.rows[index])) body.replaceChildren(...wanted);
  }

  const first = await calls.activity({ brand: brand.id, from, type: type.value });
  if (!alive()) return;
  cursor = first.cursor;
  add(first.items);
  more.hidden = !cursor;
  more.addEventListener('click', () => attempt(async () => {
    const page = await calls.activity({ brand: brand.id, from, type: type.value, cursor });
    cursor = page.cursor;
    more.hidden = !cursor;
    add(page.items);
  }));
  let asking = false;
  const timer = setInterval(async () => {
    if (!live.checked || document.hidden || asking || !alive()) return;
    asking = true;
    // Whether the host is away is said at the top of the page; here the next turn tries again.
    await calls.activity({ brand: brand.id, from, type: type.value, limit: 50 }).then(page => alive() && add(page.items), () => {});
    asking = false;
  }, EVERY);
  whenLeft(() => clearInterval(timer));
}
