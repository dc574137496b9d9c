// What an operator may change: only behind an explicit switch, only with a reason and a name, each kept in the ledger.
import { el, onSubmit, options } from './dom.js';

const SOURCES = ['phone', 'email', 'web', 'agent', 'provider'];

/** `subject()` gives `{ calls, recipient, brand }`; `attempt(work, said)` runs what was asked for and says how it ended. */
export function createCorrections(root, subject, attempt) {
  const on = el('input', { type: 'checkbox', id: 'corrections-on' });
  on.setAttribute('role', 'switch');
  const actor = el('input', { required: true, maxLength: 200, autocomplete: 'off' });
  const reason = el('input', { required: true, maxLength: 800, autocomplete: 'off' });
  const [scope, source] = [el('select'), el('select', {}, SOURCES.map(word => el('option', {}, word)))];
  const suppress = el('button', {}, 'Record an opt-out');
  const correct = el('button', { type: 'button', className: 'quiet' }, 'Correct the opt-out');
  const form = el('form', { hidden: true },
    el('div', { className: 'row' }, el('label', { className: 'grow' }, 'Your name', actor), el('label', { className: 'grow' }, 'Reason', reason)),
    el('div', { className: 'row' }, el('label', {}, 'Scope', scope), el('label', {}, 'It came by', source), suppress, correct),
    el('p', { className: 'faint' }, 'A recipient’s own opt-out cannot be corrected: only the recipient, or a new consent, lifts it.'));
  root.replaceChildren(el('label', { className: 'switch' }, on, 'Make corrections'), form);

  const changed = new Set();
  on.addEventListener('change', () => {
    form.hidden = !on.checked;
    if (on.checked) actor.focus();
    for (const listener of changed) listener();
  });
  const campaign = () => scope.value.startsWith('campaign ') ? scope.value.slice('campaign '.length) : undefined;

  onSubmit(form, () => attempt(async () => {
    const { calls, recipient, brand } = subject();
    await calls.suppress(recipient, {
      brand: brand.id, scope: campaign() ? 'campaign' : scope.value, campaign: campaign(), source: source.value, reason: `${reason.value} (${actor.value})`,
    });
  }, 'The opt-out is recorded.'));
  correct.addEventListener('click', () => form.reportValidity() && attempt(async () => {
    const { calls, recipient, brand } = subject();
    await calls.correct(recipient, brand.id, campaign(), { reason: reason.value, actor: actor.value });
  }, 'The opt-out is corrected.'));

  return {
    onSwitch: listener => changed.add(listener),
    choose(brand) {
      options(scope, [['brand', `all of ${brand.name}`], ['account', 'the whole account'], ...brand.campaigns.map(id => [`campaign ${id}`, id])]);
    },
    /** A button beside a consent, while corrections are on. */
    withdraw(consent) {
      if (!on.checked || !['effective', 'pending'].includes(consent.status)) return null;
      const button = el('button', { type: 'button', className: 'quiet' }, 'Withdraw');
      button.addEventListener('click', () => form.reportValidity() && attempt(async () => {
        const { calls, recipient } = subject();
        await calls.withdraw(recipient, consent.id, { reason: reason.value, actor: actor.value });
      }, 'The consent is withdrawn.'));
      return button;
    },
  };
}
