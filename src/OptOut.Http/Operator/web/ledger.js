// The ledger as a timeline. An event never changes, so each is drawn once.
import { proofText } from './consents.js';
import { el, facts, time } from './dom.js';

const tones = {
  'opted-out': 'bad', 'provider-blocked': 'bad', 'consent-withdrawn': 'bad', 'opted-in': 'good', consented: 'good', 'provider-unblocked': 'good',
  'conversation-opened': 'good', 'confirmation-uncertain': 'wait', 'review-needed': 'wait', 'consent-requested': 'wait', superseded: 'none', erased: 'none',
};
const named = {
  id: 'Event', recordedAt: 'Recorded', policy: 'Policy of', sender: 'Sender', messagingService: 'Messaging service', actor: 'By', consentId: 'Consent', basis: 'Basis',
  method: 'Method', trigger: 'Trigger', kind: 'Kind', supersededBy: 'Superseded by', about: 'About', conversationSid: 'Conversation', until: 'Ends',
};
const times = new Set(['recordedAt', 'until']);

// Only what was written down noticeably later than it happened says so at once.
const late = event => new Date(event.recordedAt) - new Date(event.at) > 2000;

function entry(event) {
  const proof = proofText(event.proof);
  return el('li', { id: `event-${event.id}`, className: tones[event.type] ?? 'plain', tabIndex: -1, dataset: { id: event.id, type: event.type, json: JSON.stringify(event, null, 2) } },
    el('p', { className: 'event' }, el('span', { className: 'number' }, `${event.sequence}`), el('strong', {}, event.type.replaceAll('-', ' ')),
      el('span', { className: 'about' }, [event.keyword, event.campaign, event.scope && `scope ${event.scope}`].filter(Boolean).join(' · ')), time(event.at)),
    event.text ? el('blockquote', { dir: 'auto' }, event.text) : '',
    el('p', { className: 'faint' }, `from ${event.source}`, proof ? [', proof ', el('code', {}, proof)] : '', late(event) ? [', recorded ', time(event.recordedAt)] : ''),
    el('details', {}, el('summary', {}, 'All of it'),
      facts([...Object.entries(named).filter(([name]) => event[name]).map(([name, label]) => [label, times.has(name) ? time(event[name]) : `${event[name]}`]),
        ['Restored', event.restored?.join(', ')], ['Fulfilled', event.fulfilled?.join(', ')]])));
}

/** A filter over what is drawn, and the shown events to copy. */
export function ledgerTools(list) {
  const filter = el('input', { type: 'search', autocomplete: 'off', spellcheck: false });
  const copy = el('button', { type: 'button', className: 'quiet' }, 'Copy what is shown');
  const said = el('span', { className: 'faint', role: 'status' });
  const show = () => {
    for (const item of list.children) item.hidden = Boolean(filter.value) && !item.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
  };
  filter.addEventListener('input', show);
  new MutationObserver(show).observe(list, { childList: true });
  copy.addEventListener('click', async () => {
    const shown = [...list.children].filter(item => !item.hidden && item.dataset.json);
    said.textContent = await navigator.clipboard.writeText(`[${shown.map(item => item.dataset.json).join(',\n')}]`).then(() => `${shown.length} events are copied.`, () => 'The browser does not let this page copy.');
  });
  return el('div', { className: 'row tools' }, el('label', {}, 'Filter the ledger', filter), copy, said);
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
