// One click each: a short story on a phone of its own, told step by step while the page shows it.
import * as local from './local.js';
import { addPhone, drawPhones } from './phone.js';
import { el, once } from '/api/operator/dom.js';

const PATIENCE = 15000;

/** A number of the range for fiction that no earlier story used. */
async function freshPhone() {
  for (;;) {
    const phone = `+1415556${2000 + Math.floor(Math.random() * 8000)}`;
    if ((await local.thread(phone)).messages.length === 0) return phone;
  }
}
const pause = ms => new Promise(done => setTimeout(done, ms));

/** Asks until it is so. */
async function until(look, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`It did not come to this in ${PATIENCE / 1000} s: ${what}.`);
    await pause(200);
  }
}

const answersOf = messages => messages.filter(message => message.via !== 'phone');

const stories = [
  {
    name: 'Twilio loses our answer',
    about: 'and delivers the STOP again, then five times at once: how many confirmations?',
    async tell({ phone, deliver, step }) {
      await local.setFaults(phone, [{ fault: 'answer-lost', times: 1 }, { fault: 'redelivered', count: 3 }]);
      await step('Twilio will lose the first answer, and call again.');
      await deliver('STOP');
      await step('STOP was texted.');
      await local.setFaults(phone, [{ fault: 'duplicated', count: 4, times: 1 }]);
      await deliver('stop');
      await step('“stop” came five times at once.');
      await local.setFaults(phone, []);
      const { messages } = await local.thread(phone);
      const deliveries = messages.reduce((sum, message) => sum + (message.deliveries?.length ?? 0), 0);
      await step(`${deliveries} deliveries, ${answersOf(messages).length} confirmation: rule 8 asks for exactly one.`);
    },
  },
  {
    name: 'In, out and in again',
    about: 'JOIN, STOP and START, and what may be sent after each.',
    async tell({ phone, brand, calls, deliver, step }) {
      const campaign = 'offers';
      const ask = () => calls().check({ recipient: phone, brand: brand.id, campaign });
      for (const word of ['JOIN', 'STOP', 'START']) {
        await deliver(word);
        const answer = await ask();
        await step(`${word}: may ${campaign} be sent now? ${answer.allowed ? 'Yes' : 'No'}, ${answer.reason}.`);
      }
    },
  },
  {
    name: 'A message after the STOP',
    about: 'A person opts out in their own words, and a system that never asked sends all the same.',
    async tell({ phone, brand, sender, calls, deliver, step }) {
      await deliver('JOIN');
      await step('JOIN: the person wants offers.');
      await deliver('please take me off your list');
      const answer = await calls().check({ recipient: phone, brand: brand.id, campaign: 'offers' });
      await step(`“please take me off your list”: ${answer.allowed ? 'still allowed' : `no more messages, ${answer.reason}`}.`);
      await pause(1100);
      await calls().send({
        recipient: phone, brand: brand.id, campaign: 'offers', kind: 'campaign', sender, messageSid: `SM${crypto.randomUUID().replaceAll('-', '')}`,
        sentAt: new Date().toISOString(), fulfilled: ['identify-sender'],
      });
      const violation = await until(async () => (await calls().history(phone, brand.id)).events.find(event => event.violation), 'the send is recorded');
      await step(`A send was reported. The ledger calls it a violation: ${violation.violation}.`);
    },
  },
];

/** `page` gives what the stories need: `deliver(body)`, `calls()`, `chosen`, `choosePhone(phone)`, `refresh()`. */
export function createScenarios(root, page) {
  const list = el('ol', { id: 'story' });
  const tell = story => async () => {
    list.replaceChildren();
    if (!page.chooseDemo()) return list.append(el('li', { className: 'wrong' }, 'These are stories of the demo account, and another is configured.'));
    const { brand } = page.chosen;
    const step = async said => {
      list.append(el('li', {}, said));
      await page.refresh();
    };
    try {
      const phone = addPhone(await freshPhone());
      drawPhones(phone, page.choosePhone);
      await page.choosePhone(phone);
      await story.tell({ phone, brand, sender: brand.senders[0], calls: page.calls, deliver: page.deliver, step });
    } catch (error) {
      list.append(el('li', { className: 'wrong' }, error.message));
    }
  };
  root.replaceChildren(el('h3', { id: 'scenarios-title' }, 'Watch it happen'), el('p', { className: 'faint' }, 'One click each, on a new phone of Acme Clinics.'),
    el('ul', { className: 'plain' }, stories.map(story => {
      const button = el('button', { type: 'button', className: 'quiet' }, story.name);
      // One story at a time, whichever button it is.
      button.addEventListener('click', () => once(root, tell(story)));
      return el('li', {}, button, el('small', {}, story.about));
    })), el('div', { role: 'log', aria: { live: 'polite', label: 'What happened' } }, list));
}
