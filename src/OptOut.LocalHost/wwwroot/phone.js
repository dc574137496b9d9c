// The phone: its thread, and texting from it.
import * as api from './api.js';
import { byId, el, time } from './dom.js';

const KEPT = 'optout.phones';
const FIRST = ['+14155552671', '+14155552672'];

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

const ways = { phone: 'you', twiml: 'TwiML', rest: 'REST' };

function bubble(message) {
  const mine = message.via === 'phone';
  const note = mine ? ['to ', message.to] : ['from ', message.from, ' by ', ways[message.via] ?? message.via, ', ', message.status,
    message.errorCode ? ` (${message.errorCode})` : ''];
  return el('li', { className: `${mine ? 'mine' : 'theirs'} ${message.status}` },
    el('span', { className: 'visually-hidden' }, mine ? 'You: ' : 'The brand: '), message.body || '(empty)', el('small', {}, ...note, ' · ', time(message.at)));
}

let shown = '';

/** Redraws only what changed, so that a screen reader is told new messages and nothing twice. */
export async function drawThread(phone, brand) {
  const { messages } = await api.thread(phone);
  const ours = messages.filter(message => [message.from, message.to, message.messagingServiceSid].some(address => brand.senders.includes(address)));
  const list = byId('thread');
  const about = `${phone} ${brand.id}`;
  const drawn = shown === about ? [...list.children] : [];
  if (shown !== about) list.replaceChildren();
  shown = about;
  ours.forEach((message, index) => {
    const state = JSON.stringify(message);
    if (drawn[index]?.dataset.state === state) return;
    const item = bubble(message);
    item.dataset.state = state;
    if (drawn[index]) drawn[index].replaceWith(item);
    else list.append(item);
  });
  if (ours.length > drawn.length) list.scrollTop = list.scrollHeight;
}
