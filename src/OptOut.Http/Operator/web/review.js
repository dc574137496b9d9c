// Messages that may be revocations and wait for a person (rule 39): one at a time, two buttons, keys.
import { el, time } from './dom.js';

export async function mount(root, { calls, brand, may, once, say, personLink, alive }) {
  const actor = el('input', { required: true, maxLength: 200, autocomplete: 'off' });
  const list = el('ol', { className: 'plain-list' });
  root.replaceChildren(
    el('p', {}, 'While a message waits, no message goes to the person but replies. Undecided in time, it counts as an opt-out.'),
    may === 'read' ? el('p', { className: 'faint' }, 'This key may read only.') : el('div', { className: 'card row' }, el('label', { className: 'grow' }, 'Your name', actor),
      el('p', { className: 'faint' }, 'Keys, while a message is chosen: O opts out, M keeps it as an ordinary message, J and K move.')),
    list);

  async function decide(item, decision, row) {
    if (!actor.reportValidity()) return;
    await once(row, async () => {
      await calls.decide(item.event, { decision, reason: decision === 'opt-out' ? 'Read as an opt-out.' : 'Read as an ordinary message.', actor: actor.value.trim() });
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      say(decision === 'opt-out' ? `${item.recipient} is opted out, as of the message.` : `The message of ${item.recipient} stays an ordinary one.`);
      if (list.children.length === 0) list.append(el('li', { className: 'faint' }, 'Nothing waits.'));
      else next?.focus();
    });
  }

  function rowOf(item) {
    const row = el('li', { className: 'card waiting', tabIndex: may === 'read' ? -1 : 0 },
      el('blockquote', { dir: 'auto' }, item.text || '(erased)'),
      el('p', { className: 'faint' }, personLink(item.recipient), ', came ', time(item.at), ', due ', time(item.due), item.score === undefined ? '' : `, score ${Math.round(item.score * 100)} %`),
      may === 'read' ? '' : el('div', { className: 'row' }, el('button', { type: 'button', dataset: { decision: 'opt-out' } }, 'It is an opt-out'),
        el('button', { type: 'button', className: 'quiet', dataset: { decision: 'ordinary' } }, 'An ordinary message')));
    row.addEventListener('click', event => event.target.dataset.decision && decide(item, event.target.dataset.decision, row));
    row.addEventListener('keydown', event => {
      if (event.target !== row || event.ctrlKey || event.altKey || event.metaKey) return;
      const decision = { o: 'opt-out', m: 'ordinary' }[event.key.toLowerCase()];
      if (decision && may !== 'read') decide(item, decision, row);
      if (event.key === 'j') row.nextElementSibling?.focus();
      if (event.key === 'k') row.previousElementSibling?.focus();
    });
    return row;
  }

  const { items, cursor } = await calls.reviews(brand.id);
  if (!alive()) return;
  list.replaceChildren(...items.length > 0 ? items.map(rowOf) : [el('li', { className: 'faint' }, 'Nothing waits.')]);
  if (cursor) root.append(el('p', { className: 'faint' }, 'These are the oldest; more come when they are decided.'));
}
