// What an operator may change: only behind an explicit switch, with a reason and a name, and after a look at what will happen to whom.
import { el, onSubmit, options } from './dom.js';

const SOURCES = ['phone', 'email', 'web', 'agent', 'provider'];
// What nobody but the recipient or the provider said cannot be taken back by an operator.
const CORRECTABLE = new Set(['phone', 'email', 'web', 'agent', 'import', 'api']);

/** A question before a write: resolves to true only when it is confirmed. Escape and "Cancel" say no. */
function createReview() {
  const text = el('p', { id: 'review-text' });
  const confirm = el('button', { value: 'yes' }, 'Confirm');
  const dialog = el('dialog', { className: 'card', aria: { labelledby: 'review-text' } }, el('form', { method: 'dialog' },
    text, el('div', { className: 'row' }, confirm, el('button', { className: 'quiet', value: 'no' }, 'Cancel'))));
  return {
    dialog,
    ask(sentence) {
      text.textContent = sentence;
      dialog.returnValue = 'no';
      return new Promise(answer => {
        dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
        dialog.showModal();
        confirm.focus();
      });
    },
    close() {
      if (dialog.open) dialog.close('no');
    },
  };
}

/** `subject()` gives `{ calls, recipient, brand }`; `attempt(work, said)` runs what was asked for and says how it ended. */
export function createCorrections(root, subject, attempt) {
  const on = el('input', { type: 'checkbox', id: 'corrections-on' });
  on.setAttribute('role', 'switch');
  const actor = el('input', { required: true, maxLength: 200, autocomplete: 'off' });
  const reason = el('input', { required: true, maxLength: 800, autocomplete: 'off' });
  const [scope, source] = [el('select'), el('select', {}, SOURCES.map(word => el('option', {}, word)))];
  const suppress = el('button', {}, 'Record an opt-out');
  const correct = el('button', { type: 'button', className: 'quiet', hidden: true }, 'Correct the opt-out');
  const own = el('p', { className: 'faint' }, 'A recipient’s own opt-out cannot be corrected: only the recipient, or a new consent, lifts it.');
  const form = el('form', { hidden: true },
    el('div', { className: 'row' }, el('label', { className: 'grow' }, 'Your name', actor), el('label', { className: 'grow' }, 'Reason', reason)),
    el('div', { className: 'row' }, el('label', {}, 'Scope', scope), el('label', {}, 'It came by', source), suppress, correct), own);
  const review = createReview();
  root.replaceChildren(el('label', { className: 'switch' }, on, 'Make corrections'), form, review.dialog);

  const changed = new Set();
  let standing = null, permission = 'read', busy = false;

  const campaign = () => scope.value.startsWith('campaign ') ? scope.value.slice('campaign '.length) : undefined;

  /** Only what the API would not refuse is offered: an admin key, an opt-out at that scope, and one that an operator may take back. */
  function arrange() {
    const at = standing && (campaign() ? standing.campaigns.find(state => state.name === campaign())?.state : standing.whole);
    correct.hidden = permission !== 'admin' || scope.value === 'account' || !at?.suppressed || !CORRECTABLE.has(at.source);
    own.hidden = !at?.suppressed || CORRECTABLE.has(at.source);
  }

  on.addEventListener('change', () => {
    form.hidden = !on.checked;
    if (on.checked) actor.focus();
    for (const listener of changed) listener();
  });
  scope.addEventListener('change', arrange);

  /** Asks first, and acts only if the person on the page is still the one who was asked about. A second click while it runs does nothing. */
  async function reviewed(sentence, work, said) {
    const about = subject();
    if (busy || !about || !form.reportValidity()) return;
    busy = true;
    try {
      if (await review.ask(sentence(about)) && subject() === about) await attempt(() => work(about), said);
    } finally {
      busy = false;
    }
  }

  const reach = brand => campaign() ? `campaign ${campaign()} of ${brand.name}` : scope.value === 'account' ? 'every brand of the account' : `all of ${brand.name}`;

  onSubmit(form, () => reviewed(
    ({ recipient, brand }) => `Record that ${recipient} opted out of ${reach(brand)} by ${source.value}? No message is sent. Reason: ${reason.value}`,
    ({ calls, recipient, brand }) => calls.suppress(recipient, {
      brand: brand.id, scope: campaign() ? 'campaign' : scope.value, campaign: campaign(), source: source.value, reason: `${reason.value} (${actor.value})`,
    }), 'The opt-out is recorded.'));
  correct.addEventListener('click', () => reviewed(
    ({ recipient, brand }) => `Take back the opt-out of ${recipient} from ${reach(brand)}? Messages are possible again where a consent holds. Reason: ${reason.value}`,
    ({ calls, recipient, brand }) => calls.correct(recipient, brand.id, campaign(), { reason: reason.value, actor: actor.value }),
    'The opt-out is corrected.'));

  return {
    onSwitch: listener => changed.add(listener),
    /** Another person: name, reason and switch do not carry over. */
    choose(brand, recipient, may) {
      permission = may;
      options(scope, [['brand', `all of ${brand.name}`], ['account', 'the whole account'], ...brand.campaigns.map(id => [`campaign ${id}`, id])]);
      scope.selectedIndex = 0;
      suppress.textContent = `Record an opt-out of ${recipient}`;
      correct.textContent = `Correct the opt-out of ${recipient}`;
      arrange();
    },
    /** Where each scope stands now. */
    offer(whole, campaigns) {
      const names = [...scope.options].filter(option => option.value.startsWith('campaign ')).map(option => option.value.slice('campaign '.length));
      standing = { whole, campaigns: campaigns.map((state, index) => ({ name: names[index], state })) };
      arrange();
    },
    clear() {
      review.close();
      standing = null;
      on.checked = false;
      form.hidden = true;
      actor.value = reason.value = '';
      suppress.textContent = 'Record an opt-out';
      correct.textContent = 'Correct the opt-out';
      arrange();
    },
    /** A button beside a consent, while corrections are on. */
    withdraw(consent) {
      if (!on.checked || !['effective', 'pending'].includes(consent.status)) return null;
      const button = el('button', { type: 'button', className: 'quiet' }, 'Withdraw');
      button.addEventListener('click', () => reviewed(
        ({ recipient, brand }) => `Withdraw the consent of ${recipient} to ${consent.campaigns.join(', ') || brand.name}? Reason: ${reason.value}`,
        ({ calls, recipient }) => calls.withdraw(recipient, consent.id, { reason: reason.value, actor: actor.value }),
        'The consent is withdrawn.'));
      return button;
    },
  };
}
