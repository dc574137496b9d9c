// The operator's page: a key, a recipient, the brand's view of them. The key lives in this module's memory and nowhere else.
import { Refusal, senderApi } from './api.js';
import { createBrandView } from './brand-view.js';
import { createCorrections } from './corrections.js';
import { byId, onSubmit, options } from './dom.js';

let session = null, subject = null, shown = null;

function say(text, wrong = false) {
  byId('notice').textContent = text;
  byId('notice').className = wrong ? 'wrong' : '';
}

/** Does it and says how it ended; true when it was done. */
async function attempt(work, said = '') {
  try {
    await work();
    say(said);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) signOut();
    say(error.message, true);
    return false;
  }
}

const corrections = createCorrections(byId('corrections'), () => subject, (work, said) => attempt(async () => { await work(); await view.refresh(); }, said));
const view = createBrandView(byId('view'), {
  withdraw: consent => corrections.withdraw(consent),
  standing: (whole, campaigns) => corrections.offer(whole, campaigns),
});
corrections.onSwitch(() => view.refresh());

/** Nothing of one person may stay on the page while another is asked for. */
function forget() {
  [subject, shown] = [null, null];
  view.clear();
  corrections.clear();
  byId('found-title').textContent = '';
  arrange();
}

function signOut() {
  session = null;
  forget();
  byId('recipient').value = '';
  byId('key').focus();
}

function arrange() {
  byId('sign-in').hidden = Boolean(session);
  byId('who').hidden = !session;
  byId('looking').hidden = !session;
  byId('found').hidden = !shown;
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

onSubmit(byId('looking'), async () => {
  forget();
  say('');
  const brand = session.account.brands[Number(byId('brand').value)];
  const asked = { calls: session.calls, recipient: byId('recipient').value.trim(), brand };
  subject = asked;
  corrections.choose(brand, asked.recipient, session.account.permission);
  const found = await attempt(() => view.show(asked));
  // A newer question, or a change of the fields, has put another subject in its place: this answer is nobody's any more.
  if (subject !== asked) return;
  if (!found) {
    forget();
    return;
  }
  byId('found-title').textContent = `${asked.recipient} and ${brand.name}`;
  shown = asked;
  arrange();
});

for (const [id, event] of [['recipient', 'input'], ['brand', 'change']]) byId(id).addEventListener(event, () => subject && forget());

byId('sign-out').addEventListener('click', () => { signOut(); say('Signed out.'); });
arrange();
document.querySelector('main').inert = false;
