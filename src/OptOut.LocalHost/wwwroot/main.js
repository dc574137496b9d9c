// Puts the page together: what is chosen, when it is drawn.
import * as local from './local.js';
import { listenToFaults } from './faults.js';
import { createNumberLife } from './number.js';
import { addPhone, drawPhones, drawThread, phones } from './phone.js';
import { createScenarios } from './scenarios.js';
import { HostAway, Refusal, senderApi, watchHost } from '/api/operator/api.js';
import { createBrandView } from '/api/operator/brand-view.js';
import { byId, el, once, onSubmit, options, showUtc } from '/api/operator/dom.js';

const QUICK = ['STOP', 'START', 'HELP', 'YES', 'JOIN', 'NEWS', 'STOPALL', 'Hello'];
const chosen = { account: null, brand: null, phone: phones()[0] };
const keys = new Map();
let brands = [];

const calls = () => senderApi(keys.get(chosen.account.sid) ?? '');

/** Runs what a button or a form does, once at a time, and draws anew; how it ended is said on the page. True when it was done. */
async function attempt(work, said = '', control = document.activeElement ?? document.body) {
  let done = false;
  await once(control, async () => {
    try {
      await work();
      done = true;
      say(null, said);
      await refresh();
    } catch (error) {
      say(error);
    }
  });
  return done;
}

function say(error, said = '') {
  byId('notice').textContent = !error ? said : error instanceof Refusal && error.status === 401 ? 'The API key is missing or wrong: type it at the top.' : error.message;
  byId('notice').className = error ? 'wrong' : '';
}

let drawing = null, again = false, undrawn = null;

/** Draws everything once more; calls that come meanwhile are drawn together afterwards. */
function refresh() {
  if (drawing) {
    again = true;
    return drawing;
  }
  drawing = drawAll().finally(() => {
    drawing = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return drawing;
}

async function drawAll() {
  try {
    const { phone, brand } = chosen;
    await Promise.all([drawThread(phone, brand), drawFaults(), view.show({ calls: calls(), recipient: phone, brand })]);
    if (undrawn && byId('notice').textContent === undrawn.message) say(null);
    undrawn = null;
  } catch (error) {
    // That the host is away stands at the top as long as it lasts; the next event draws again.
    if (error instanceof HostAway) return;
    undrawn = error;
    say(error);
  }
}

// A consent as a web form would report it, so that there is something to opt out of.
const campaign = el('select');
const consentForm = el('form', { className: 'row' }, el('label', {}, 'Campaign', campaign), el('button', { className: 'quiet' }, 'Record a web-form consent'));
onSubmit(consentForm, () => attempt(async () => {
  const { suppressed } = await calls().suppression(chosen.phone, chosen.brand.id);
  await calls().consent({
    recipient: chosen.phone, brand: chosen.brand.id, campaigns: [campaign.value], basis: 'express', method: 'web-form', obtainedAt: new Date().toISOString(),
    statement: `Yes, text me about ${campaign.value}. Reply STOP to unsubscribe.`, proof: { reference: 'local page' }, ...(suppressed ? { reconsent: true } : {}),
  });
}, 'The consent is recorded.', consentForm));

const view = createBrandView(byId('view'), { attempt, consents: [consentForm, createNumberLife(chosen, calls, attempt)] });
const drawFaults = listenToFaults(() => chosen.phone, attempt);

function choosePhone(phone) {
  chosen.phone = phone;
  byId('me').textContent = phone;
  return refresh();
}

function chooseBrand(index) {
  const { account, brand } = brands[index];
  Object.assign(chosen, { account, brand });
  options(byId('sender'), brand.senders.map(address => [address, address]));
  options(campaign, brand.campaigns.map(id => [id, id]));
  byId('key').value = keys.get(account.sid) ?? '';
  byId('with').textContent = brand.name;
  return choosePhone(chosen.phone);
}

/** The stories are the demo's: its first brand. False where other accounts are configured. */
function chooseDemo() {
  const index = brands.findIndex(({ account, brand }) => account.demoKey && brand.id === 'acme');
  if (index < 0) return false;
  byId('brand').value = `${index}`;
  if (brands[index].brand !== chosen.brand) chooseBrand(index);
  return true;
}

const deliver = body => local.text({ from: fromChannel(), to: byId('sender').value, body });

/** Texts; whether it went out is said on the phone itself, where the eye is. True when it did. */
async function text(body) {
  const said = byId('texting-said');
  said.textContent = 'Sending …';
  try {
    await deliver(body);
    said.textContent = '';
  } catch (error) {
    said.textContent = `Perhaps not sent. ${error.message}`;
    return false;
  }
  await refresh();
  return true;
}

/** A person answers on the channel that the brand's sender is on. */
function fromChannel() {
  const channel = /^[a-z]+:(?=\+)/.exec(byId('sender').value)?.[0] ?? '';
  return channel + chosen.phone;
}

function listen() {
  byId('brand').addEventListener('change', event => chooseBrand(Number(event.target.value)));
  byId('key').addEventListener('change', event => {
    keys.set(chosen.account.sid, event.target.value.trim());
    refresh();
  });
  byId('quick').replaceChildren(...QUICK.map(word => {
    const button = el('button', { type: 'button' }, word);
    button.addEventListener('click', () => once(button, () => text(word)));
    return button;
  }));
  drawPhones(chosen.phone, choosePhone);
  onSubmit(byId('phones'), () => {
    try {
      const phone = addPhone(byId('new-phone').value);
      byId('new-phone').value = '';
      drawPhones(phone, choosePhone);
      choosePhone(phone);
    } catch (error) {
      say(error);
    }
  });
  onSubmit(byId('texting'), async () => {
    const field = byId('text');
    const body = field.value;
    // Empty at once: a second Enter sends nothing. What did not go out comes back, unless something else was typed meanwhile.
    field.value = '';
    if (body && !await text(body) && !field.value) field.value = body;
  });
  byId('utc').addEventListener('change', event => showUtc(event.target.checked));
  createScenarios(byId('scenarios'), { deliver, calls, chosen, chooseDemo, choosePhone, refresh });
  const look = watchHost(said => { byId('away').textContent = said; });
  hear(look);
}

/** Each event, the regular tick too, says that something may have changed. A connection that breaks says at once that the host is away. */
function hear(look) {
  const events = new EventSource('/local/events');
  events.addEventListener('message', refresh);
  events.addEventListener('error', () => {
    look();
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(() => hear(look), 2000);
  });
}

async function begin() {
  const { accounts } = await local.setup();
  brands = accounts.flatMap(account => account.brands.map(brand => ({ account, brand })));
  if (brands.length === 0) throw new Error('No brand is configured.');
  for (const account of accounts) keys.set(account.sid, account.demoKey ?? '');
  options(byId('brand'), brands.map(({ account, brand }, index) => [`${index}`, accounts.length > 1 ? `${brand.name} (${account.sid.slice(0, 6)}…)` : brand.name]));
  listen();
  // Until here a click or a key would have been lost.
  document.querySelector('main').inert = false;
  await chooseBrand(0);
}

for (let begun = false; !begun;) {
  try {
    await begin();
    begun = true;
  } catch (error) {
    say(error);
    if (!(error instanceof HostAway)) break;
    await new Promise(again => setTimeout(again, 2000));
  }
}
