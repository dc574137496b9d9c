// What happens to a phone's number: it gets another owner, or its owner says where they live.
import { el, onSubmit } from '/api/operator/dom.js';

const ZONES = ['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'Pacific/Honolulu', 'Europe/London', 'Europe/Paris', 'Asia/Tokyo'];

/** `chosen` says whose phone and which brand it is, `calls()` are the sender's, `attempt(work)` does it and draws anew. */
export function createNumberLife(chosen, calls, attempt) {
  const zone = el('select', {}, el('option', { value: '' }, 'where the number says'), ZONES.map(name => el('option', {}, name)));
  const life = el('form', { className: 'row' }, el('label', {}, 'Lives in', zone), el('button', { className: 'quiet' }, 'Tell the brand'));
  onSubmit(life, () => attempt(() => calls().preferences(chosen.phone, { brand: chosen.brand.id, timeZone: zone.value || null }), 'The brand knows where the person lives.', life));

  const report = el('form', { className: 'row' }, el('button', { className: 'quiet' }, 'The number has another owner now'));
  onSubmit(report, () => attempt(() => calls().reassigned(chosen.phone, { at: new Date().toISOString(), source: 'reassigned-numbers-database' }), 'The number is reported reassigned.', report));
  return el('div', {}, life, report);
}
