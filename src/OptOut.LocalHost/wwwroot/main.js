// Puts the page together: what is chosen, when it is drawn.
import * as local from './local.js';
import { listenToFaults } from './faults.js';
import { createNumberLife } from './number.js';
import { addPhone, drawPhones, drawThread, phones } from './phone.js';
import { Refusal, senderApi } from '/api/operator/api.js';
import { createBrandView } from '/api/operator/brand-view.js';
import { byId, el, onSubmit, options } from '/api/operator/dom.js';

const QUICK = ['STOP', 'START', 'HELP', 'YES', 'JOIN', 'NEWS', 'STOPALL', 'Hello'];
const chosen = { account: null, brand: null, phone: phones()[0] };
const keys = new Map();
let brands = [];

const calls = () => senderApi(keys.get(chosen.account.sid) ?? '');

/** Runs what the person asked for and draws anew; what goes wrong is said on the page. */
async function attempt(work) {
  try {
    await work();
    await refresh();
  } catch (error) {
    say(error);
  }
}

function say(error) {
  byId('notice').textContent = !error ? '' : error instanceof Refusal && error.status === 401 ? 'The API key is missing or wrong: type it at the top.' : error.message;
  byId('notice').className = error ? 'wrong' : '';
}

let drawing = null, again = false;

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
    say(null);
  } catch (error) {
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
}));

const view = createBrandView(byId('view'), { consents: [consentForm, createNumberLife(chosen, calls, attempt)] });
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

const text = body => attempt(() => local.text({ from: fromChannel(), to: byId('sender').value, body }));

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
    button.addEventListener('click', () => text(word));
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
  onSubmit(byId('texting'), () => {
    const body = byId('text').value;
    byId('text').value = '';
    if (body) text(body);
  });
  // The browser connects again by itself; each event, the regular tick too, says that something may have changed.
  new EventSource('/local/events').addEventListener('message', refresh);
}

try {
  const { accounts } = await local.setup();
  brands = accounts.flatMap(account => account.brands.map(brand => ({ account, brand })));
  if (brands.length === 0) throw new Error('No brand is configured.');
  for (const account of accounts) keys.set(account.sid, account.demoKey ?? '');
  options(byId('brand'), brands.map(({ account, brand }, index) => [`${index}`, accounts.length > 1 ? `${brand.name} (${account.sid.slice(0, 6)}…)` : brand.name]));
  listen();
  // Until here a click or a key would have been lost.
  document.querySelector('main').inert = false;
  await chooseBrand(0);
} catch (error) {
  say(error);
}
