// The phone: its thread, and which phones there are.
import * as local from './local.js';
import { byId, el, time } from '/api/operator/dom.js';

const KEPT = 'optout.phones';
// The last two are the demo account's own people: one consented, the other's number was reassigned.
const FIRST = ['+14155552671', '+14155552672', '+447700900123', '+14155552680', '+12125550142'];

export function phones() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) && kept.length > 0 ? kept : FIRST;
  } catch {
    return FIRST;
  }
}

export function addPhone(typed) {
  const number = typed.replace(/[\s.()-]/g, '');
  if (!/^\+[0-9]{8,15}$/.test(number)) throw new Error('A phone number needs + and 8 to 15 digits.');
  const all = phones().includes(number) ? phones() : [...phones(), number];
  localStorage.setItem(KEPT, JSON.stringify(all));
  return number;
}

export function drawPhones(selected, choose) {
  byId('phone-list').replaceChildren(...phones().map(number => {
    const radio = el('input', { type: 'radio', name: 'phone', value: number, checked: number === selected });
    radio.addEventListener('change', () => choose(number));
    return el('label', {}, radio, number);
  }));
}

const ways = { twiml: 'TwiML', rest: 'REST' };

/** What became of a text's deliveries; one that went well needs no word. */
function attempts(statuses) {
  if (statuses.length === 0 || (statuses.length === 1 && statuses[0] === 200)) return '';
  return [el('span', { className: 'attempts' }, `delivered ${statuses.length}×: ${statuses.map(status => status || 'no answer').join(', ')}`), ' · '];
}

function bubble(message) {
  const mine = message.via === 'phone';
  const lost = message.status === 'failed' || message.status === 'undelivered';
  return el('li', { className: `${mine ? 'mine' : 'theirs'} ${lost ? 'lost' : ''}` },
    el('span', { className: 'bubble', dir: 'auto' }, el('span', { className: 'visually-hidden' }, mine ? 'You: ' : 'The brand: '), message.body || '(empty)'),
    el('small', {}, mine ? attempts(message.deliveries) : [el('span', { className: 'way' }, ways[message.via]), ` · ${message.status}`, message.errorCode ? ` (${message.errorCode})` : '', ' · '],
      time(message.at)));
}

function tally(messages) {
  const mine = messages.filter(message => message.via === 'phone');
  const counts = [['Texts', mine.length], ['Deliveries', mine.reduce((sum, message) => sum + message.deliveries.length, 0)],
    ['Answers', messages.filter(message => message.via !== 'phone').length]];
  byId('tally').replaceChildren(...counts.map(([name, count]) => el('div', {}, el('dt', {}, name), el('dd', {}, `${count}`))));
}

let shown = '';

/** Redraws only what changed, so that a screen reader is told new messages and nothing twice. */
export async function drawThread(phone, brand) {
  const { messages } = await local.thread(phone);
  const ours = messages.filter(message => [message.from, message.to, message.messagingServiceSid].some(address => brand.senders.includes(address)));
  const list = byId('thread');
  const about = `${phone} ${brand.id}`;
  if (shown !== about) list.replaceChildren();
  shown = about;
  const drawn = [...list.children];
  ours.forEach((message, index) => {
    const state = JSON.stringify(message);
    if (drawn[index]?.dataset.state === state) return;
    const item = bubble(message);
    item.dataset.state = state;
    if (drawn[index]) drawn[index].replaceWith(item);
    else list.append(item);
  });
  if (ours.length > drawn.length) list.parentElement.scrollTop = list.parentElement.scrollHeight;
  tally(ours);
}
