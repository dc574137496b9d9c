// The check builder's answer: reason, obligations, the evidence as links into the ledger, findings marked in the text.
import { byId, el, facts, time } from './dom.js';

/** The text with each finding's span marked; what is missing is noted after it. Positions count UTF-16 units, as JavaScript does. */
function marked(body, findings) {
  const spans = findings.filter(finding => finding.length > 0).sort((a, b) => a.start - b.start);
  const parts = [];
  let at = 0;
  for (const { start, length, type } of spans) {
    if (start < at) continue;
    parts.push(body.slice(at, start), el('mark', { title: type }, body.slice(start, start + length), el('span', { className: 'visually-hidden' }, ` (${type})`)));
    at = start + length;
  }
  parts.push(body.slice(at));
  const missing = findings.filter(finding => !(finding.length > 0)).map(finding => el('mark', {}, finding.type));
  return el('p', { className: 'quote' }, parts, missing.length > 0 ? ' ' : '', ...missing.flatMap(mark => [mark, ' ']));
}

const list = values => values?.length > 0 ? values.join(', ') : null;

export function drawAnswer(question, answer) {
  const evidence = (answer.evidence ?? []).map(id => el('li', {}, el('a', { href: `#event-${id}` }, id)));
  byId('answer').replaceChildren(
    el('p', { className: `verdict ${answer.allowed ? 'good' : 'bad'}` }, answer.allowed ? 'Allowed' : 'Denied', `: ${answer.reason}`),
    facts([['Obligations', list(answer.obligations)], ['Until', time(answer.until)], ['Usable senders', list(answer.usableSenders)],
      ['Errors', answer.errors && JSON.stringify(answer.errors)], ['Evidence', evidence.length > 0 ? el('ul', {}, evidence) : null]]),
    question.body ? marked(question.body, answer.findings ?? []) : '');
  for (const item of document.querySelectorAll('.ledger li')) item.classList.toggle('evidence', (answer.evidence ?? []).some(id => item.id === `event-${id}`));
}
