// What happened lately, in numbers and pictures, and what needs somebody.
import { bars, ranks, spark, week } from './charts.js';
import { el } from './dom.js';
import { by, byDay, byWeekday, daysBack, hoursOf, kinds, total } from './figures.js';
import { wayOf } from './words.js';

const tile = (name, value, course, note) => el('article', { className: 'card tile' }, el('h3', {}, name), el('p', { className: 'big' }, `${value}`), spark(course), note ? el('p', { className: 'faint' }, note) : '');

async function needs({ calls, brand, href }, hours) {
  const [reviews, health] = await Promise.all([calls.reviews(brand.id), calls.health()]);
  const items = [];
  const waiting = reviews.items.length;
  if (waiting > 0) items.push([`${waiting}${reviews.cursor ? ' or more' : ''} message${waiting === 1 ? ' waits' : 's wait'} for a decision`, href('review')]);
  const violations = total(hours.filter(kinds.violations));
  if (violations > 0) items.push([`${violations} message${violations === 1 ? '' : 's'} went out that should not have`, href('activity', { type: 'send-recorded' })]);
  const unsettled = total(hours.filter(kinds.unsettled));
  if (unsettled > 0) items.push([`${unsettled} confirmation${unsettled === 1 ? '' : 's'} may not have arrived`, href('activity', { type: 'confirmation-uncertain' })]);
  for (const [name, state] of Object.entries(health.checks ?? {})) if (state !== 'ok') items.push([`${name}: ${state}`, href('setup')]);
  return items;
}

export async function mount(root, desk) {
  const { calls, brand, days } = desk;
  const from = new Date(Date.now() - days * 86400000).toISOString();
  const statistics = await calls.statistics(brand.id, from);
  const hours = hoursOf(statistics.days);
  const labels = daysBack(days);
  const [optOuts, optIns] = [hours.filter(kinds.optOuts), hours.filter(kinds.optIns)];
  const sends = hours.filter(kinds.sends);
  const rate = total(sends) > 0 ? `${(total(optOuts) / total(sends) * 100).toFixed(2)} %` : '–';
  const waiting = await needs(desk, hours);
  const perDay = (out, into) => out.map((count, index) => into[index] > 0 ? count / into[index] : 0);
  const ways = by(optOuts, hour => hour.source).map(([source]) => source);
  root.replaceChildren(
    el('section', { className: `card needs ${waiting.length > 0 ? 'some' : ''}`, aria: { labelledby: 'needs-title' } }, el('h3', { id: 'needs-title' }, 'Needs somebody'),
      waiting.length === 0 ? el('p', {}, 'Nothing waits.') : el('ul', {}, waiting.map(([what, where]) => el('li', {}, el('a', { href: where }, what))))),
    el('div', { className: 'tiles' },
      tile('Opt-outs', total(optOuts), byDay(optOuts, labels)),
      tile('Opt-out rate', rate, perDay(byDay(optOuts, labels), byDay(sends, labels)),
        total(sends) > 0 ? `opt-outs for each of ${total(sends).toLocaleString()} messages sent` : 'no sends are reported in this time'),
      tile('Opt-ins', total(optIns), byDay(optIns, labels), 'consents among them'),
      tile('Violations', total(hours.filter(kinds.violations)), byDay(hours.filter(kinds.violations), labels), 'sent though not allowed'),
      tile('Unsettled confirmations', total(hours.filter(kinds.unsettled)), byDay(hours.filter(kinds.unsettled), labels), 'uncertain or withheld')),
    el('div', { className: 'cards' },
      el('div', { className: 'card' }, bars('Opt-outs by day and way', labels, ways.length > 0
        ? ways.map(source => [wayOf(source), byDay(optOuts.filter(hour => hour.source === source), labels)]) : [['opt-outs', labels.map(() => 0)]])),
      el('div', { className: 'card' }, ranks('Opt-outs by keyword', 'Keyword', by(optOuts, hour => hour.keyword ?? 'no keyword'))),
      el('div', { className: 'card' }, week('Opt-outs by weekday and hour', byWeekday(optOuts))),
      el('div', { className: 'card' }, ranks('Opt-ins by campaign', 'Campaign', by(optIns, hour => hour.campaign ?? 'whole brand')))));
}
