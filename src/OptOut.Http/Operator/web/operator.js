// The operator's page: a key, a recipient, the brand's view of them. The key lives in this module's memory and nowhere else.
import { Refusal, senderApi } from './api.js';
import { createBrandView } from './brand-view.js';
import { createCorrections } from './corrections.js';
import { byId, onSubmit, options } from './dom.js';

let session = null, subject = null;

function say(text, wrong = false) {
  byId('notice').textContent = text;
  byId('notice').className = wrong ? 'wrong' : '';
}

async function attempt(work, said = '') {
  try {
    await work();
    await view.refresh();
    say(said);
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) signOut();
    say(error.message, true);
  }
}

const corrections = createCorrections(byId('corrections'), () => subject, attempt);
const view = createBrandView(byId('view'), { withdraw: consent => corrections.withdraw(consent) });
corrections.onSwitch(() => view.refresh());

function signOut() {
  [session, subject] = [null, null];
  view.clear();
  arrange();
  byId('key').focus();
}

function arrange() {
  byId('sign-in').hidden = Boolean(session);
  byId('who').hidden = !session;
  byId('looking').hidden = !session;
  byId('found').hidden = !subject;
  byId('corrections').hidden = !session || session.account.permission === 'read';
}

onSubmit(byId('sign-in'), () => attempt(async () => {
  const calls = senderApi(byId('key').value.trim());
  byId('key').value = '';
  const account = await calls.account();
  session = { calls, account };
  byId('account').textContent = `${account.sid}, may ${account.permission}`;
  options(byId('brand'), account.brands.map((brand, index) => [`${index}`, brand.name]));
  arrange();
  byId('recipient').focus();
}));

onSubmit(byId('looking'), () => attempt(async () => {
  const brand = session.account.brands[Number(byId('brand').value)];
  subject = { calls: session.calls, recipient: byId('recipient').value.trim(), brand };
  corrections.choose(brand);
  await view.show(subject);
  byId('found-title').textContent = `${subject.recipient} and ${brand.name}`;
  arrange();
}));

byId('sign-out').addEventListener('click', () => { signOut(); say('Signed out.'); });
arrange();
document.querySelector('main').inert = false;
