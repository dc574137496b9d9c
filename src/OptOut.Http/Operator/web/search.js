// Finds people by what is at hand. What is typed goes into a request's body, never into an address.
import { el, onSubmit, options } from './dom.js';

const CODES = 'US CA GB DE FR ES PT MX BR AR AU AT BE BG CH CI CL CN CO CR CZ DK DO EC EE EG FI GR GT HK HR HU ID IE IL IN IS IT JM JP KE KR LT LU LV MA MY NG NL NO NZ PA PE PH PK PL PR RO RS SA SE SG SI SK TH TN TR TW UA UY VE VN ZA';

export function createSearch(form, find) {
  const by = el('select');
  options(by, [['recipient', 'number'], ['last4', 'last four digits'], ['reference', 'your reference']]);
  const names = new Intl.DisplayNames(undefined, { type: 'region' });
  const country = el('select');
  options(country, [['', 'none chosen'], ...CODES.split(' ').map(code => [code, names.of(code)]).sort((a, b) => a[1].localeCompare(b[1]))]);
  const input = el('input', { id: 'find', required: true, autocomplete: 'off', spellcheck: false, placeholder: '+1 415 555 2671' });
  const button = el('button', {}, 'Find');
  const where = el('label', {}, 'Country, without +', country);
  form.replaceChildren(el('label', {}, 'Find by', by), where, el('label', { className: 'grow' }, 'Find a person', input), button);
  const arrange = () => {
    where.hidden = by.value !== 'recipient';
    input.placeholder = { recipient: '+1 415 555 2671', last4: '2671', reference: 'crm-1042' }[by.value];
  };
  by.addEventListener('change', arrange);
  arrange();
  onSubmit(form, () => find(button, { [by.value]: input.value.trim(), country: by.value === 'recipient' && country.value && !input.value.includes('+') ? country.value : undefined }));
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || form.hidden || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
    event.preventDefault();
    input.focus();
  });
  return { clear() { input.value = ''; } };
}
