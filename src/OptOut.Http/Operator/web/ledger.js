// The ledger as a timeline. An event never changes, so each is drawn once.
import { proofText } from './consents.js';
import { el, facts, time } from './dom.js';

const tones = {
  'opted-out': 'bad', 'provider-blocked': 'bad', 'consent-withdrawn': 'bad', 'number-reassigned': 'bad', 'opted-in': 'good', consented: 'good', 'provider-unblocked': 'good',
  'conversation-opened': 'good', 'confirmation-uncertain': 'wait', 'review-needed': 'wait', 'consent-requested': 'wait', superseded: 'none', erased: 'none',
};
const named = {
  id: 'Event', recordedAt: 'Recorded', policy: 'Policy of', sender: 'Sender', messagingService: 'Messaging service', actor: 'By', consentId: 'Consent', basis: 'Basis',
  method: 'Method', trigger: 'Trigger', kind: 'Kind', supersededBy: 'Superseded by', timeZone: 'Time zone', region: 'Region', level: 'Level', about: 'About', conversationSid: 'Conversation', until: 'Ends',
};
const times = new Set(['recordedAt', 'until']);

// Only what was written down noticeably later than it happened says so at once.
const late = event => new Date(event.recordedAt) - new Date(event.at) > 2000;

function entry(event) {
  const proof = proofText(event.proof);
  return el('li', { id: `event-${event.id}`, className: event.violation ? 'bad' : tones[event.type] ?? 'plain', tabIndex: -1, dataset: { id: event.id } },
    el('p', { className: 'event' }, el('span', { className: 'number' }, `${event.sequence}`), el('strong', {}, event.type.replaceAll('-', ' ')),
      el('span', { className: 'about' }, [event.keyword, event.campaign, event.scope && `scope ${event.scope}`].filter(Boolean).join(' · ')), time(event.at)),
    event.text ? el('blockquote', {}, event.text) : '',
    event.violation ? el('p', { className: 'violation' }, el('span', { className: 'badge bad' }, `violation: ${event.violation}`), event.evidence?.length > 0 ? ` against ${event.evidence.join(', ')}` : '') : '',
    event.unchecked ? el('p', { className: 'faint' }, `No proof that it was checked: ${event.unchecked}`) : '',
    el('p', { className: 'faint' }, `from ${event.source}`, proof ? [', proof ', el('code', {}, proof)] : '', late(event) ? [', recorded ', time(event.recordedAt)] : ''),
    el('details', {}, el('summary', {}, 'All of it'),
      facts([...Object.entries(named).filter(([name]) => event[name]).map(([name, label]) => [label, times.has(name) ? time(event[name]) : `${event[name]}`]),
        ['Restored', event.restored?.join(', ')], ['Fulfilled', event.fulfilled?.join(', ')]])));
}

/** Newest first. */
export function drawLedger(list, events) {
  const known = new Map([...list.children].filter(item => item.dataset.id).map(item => [item.dataset.id, item]));
  const wanted = [...events].sort((a, b) => b.sequence - a.sequence);
  const items = wanted.map(event => known.get(event.id) ?? entry(event));
  if (items.length === list.children.length && items.every((item, index) => item === list.children[index]) && items.length > 0) return;
  const focused = document.activeElement;
  list.replaceChildren(...items.length > 0 ? items : [el('li', { className: 'faint plain' }, 'Nothing has happened yet.')]);
  if (list.contains(focused)) focused.focus();
}

/** Marks what an answer rests on. */
export function markEvidence(ids) {
  for (const item of document.querySelectorAll('.timeline li')) item.classList.toggle('evidence', ids.includes(item.dataset.id));
}
