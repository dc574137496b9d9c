// The check builder: a question, and its answer with reason, obligations, findings marked in the text, and evidence as links into the ledger.
import { distance, draw, el, facts, onSubmit, options, time } from './dom.js';
import { markEvidence } from './ledger.js';

const KINDS = ['campaign', 'informational', 'reply', 'opt-in-request'];
const LONGEST = 1600;

/** The text with each finding's span marked; what is missing is marked where it belongs. Positions count UTF-16 units, as JavaScript does. */
export function marked(body, findings) {
  const parts = [];
  let at = 0;
  for (const { start, length, type } of [...findings].sort((a, b) => a.start - b.start || a.length - b.length)) {
    if (start < at) continue;
    parts.push(body.slice(at, start), length > 0
      ? el('mark', {}, body.slice(start, start + length), el('span', { className: 'tag' }, type))
      : el('mark', { className: 'missing' }, el('span', { className: 'tag' }, type)));
    at = start + length;
  }
  return el('p', { className: 'quote', aria: { label: 'The text with findings' } }, parts, body.slice(at));
}

const chips = (values, tone) => values?.length > 0 ? el('ul', { className: 'tags' }, values.map(value => el('li', { className: `badge ${tone}` }, value))) : null;

function answerOf({ question, answer }) {
  const errors = Object.entries(answer.errors ?? {}).map(([field, texts]) => `${field} ${[texts].flat().join(', ')}`);
  return [
    el('p', { className: `verdict ${answer.allowed ? 'good' : 'bad'}` }, answer.allowed ? 'Yes' : 'No', el('span', {}, answer.reason)),
    question.body ? marked(question.body, answer.findings ?? []) : '',
    facts([['Planned for', question.at && time(question.at)], ['Obligations', chips(answer.obligations, 'wait')], ['Until', answer.until && [time(answer.until), ` (${distance(answer.until)})`]],
      ['Usable senders', chips(answer.usableSenders, 'none')], ['What to do', answer.hint], ['Wrong', errors.join('; ')],
      ['Rests on', answer.evidence?.length > 0 ? el('ul', { className: 'tags' }, answer.evidence.map(id => el('li', {}, id.startsWith('ev-') ? el('a', { href: `#event-${id}` }, id) : id))) : null]]),
  ].filter(part => part !== '');
}

/** `asked()` is called when a question was put; `ask(subject)` answers it, `show(result)` draws that. */
export function createCheck(asked) {
  const [campaign, kind, sender] = [el('select'), el('select', {}, KINDS.map(word => el('option', {}, word))), el('select')];
  const body = el('textarea', { rows: 3, maxLength: LONGEST, spellcheck: false });
  const at = el('input', { type: 'datetime-local' });
  const form = el('form', { className: 'builder' },
    el('div', { className: 'row' }, el('label', {}, 'Campaign', campaign), el('label', {}, 'Kind', kind), el('label', {}, 'From', sender), el('label', {}, 'Planned for, by your clock', at)),
    el('label', { className: 'grow' }, 'Text, if it is to be looked at too', body),
    el('button', {}, 'Check'));
  const result = el('div', { className: 'answer', aria: { live: 'polite' } });
  let question = null;

  onSubmit(form, () => {
    question = { campaign: campaign.value || undefined, kind: kind.value, sender: sender.value || undefined, body: body.value || undefined,
      at: at.value ? new Date(at.value).toISOString() : undefined };
    asked();
  });

  return {
    element: el('div', {}, form, result),
    choose(brand) {
      options(campaign, [...brand.campaigns.map(id => [id, id]), ['', 'none']]);
      options(sender, [['', 'any'], ...brand.senders.map(address => [address, address])]);
      for (const select of [campaign, kind, sender]) select.selectedIndex = 0;
      at.value = '';
      question = null;
      this.show(null);
    },
    async ask({ calls, recipient, brand }) {
      if (!question) return null;
      const put = { ...question, recipient, brand: brand.id };
      return { question: put, answer: await calls.check(put) };
    },
    show(given) {
      draw(result, given, () => given ? answerOf(given) : []);
      markEvidence(given?.answer.evidence ?? []);
    },
  };
}
