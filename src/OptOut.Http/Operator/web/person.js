// One person and one brand: a sentence that says what holds and why, the lanes, the cards, corrections, and the evidence file.
import { createBrandView } from './brand-view.js';
import { createCorrections } from './corrections.js';
import { el, time } from './dom.js';
import { lanesOf } from './person-lanes.js';
import { lanes } from './charts.js';
import { wayOf } from './words.js';

/** What holds and why, as parts of one sentence. */
function sentenceOf(brand, whole, campaigns, consents) {
  const held = consents.filter(consent => consent.status === 'effective');
  const names = [...new Set(held.flatMap(consent => consent.campaigns.length > 0 ? consent.campaigns : ['informational messages']))];
  if (whole.suppressed) {
    return [`No message of ${brand.name} may go to this person: they opted out${whole.scope === 'account' ? ' of every brand' : ''} on `, time(whole.lastOptOutAt ?? whole.since),
      `${whole.keyword ? `, texting ${whole.keyword}` : ''}, ${wayOf(whole.source)}.`];
  }
  const stopped = campaigns.filter(state => state.suppressed).map(state => state.campaign).filter(Boolean);
  const open = names.filter(name => !stopped.includes(name));
  return [...open.length > 0 ? [`${brand.name} may send ${open.join(', ')}, as the person consented`, ...held[0] ? [' on ', time(held[0].obtainedAt)] : [], '.'] : [`${brand.name} may only reply: no consent is held.`],
    stopped.length > 0 ? ` They opted out of ${stopped.join(', ')}.` : ''];
}

export async function mount(root, desk) {
  const { calls, brand, may, alive, attempt, once, save, say, whenLeft, route } = desk;
  const { items: [{ recipient }] } = await calls.search({ brand: brand.id, person: route.person });
  if (!alive()) return;
  const subject = { calls, recipient, brand };
  const about = el('p', { className: 'sentence card' });
  const picture = el('div', { className: 'card' });
  const [corrections, cards] = [el('div', { className: 'card', id: 'corrections', hidden: may === 'read' }), el('div', { id: 'view' })];
  const evidence = el('button', { type: 'button', className: 'quiet' }, 'Evidence file');
  evidence.addEventListener('click', () => once(evidence, async () => {
    await save({ what: 'evidence', brand: brand.id, person: route.person });
    say('The evidence file is on its way: the ledger of this person, sealed (dotnet run --project tools/audit -- verify FILE).');
  }));
  const title = el('h2', { id: 'found-title' }, `${recipient} and ${brand.name}`);
  const current = () => alive() ? subject : null;
  const changes = createCorrections(corrections, current, (work, said) => attempt(async () => { await work(); await view.refresh(); }, said));
  const view = createBrandView(cards, {
    attempt,
    withdraw: consent => changes.withdraw(consent),
    standing: (whole, campaigns, consents, events) => {
      changes.offer(whole, campaigns);
      about.replaceChildren(...sentenceOf(brand, whole, campaigns, consents));
      const [rows, first] = lanesOf(brand, events);
      picture.replaceChildren(lanes('Consent and opt-outs over time', rows, first, Date.now(), at => time(new Date(at).toISOString())));
    },
  });
  changes.onSwitch(() => attempt(() => view.refresh()));
  changes.choose(brand, recipient, may);
  whenLeft(() => { view.clear(); changes.clear(); });
  const section = el('section', { id: 'found', aria: { labelledby: 'found-title' } }, el('div', { className: 'row spread' }, title, evidence), about, picture, corrections, cards);
  await view.show(subject);
  if (alive()) root.replaceChildren(section);
}
