// Puts the page together: what is chosen, when it is drawn.
import * as api from './api.js';
import { drawConsents, drawLedger, drawState } from './brand.js';
import { drawAnswer } from './check.js';
import { byId, options } from './dom.js';
import { addPhone, drawPhones, drawThread, phones } from './phone.js';

const QUICK = ['STOP', 'START', 'HELP', 'YES', 'JOIN', 'STOPALL', 'Hello'];
const chosen = { account: null, brand: null, phone: phones()[0], pages: 1, question: null };
const keys = new Map();
let brands = [];

const sender = () => api.senderApi(keys.get(chosen.account.sid) ?? '');

function notice(text) {
  byId('notice').textContent = text;
  byId('notice').hidden = !text;
}

/** Runs what the person asked for; what goes wrong is said on the page. */
async function attempt(work) {
  try {
    await work();
    notice('');
  } catch (error) {
    notice(error instanceof api.Refusal && error.status === 401 ? 'The API key is missing or wrong: type it at the top.' : error.message);
  }
}

let drawing = null, again = false;

/** Draws everything once more; calls that come meanwhile are drawn together afterwards. */
function refresh() {
  if (drawing) { again = true; return drawing; }
  drawing = attempt(draw).finally(() => {
    drawing = null;
    if (again) { again = false; refresh(); }
  });
  return drawing;
}

async function draw() {
  const { phone, brand, pages, question } = chosen;
  await drawThread(phone, brand);
  const calls = sender();
  const [state, consents] = await Promise.all([calls.suppression(phone, brand.id), calls.consents(phone, brand.id)]);
  const events = [];
  let cursor;
  for (let page = 0; page < pages && (page === 0 || cursor); page++) {
    const history = await calls.history(phone, brand.id, cursor);
    events.push(...history.events);
    cursor = history.cursor;
  }
  const answer = question && await calls.check(question);
  if (phone !== chosen.phone || brand !== chosen.brand) return;
  drawState(state);
  drawConsents(consents);
  drawLedger(events);
  byId('older').hidden = !cursor;
  if (answer && question === chosen.question) drawAnswer(question, answer);
}

function choose(change) {
  Object.assign(chosen, change, { pages: 1, question: null });
  byId('answer').replaceChildren();
  return refresh();
}

function chooseBrand(index) {
  const { account, brand } = brands[index];
  options(byId('sender'), brand.senders.map(address => [address, address]));
  options(byId('check-sender'), [['', 'any'], ...brand.senders.map(address => [address, address])]);
  for (const select of document.querySelectorAll('.campaigns')) options(select, brand.campaigns.map(id => [id, id]));
  byId('key').value = keys.get(account.sid) ?? '';
  return choose({ account, brand });
}

function text(body) {
  return attempt(async () => {
    await api.text({ from: chosen.phone, to: byId('sender').value, body });
    await refresh();
  });
}

function onSubmit(id, work) {
  byId(id).addEventListener('submit', event => {
    event.preventDefault();
    work();
  });
}

function listen() {
  byId('brand').addEventListener('change', event => chooseBrand(Number(event.target.value)));
  byId('key').addEventListener('change', event => {
    keys.set(chosen.account.sid, event.target.value.trim());
    refresh();
  });
  byId('older').addEventListener('click', () => { chosen.pages++; refresh(); });
  byId('quick').replaceChildren(...QUICK.map(word => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = word;
    button.addEventListener('click', () => text(word));
    return button;
  }));
  const choosePhone = phone => choose({ phone });
  drawPhones(chosen.phone, choosePhone);
  onSubmit('phones', () => attempt(async () => {
    const phone = addPhone(byId('new-phone').value);
    byId('new-phone').value = '';
    drawPhones(phone, choosePhone);
    await choosePhone(phone);
  }));
  onSubmit('texting', () => {
    const input = byId('text');
    const body = input.value;
    if (!body) return;
    input.value = '';
    text(body);
  });
  onSubmit('check', () => {
    chosen.question = { recipient: chosen.phone, brand: chosen.brand.id, campaign: byId('check-campaign').value || undefined,
      kind: byId('check-kind').value, sender: byId('check-sender').value || undefined, body: byId('check-body').value || undefined };
    refresh();
  });
  onSubmit('consent', () => attempt(async () => {
    const state = await sender().suppression(chosen.phone, chosen.brand.id);
    await sender().consent({ recipient: chosen.phone, brand: chosen.brand.id, campaigns: [byId('consent-campaign').value], basis: 'express',
      method: 'web-form', obtainedAt: new Date().toISOString(), statement: `Yes, text me about ${byId('consent-campaign').value}.`,
      proof: { reference: 'local page' }, ...(state.suppressed ? { reconsent: true } : {}) });
    await refresh();
  }));
  // The browser connects again by itself; each event, the regular tick too, says that something may have changed.
  new EventSource('/local/events').addEventListener('message', refresh);
}

attempt(async () => {
  const { accounts } = await api.setup();
  brands = accounts.flatMap(account => account.brands.map(brand => ({ account, brand })));
  if (brands.length === 0) throw new Error('No brand is configured.');
  for (const account of accounts) keys.set(account.sid, account.demoKey ?? '');
  options(byId('brand'), brands.map(({ account, brand }, index) => [`${index}`, accounts.length > 1 ? `${brand.name} (${account.sid.slice(0, 6)}…)` : brand.name]));
  listen();
  await chooseBrand(0);
});
