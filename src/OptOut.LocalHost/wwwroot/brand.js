// The brand's view of one recipient: what suppresses, what was consented to, and the ledger behind both.
import { byId, el, facts, time } from './dom.js';

export function drawState(state) {
  byId('state').replaceChildren(
    el('p', { className: `verdict ${state.suppressed ? 'bad' : 'good'}` }, state.suppressed ? `Opted out (${state.scope ?? 'brand'})` : 'Not opted out'),
    facts([['Since', time(state.since)], ['Last opt-out', time(state.lastOptOutAt)], ['Source', state.source], ['Keyword', state.keyword],
      ['Message', state.messageSid], ['Lifted', time(state.liftedAt)]]));
}

// Whatever a consent holds besides these is shown under its own name.
const dates = new Set(['obtainedAt', 'recordedAt', 'until', 'expiresAt', 'withdrawnAt', 'at', 'verifiedAt']);

function value(name, content) {
  if (dates.has(name)) return time(content);
  if (Array.isArray(content)) return content.map(item => typeof item === 'object' ? JSON.stringify(item) : item).join(', ');
  if (content && typeof content === 'object') return Object.entries(content).filter(([, part]) => part != null).map(([key, part]) => `${key} ${part}`).join(', ');
  return `${content}`;
}

export function drawConsents(page) {
  const consents = Array.isArray(page) ? page : Object.values(page ?? {}).find(Array.isArray) ?? [];
  byId('consents').replaceChildren(...consents.length === 0
    ? [el('p', { className: 'faint' }, 'None.')]
    : consents.map(({ id, recipient, brand, ...rest }) =>
      el('div', {}, facts(Object.entries(rest).filter(([, content]) => content != null).map(([name, content]) => [name, value(name, content)])))));
}

function entry(event) {
  const proof = event.proof && Object.entries(event.proof).filter(([, part]) => part).map(([name, part]) => `${name} ${part}`).join(', ');
  return el('li', { id: `event-${event.id}` },
    el('strong', {}, `${event.sequence} ${event.type}`), time(event.at),
    facts([['Campaign', event.campaign], ['Scope', event.scope], ['Source', event.source], ['Keyword', event.keyword], ['Text', event.text],
      ['Proof', proof], ['Recorded', event.recordedAt !== event.at ? time(event.recordedAt) : null], ['Policy of', event.policy]]));
}

/** Newest first. */
export function drawLedger(events) {
  byId('ledger').replaceChildren(...events.length === 0
    ? [el('li', { className: 'faint' }, 'Nothing has happened yet.')]
    : [...events].sort((a, b) => b.sequence - a.sequence).map(entry));
}
