// One text against up to 1,000 numbers, and the same call to copy.
import { marked } from './check.js';
import { el, onSubmit, options } from './dom.js';
import { by } from './figures.js';
import { snippets } from './snippets.js';

const MOST = 1000;

export async function mount(root, { calls, brand, once, attempt, alive, personLink, say }) {
  const campaign = el('select');
  options(campaign, brand.campaigns.map(id => [id, id]));
  const sender = el('select');
  options(sender, [['', 'any'], ...brand.senders.map(address => [address, address])]);
  const text = el('textarea', { rows: 4, maxLength: 1600, dir: 'auto' });
  const numbers = el('textarea', { rows: 6, required: true, spellcheck: false, placeholder: '+1 415 555 2671' });
  const button = el('button', {}, 'Check');
  const form = el('form', { className: 'card builder' },
    el('div', { className: 'row' }, el('label', {}, 'Campaign', campaign), el('label', {}, 'From', sender)),
    el('label', {}, 'Text', text), el('label', {}, `Numbers, one a line, up to ${MOST}`, numbers), button);
  const result = el('div', { aria: { live: 'polite' } });
  const language = el('select');
  options(language, Object.keys(snippets).map(name => [name, name]));
  const code = el('pre', { className: 'card', tabIndex: 0 });
  const copy = el('button', { type: 'button', className: 'quiet' }, 'Copy');
  copy.addEventListener('click', () => attempt(() => navigator.clipboard.writeText(code.textContent), 'Copied.'));
  root.replaceChildren(form, result, el('section', { aria: { label: 'The same call' } }, el('div', { className: 'row' }, el('label', {}, 'The same call in', language), copy), code));

  const question = recipient => ({ recipient, brand: brand.id, campaign: campaign.value || undefined, sender: sender.value || undefined, body: text.value || undefined });
  const lines = () => numbers.value.split('\n').map(line => line.trim()).filter(Boolean);
  function show() {
    code.textContent = snippets[language.value](new URL('../checks', import.meta.url).href, { checks: lines().slice(0, 2).concat(lines().length === 0 ? ['+14155552671'] : []).map(question) });
  }
  for (const input of [campaign, sender, text, numbers, language]) input.addEventListener('input', show);
  show();

  onSubmit(form, () => once(button, async () => {
    const asked = lines();
    if (asked.length > MOST) throw new Error(`These are ${asked.length} numbers; ${MOST} go at once.`);
    const { results } = await calls.checks(asked.map(question));
    if (!alive()) return;
    const reasons = by(results.map(answer => ({ count: 1, name: `${answer.allowed ? 'yes' : 'no'}: ${answer.reason}` })), hour => hour.name);
    const judged = results.find(answer => answer.findings?.length > 0);
    result.replaceChildren(el('div', { className: 'card' },
      el('p', { className: 'verdict-line' }, `${results.filter(answer => answer.allowed).length} of ${results.length} may get it now. ${reasons.map(([name, count]) => `${count} ${name}`).join(', ')}.`),
      judged ? [el('h3', {}, 'What the text lacks'), marked(text.value, judged.findings)] : '',
      el('div', { className: 'scroll', tabIndex: 0, role: 'region', aria: { label: 'Answers' } }, el('table', {},
        el('thead', {}, el('tr', {}, ['Number', 'Answer', 'Obligations'].map(name => el('th', { scope: 'col' }, name)))),
        el('tbody', {}, results.map((answer, index) => el('tr', {}, el('td', {}, answer.reason === 'invalid' ? asked[index] : personLink(answer.recipient ?? asked[index])),
          el('td', {}, el('span', { className: `badge ${answer.allowed ? 'good' : 'bad'}` }, answer.reason), answer.errors ? el('small', {}, Object.values(answer.errors).flat().join(' ')) : ''),
          el('td', {}, (answer.obligations ?? []).join(', ') || '–'))))))));
    say(`${results.length} checked.`);
  }));
}
