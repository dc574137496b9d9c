// Where each scope stands: the brand as a whole, then each campaign.
import { draw, el, time } from './dom.js';

const words = { effective: ['consented', 'good'], pending: ['pending', 'wait'], expired: ['expired', 'wait'] };

function row(name, label, tone, state, also) {
  return el('tr', {},
    el('th', { scope: 'row' }, name),
    el('td', {}, el('span', { className: `badge ${tone}` }, label), state.suppressed && state.scope ? el('small', {}, ` by ${state.scope}`) : ''),
    el('td', {}, state.suppressed ? time(state.since) : time(state.liftedAt) ?? '–'),
    el('td', {}, [state.keyword, state.source, also].filter(Boolean).join(' · ') || '–'));
}

/** Draws the table and returns the sentence that says the same. */
export function drawStanding(node, brand, whole, campaigns, consents) {
  draw(node, [brand.name, whole, campaigns, consents.map(consent => [consent.status, consent.campaigns, consent.basis])], () => {
    const rows = campaigns.map((state, index) => {
      const name = brand.campaigns[index];
      const held = consents.filter(consent => consent.campaigns.includes(name));
      const best = ['effective', 'pending', 'expired'].find(status => held.some(consent => consent.status === status));
      const [label, tone] = state.suppressed ? ['opted out', 'bad'] : words[best] ?? ['no consent', 'none'];
      return row(name, label, tone, state, state.suppressed ? null : held.find(consent => consent.status === best)?.basis);
    });
    return el('table', {},
      el('thead', {}, el('tr', {}, ['Scope', 'State', 'Since', 'By'].map(title => el('th', { scope: 'col' }, title)))),
      el('tbody', {}, row(el('strong', {}, brand.name), whole.suppressed ? 'opted out' : 'open', whole.suppressed ? 'bad' : 'none', whole), rows));
  });
  return whole.suppressed ? `Opted out of ${brand.name}, by ${whole.scope ?? 'brand'}.` : `Not opted out of ${brand.name}.`;
}
