// The fault panel: what the simulated Twilio gets wrong for the phone that is shown.
import * as local from './local.js';
import { byId, draw, el, onSubmit, options } from '/api/operator/dom.js';

// Kind, what it does, and what it needs: a field with its label and first value.
const KINDS = [
  ['answer-lost', 'Drop the webhook’s answer'],
  ['crash', 'Crash the host after its commit'],
  ['answer-late', 'Delay the webhook’s answer', ['ms', 'Milliseconds', 2000]],
  ['redelivered', 'Redeliver what was not answered', ['count', 'Up to', 3]],
  ['duplicated', 'Deliver several times at once', ['count', 'More copies', 4]],
  ['webhook-lost', 'Never call the webhook'],
  ['rest-refused', 'Fail REST sends', ['code', 'Code', 429]],
  ['rest-response-lost', 'Take REST sends and lose the response'],
  ['rest-request-lost', 'Lose REST sends on the way'],
  ['list-late', 'Show messages late in the list', ['ms', 'Milliseconds', 30000]],
  ['list-unavailable', 'The message list cannot be asked'],
  ['callback-late', 'Delay status callbacks', ['ms', 'Milliseconds', 5000]],
  ['callback-lost', 'Never call status callbacks'],
  ['carrier-failure', 'The carrier fails the message', ['code', 'Error code', 30003]],
  ['impatient', 'Twilio waits for less than 15 s', ['ms', 'Milliseconds', 1000]],
  ['rest-late', 'Answer REST sends late', ['ms', 'Milliseconds', 5000]],
  ['consents-refused', 'Refuse reports to the consent list', ['code', 'Status', 429]],
  ['consents-rejected', 'Take no entry of a report, by Twilio’s fault', ['code', 'Error code', 30646]],
  ['consents-invalid', 'Take no entry of a report, as invalid', ['code', 'Error code', 30646]],
  ['consents-answer-lost', 'Take a report and lose the answer'],
  ['cancel-refused', 'Refuse to cancel scheduled messages', ['code', 'Status', 503]],
  ['cancel-answer-lost', 'Cancel a scheduled message and lose the answer'],
].map(([kind, label, needs]) => ({ kind, label, needs }));
const STANDING = 'list-late';
const kindOf = name => KINDS.find(({ kind }) => kind === name);

function sentence(fault) {
  const { label, needs } = kindOf(fault.fault) ?? { label: fault.fault };
  const value = needs ? `: ${fault[needs[0]]}${needs[0] === 'ms' ? ' ms' : ''}` : '';
  return `${label}${value} · ${fault.times ? `${fault.times} more` : 'always'}`;
}

/** `phone()` is the phone that is shown; `attempt` runs what was asked for. */
export function listenToFaults(phone, attempt) {
  options(byId('fault-kind'), KINDS.map(({ kind, label }) => [kind, label]));
  const chosen = () => kindOf(byId('fault-kind').value);
  const fit = () => {
    const { kind, needs } = chosen();
    byId('fault-value-label').hidden = !needs;
    byId('fault-value').disabled = !needs;
    byId('fault-times').disabled = kind === STANDING;
    if (!needs) return;
    byId('fault-value-label').firstElementChild.textContent = needs[1];
    byId('fault-value').value = needs[2];
  };
  byId('fault-kind').addEventListener('change', fit);
  fit();
  const change = (edit, said) => attempt(async () => { await local.setFaults(phone(), edit(await local.readFaults(phone()))); }, said);
  onSubmit(byId('fault'), () => {
    const { kind, needs } = chosen();
    const times = kind === STANDING ? '' : byId('fault-times').value;
    const fault = { fault: kind, ...(needs ? { [needs[0]]: Number(byId('fault-value').value) } : {}), ...(times ? { times: Number(times) } : {}) };
    change(list => [...list.filter(other => other.fault !== kind), fault], 'The fault stands.');
  });
  byId('fault-clear').addEventListener('click', () => change(() => [], 'Nothing goes wrong any more.'));
  return async () => {
    const faults = await local.readFaults(phone());
    draw(byId('active-faults'), faults, () => faults.map(fault => {
      const end = el('button', { type: 'button', className: 'quiet', ariaLabel: `End: ${sentence(fault)}` }, 'End');
      end.addEventListener('click', () => change(list => list.filter(other => other.fault !== fault.fault), 'The fault is ended.'));
      return el('li', {}, sentence(fault), end);
    }));
  };
}
