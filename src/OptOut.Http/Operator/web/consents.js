// Each consent with what it rests on and when it ends.
import { distance, draw, el, facts, time } from './dom.js';

const tones = { effective: 'good', pending: 'wait', expired: 'none', withdrawn: 'none', 'opted-out': 'bad' };

export const proofText = proof => proof && Object.entries(proof).filter(([, part]) => part).map(([name, part]) => `${name} ${part}`).join(', ');

function one(consent, withdraw) {
  const { campaigns, status, basis, method, obtainedAt, until, statement, proof, trigger, ageVerified, frequency } = consent;
  return el('section', { className: 'consent', aria: { label: `Consent to ${campaigns.join(', ') || 'the whole brand'}` } },
    el('p', {}, el('strong', {}, campaigns.join(', ') || 'Whole brand'), ' ', el('span', { className: `badge ${tones[status] ?? 'none'}` }, status),
      until ? el('span', { className: 'faint' }, ` ${status === 'expired' ? 'ended' : 'ends'} ${distance(until)}`) : ''),
    statement ? el('blockquote', { dir: 'auto' }, statement) : '',
    facts([['Basis', [basis, method].filter(Boolean).join(', ')], ['Obtained', time(obtainedAt)], ['Ends', time(until)], ['Trigger', trigger],
      ['Proof', proofText(proof) && el('code', {}, proofText(proof))],
      ['Age', ageVerified && `at least ${ageVerified.minimumAge}, by ${ageVerified.method}`], ['At most', frequency && `${frequency.max} per ${frequency.per}`]]),
    withdraw?.(consent) ?? '');
}

export function drawConsents(node, consents, withdraw) {
  // The distance moves on by itself: by the minute is enough.
  draw(node, [consents, Math.floor(Date.now() / 60000), consents.map(consent => Boolean(withdraw?.(consent)))], () => consents.length === 0
    ? el('p', { className: 'faint' }, 'None: nothing may be sent but a reply.')
    : consents.map(consent => one(consent, withdraw)));
}
