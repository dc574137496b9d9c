// The brand's view of one recipient: where each scope stands, what was consented to, what may be sent, and the ledger behind it all.
import { createCheck } from './check.js';
import { el, draw } from './dom.js';
import { drawConsents } from './consents.js';
import { drawLedger, ledgerTools } from './ledger.js';
import { drawStanding } from './standing.js';

const MOST_PAGES = 20;

function card(id, title, ...content) {
  return el('article', { className: `card ${id}`, aria: { labelledby: `${id}-title` } }, el('h3', { id: `${id}-title` }, title), content);
}

/**
 * Builds the cards into an element. `extra.attempt(work)` does what is asked for and says what goes wrong. `extra.consents` goes below the consents; `extra.withdraw(consent)`, where it returns an element, beside each;
 * `extra.standing(whole, campaigns, consents, events)` hears where each scope stands.
 * Call `show({ calls, recipient, brand })` for another subject, `refresh()` when something may have changed.
 */
export function createBrandView(root, extra = {}) {
  const standing = el('div', { className: 'scroll', tabIndex: 0, role: 'region', aria: { label: 'State of each scope' } });
  const announced = el('p', { className: 'visually-hidden', role: 'status' });
  const consents = el('div');
  const ledger = el('ol', { className: 'timeline' });
  const older = el('p', { className: 'faint', hidden: true }, 'Only the first of very many events are shown.');
  const check = createCheck(() => extra.attempt(refresh));
  root.classList.add('cards');
  root.replaceChildren(
    card('standing', 'Where it stands', standing, announced),
    card('consents', 'Consents', consents, extra.consents ?? []),
    card('check', 'May I send this now?', check.element),
    card('ledger', 'Ledger', el('p', { className: 'faint' }, 'Newest first. Nothing here is ever edited.'), ledgerTools(ledger),
      el('div', { className: 'history', tabIndex: 0, role: 'region', aria: { label: 'Ledger events' } }, ledger, older)));

  let subject = null;

  async function readLedger({ calls, recipient, brand }) {
    const events = [];
    let cursor;
    for (let page = 0; page < MOST_PAGES && (page === 0 || cursor); page++) {
      const history = await calls.history(recipient, brand.id, cursor);
      events.push(...history.events);
      cursor = history.cursor;
    }
    return { events, more: Boolean(cursor) };
  }

  async function refresh() {
    const shown = subject;
    if (!shown) return;
    const { calls, recipient, brand } = shown;
    const [whole, campaigns, { consents: held }, history, answer] = await Promise.all([
      calls.suppression(recipient, brand.id),
      Promise.all(brand.campaigns.map(campaign => calls.suppression(recipient, brand.id, campaign))),
      calls.consents(recipient, brand.id),
      readLedger(shown),
      check.ask(shown),
    ]);
    if (shown !== subject) return;
    const sentence = drawStanding(standing, brand, whole, campaigns, held);
    draw(announced, sentence, () => sentence);
    extra.standing?.(whole, campaigns, held, history.events);
    drawConsents(consents, held, extra.withdraw);
    drawLedger(ledger, history.events);
    older.hidden = !history.more;
    check.show(answer);
  }

  return {
    refresh,
    show(next) {
      if (subject?.recipient !== next.recipient || subject?.brand !== next.brand) check.choose(next.brand);
      subject = next;
      return refresh();
    },
    clear() {
      subject = null;
      for (const node of [standing, announced, consents, ledger]) draw(node, null, () => []);
      check.show(null);
    },
  };
}
