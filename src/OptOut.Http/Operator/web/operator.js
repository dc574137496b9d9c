// The operator's desk: a key, a brand and a time, and a view for each question. The key lives in this module's memory and nowhere else.
import * as activity from './activity.js';
import { Refusal, senderApi, watchHost } from './api.js';
import { byId, el, onSubmit, once as onceAtATime, options, showUtc } from './dom.js';
import * as check from './message-check.js';
import * as overview from './overview.js';
import * as people from './people.js';
import * as person from './person.js';
import * as review from './review.js';
import { DAYS, VIEWS, readRoute, writeRoute } from './route.js';
import { createSearch } from './search.js';
import * as setup from './setup.js';

const views = { overview, people, person, review, activity, check, setup };
const desk = byId('desk');
let session = null, turn = 0, leave = [];

function say(text, wrong = false) {
  byId('notice').textContent = text;
  byId('notice').className = wrong ? 'wrong' : '';
}

/** Does it and says how it ended; true when it was done. */
async function attempt(work, said) {
  try {
    await work();
    if (said !== undefined) say(said);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) signOut();
    say(error.message, true);
    return false;
  }
}

const once = (control, work) => onceAtATime(control, () => attempt(work));

/** Nothing of one view may stay while another is asked for: its parts are gone, and what still runs for it writes nothing any more. */
function clear() {
  turn++;
  for (const work of leave.splice(0)) work();
  desk.replaceChildren();
}

function signOut() {
  session = null;
  clear();
  search.clear();
  arrange();
  byId('key').focus();
}

function arrange() {
  byId('sign-in').hidden = Boolean(session);
  for (const id of ['who', 'frame', 'desk']) byId(id).hidden = !session;
}

const current = () => ({ ...readRoute(location.hash), brand: session.account.brands[Number(byId('brand').value)].id, days: Number(byId('days').value) });
const href = (view, more, token) => writeRoute({ ...current(), view, more, person: token });

function go(view, more, token) {
  const wanted = href(view, more, token);
  if (location.hash === wanted) show();
  else location.hash = wanted;
}

/** A link to a person. Where no token is at hand it is asked for when the link is followed, so that no number stands in an address. */
function personLink(recipient, token) {
  const link = el('a', { href: token ? href('person', undefined, token) : href('people') }, recipient);
  if (!token) link.addEventListener('click', event => { event.preventDefault(); find(link, { recipient }); });
  return link;
}

async function save(what) {
  const { url } = await session.calls.download(what);
  const link = el('a', { href: new URL(`../downloads/${url.split('/api/downloads/')[1]}`, import.meta.url).href, download: '' });
  link.click();
}

function context(route, mine) {
  const brand = session.account.brands.find(each => each.id === route.brand);
  return {
    calls: session.calls, may: session.account.permission, brand, days: route.days, route, go, href, say, attempt, once, save, personLink,
    alive: () => mine === turn, whenLeft: work => leave.push(work),
  };
}

async function show() {
  if (!session) return;
  const route = readRoute(location.hash);
  clear();
  const mine = turn;
  const index = Math.max(0, session.account.brands.findIndex(each => each.id === route.brand));
  route.brand = session.account.brands[index].id;
  byId('brand').value = `${index}`;
  byId('days').value = `${route.days}`;
  for (const link of byId('views').children) {
    link.href = href(link.dataset.view);
    if (link.dataset.view === route.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${VIEWS[route.view] ?? 'Person'}: OptOut`;
  const root = el('div', {}, el('p', { className: 'faint' }, 'One moment …'));
  desk.replaceChildren(...route.view === 'person' ? [] : [el('h2', {}, VIEWS[route.view])], root);
  say('');
  if (!await attempt(() => views[route.view].mount(root, context(route, mine))) && mine === turn && root.isConnected) {
    const again = el('button', { type: 'button' }, 'Try again');
    again.addEventListener('click', show);
    root.replaceChildren(again);
  }
}

/** Somebody is asked for: whoever was on the page is gone before the answer comes. */
function find(control, asked) {
  const about = context({ ...current() }, turn);
  return once(control, async () => {
    clear();
    const mine = turn;
    say('');
    const { items } = await session.calls.search({ ...asked, brand: about.brand.id });
    if (mine !== turn) return;
    if (items.length === 1) return go('person', undefined, items[0].person);
    if (items.length === 0) return say('Nobody was found.', true);
    const root = el('div');
    desk.replaceChildren(el('h2', {}, 'Found'), root);
    people.found(root, items, about);
  });
}

const search = createSearch(byId('looking'), find);
byId('views').append(...Object.entries(VIEWS).map(([view, name]) => el('a', { href: `#/${view}`, dataset: { view } }, name)));
options(byId('days'), DAYS.map(days => [`${days}`, `last ${days} days`]));
onSubmit(byId('sign-in'), () => attempt(async () => {
  const calls = senderApi(byId('key').value.trim());
  const account = await calls.account();
  byId('key').value = '';
  session = { calls, account };
  byId('account').textContent = `${account.sid}, may ${account.permission}`;
  options(byId('brand'), account.brands.map((brand, index) => [`${index}`, brand.name]));
  arrange();
  byId('find').focus();
  show();
}, ''));
for (const id of ['brand', 'days']) byId(id).addEventListener('change', () => { const { view, more, person: token } = readRoute(location.hash); go(view, more, token); });
byId('utc').addEventListener('change', event => showUtc(event.target.checked));
byId('sign-out').addEventListener('click', () => { signOut(); say('Signed out.'); });
// Links within the page (evidence in the ledger, "to the content") leave its address alone: that names the view.
document.addEventListener('click', event => {
  const within = event.target.closest?.('a[href^="#"]:not([href^="#/"])');
  if (!within) return;
  event.preventDefault();
  const target = document.getElementById(within.getAttribute('href').slice(1));
  target?.scrollIntoView();
  target?.focus();
});
window.addEventListener('hashchange', show);
window.addEventListener('beforeprint', () => { for (const part of document.querySelectorAll('details:not([open])')) { part.open = true; part.dataset.printed = 'yes'; } });
window.addEventListener('afterprint', () => { for (const part of document.querySelectorAll('details[data-printed]')) part.open = false; });
watchHost(text => { byId('away').textContent = text; });
arrange();
document.querySelector('main').inert = false;
