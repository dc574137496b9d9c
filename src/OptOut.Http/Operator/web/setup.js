// How it is set up, and whether it is well: addresses to give Twilio, the last word heard at each sender, the configuration, the doctor's report.
import { el, facts, time } from './dom.js';

function copyable(text, attempt) {
  const button = el('button', { type: 'button', className: 'quiet small', aria: { label: `Copy ${text}` } }, 'Copy');
  button.addEventListener('click', () => attempt(() => navigator.clipboard.writeText(text), 'Copied.'));
  return [el('code', {}, text), ' ', button];
}

const region = (label, table) => el('div', { className: 'scroll', tabIndex: 0, role: 'region', aria: { label } }, table);
const table = (head, rows) => el('table', {}, el('thead', {}, el('tr', {}, head.map(name => el('th', { scope: 'col' }, name)))),
  el('tbody', {}, rows.map(([name, ...cells]) => el('tr', {}, el('th', { scope: 'row' }, name), cells.map(cell => el('td', {}, cell))))));

export async function mount(root, { calls, brand, may, alive, attempt, once }) {
  const [setup, health, heard] = await Promise.all([calls.setup(), calls.health(), calls.activity({ brand: brand.id, source: 'message', limit: 1000 })]);
  if (!alive()) return;
  const mine = setup.brands.find(each => each.id === brand.id);
  const last = new Map();
  for (const item of heard.items) if (item.sender && !last.has(item.sender)) last.set(item.sender, item.at);
  const doctor = el('div', { aria: { live: 'polite' } });
  const ask = el('button', { type: 'button' }, 'Ask Twilio now');
  ask.addEventListener('click', () => once(ask, async () => {
    const { findings } = await calls.doctor();
    if (alive()) doctor.replaceChildren(findings.length === 0 ? el('p', {}, 'Twilio’s settings are as they should be.') : el('ul', {}, findings.map(finding => el('li', {},
      el('strong', {}, `${finding.what} (${finding.where})`), facts([['Expected', finding.expected], ['Found', finding.found], ['Do this', finding.doThis]])))));
  }));
  root.replaceChildren(el('div', { className: 'cards' },
    el('section', { className: 'card', aria: { labelledby: 'health-title' } }, el('h3', { id: 'health-title' }, 'Health'),
      table(['What', 'State'], Object.entries(health.checks ?? {}).map(([name, state]) => [name, el('span', { className: `badge ${state === 'ok' ? 'good' : 'wait'}` }, `${state}`)])),
      setup.warnings.length > 0 ? el('ul', {}, setup.warnings.map(warning => el('li', {}, warning))) : ''),
    el('section', { className: 'card', aria: { labelledby: 'senders-title' } }, el('h3', { id: 'senders-title' }, 'Senders'),
      region('Senders', table(['Sender', 'Opt-outs answered by', 'Last word that was recorded'], mine.senders.map(sender => [sender.address, sender.optOutHandledBy, time(last.get(sender.address)) ?? 'none in 30 days'])))),
    el('section', { className: 'card', aria: { labelledby: 'addresses-title' } }, el('h3', { id: 'addresses-title' }, 'Addresses to give Twilio'),
      region('Addresses', table(['For', 'Method', 'Address'], setup.addresses.map(address => [address.what, address.method, copyable(address.url, attempt)])))),
    el('section', { className: 'card', aria: { labelledby: 'doctor-title' } }, el('h3', { id: 'doctor-title' }, 'Twilio’s settings against ours'),
      may === 'admin' ? [ask, doctor] : el('p', { className: 'faint' }, 'Needs a key that may admin.')),
    el('section', { className: 'card wide', aria: { labelledby: 'settings-title' } }, el('h3', { id: 'settings-title' }, 'Configuration'), el('p', { className: 'faint' }, 'Read only: it is set where the host is configured.'),
      facts([...setup.settings, ...mine.settings].map(({ name, value }) => [name, el('span', { dir: 'auto' }, value)])),
      region('Campaigns', table(['Campaign', 'Purpose', 'Content', 'Keywords', 'Double opt-in', 'Quiet hours'], mine.campaigns.map(each =>
        [each.id, each.purpose, each.content, each.keywords.join(', ') || '–', each.doubleOptIn ? 'yes' : 'no', each.quietHours]))))));
}
