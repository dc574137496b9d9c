// A list comes in: looked at first, then written, with how far it is.
import { el, onSubmit, options } from './dom.js';

const MOST_WRONG = 50;

/** Reads the host's answer line by line as it comes. */
async function eachLine(answer, take) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : lines.pop();
    for (const line of lines) if (line.trim()) take(JSON.parse(line));
    if (done) return;
  }
}

export function importForm({ calls, brand, alive, attempt }) {
  const kind = el('select');
  options(kind, [['suppressions', 'Opt-outs'], ['consents', 'Consents']]);
  const file = el('input', { type: 'file', required: true, accept: '.csv,.tsv,.txt,.ndjson' });
  const progress = el('progress', { hidden: true, aria: { label: 'Import' } });
  const said = el('div', { role: 'status' });
  const write = el('button', { type: 'button', hidden: true }, 'Import it');
  const form = el('form', { className: 'card', aria: { label: 'Import' } }, el('h3', {}, 'Import a list'),
    el('p', { className: 'faint' }, 'CSV or NDJSON, lists of other vendors too. First it is only looked at; nothing is written before you say so. An import never lifts an opt-out.'),
    el('div', { className: 'row' }, el('label', {}, 'What', kind), el('label', { className: 'grow' }, 'File', file), el('button', { className: 'quiet' }, 'Look at it'), write), progress, said);
  let busy = false;

  async function run(dryRun) {
    if (busy || !file.reportValidity()) return;
    busy = true;
    progress.hidden = false;
    progress.removeAttribute('value');
    const [wrong, results] = [[], {}];
    let lines = 0, complete = null;
    await attempt(async () => {
      await eachLine(await calls.upload(kind.value, brand.id, dryRun, file.files[0]), line => {
        if (line.summary) complete = line;
        else {
          lines++;
          results[line.result] = (results[line.result] ?? 0) + 1;
          if (line.errors && wrong.length < MOST_WRONG) wrong.push(`Line ${line.line}: ${Object.entries(line.errors).map(([field, what]) => `${field} ${[what].flat().join(', ')}`).join('; ')}`);
          if (lines % 500 === 0) said.textContent = `${lines} lines …`;
        }
      });
      if (!complete) throw new Error('The connection broke off. Import it again: what is in already stays as it is.');
    });
    busy = false;
    progress.hidden = true;
    if (!alive()) return;
    const counts = Object.entries(results).map(([name, count]) => `${count} ${name}`).join(', ') || 'no lines';
    said.replaceChildren(el('p', {}, complete ? `${dryRun ? 'It would be' : 'Done'}: ${counts}.` : `Broken off after ${lines} lines.`), wrong.length > 0 ? el('ul', {}, wrong.map(what => el('li', {}, what))) : '');
    write.hidden = !(dryRun && complete);
  }

  for (const input of [kind, file]) input.addEventListener('change', () => { write.hidden = true; said.replaceChildren(); });
  onSubmit(form, () => run(true));
  write.addEventListener('click', () => run(false));
  return form;
}
