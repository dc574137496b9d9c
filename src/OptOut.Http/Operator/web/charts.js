// Pictures drawn by hand as SVG, each with the table that says the same.
import { el } from './dom.js';

const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
let pictures = 0;

/** A table that can be folded out below its picture. */
function tableOf(caption, head, rows) {
  return el('details', { className: 'as-table' }, el('summary', {}, 'As a table'), el('div', { className: 'scroll', tabIndex: 0, role: 'region', aria: { label: caption } },
    el('table', {}, el('caption', { className: 'visually-hidden' }, caption),
      el('thead', {}, el('tr', {}, head.map(name => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows.map(([name, ...values]) => el('tr', {}, el('th', { scope: 'row' }, name), values.map(value => el('td', {}, value instanceof Node ? value : `${value}`))))))));
}

function figure(title, picture, ...rest) {
  const id = `picture-${++pictures}`;
  return el('figure', { aria: { labelledby: id } }, el('figcaption', { id }, title), picture, rest);
}

/** A small course without words; the number beside it says what matters. */
export function spark(values) {
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => `${(index / Math.max(1, values.length - 1) * 100).toFixed(1)},${(27 - value / most * 24).toFixed(1)}`).join(' ');
  return svg('svg', { viewBox: '0 0 100 30', preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true' }, svg('polyline', { points }));
}

/** Stacked bars: `series` is `[[name, values]]`, a value for each label. */
export function bars(title, labels, series) {
  const sums = labels.map((_, index) => series.reduce((sum, [, values]) => sum + values[index], 0));
  const most = Math.max(1, ...sums);
  const width = 600 / labels.length;
  const picture = svg('svg', { viewBox: '0 0 600 170', class: 'bars', role: 'img', 'aria-label': `${title}: ${sums.reduce((a, b) => a + b, 0)} in all, ${Math.max(0, ...sums)} at most` });
  picture.append(svg('line', { x1: 0, x2: 600, y1: 150, y2: 150, class: 'axis' }));
  labels.forEach((label, index) => {
    let y = 150;
    series.forEach(([name, values], order) => {
      const height = values[index] / most * 140;
      y -= height;
      if (height > 0) picture.append(svg('rect', { x: index * width + 1, y, width: Math.max(1, width - 2), height, class: `s${order % 6}` }, svg('title', {}, `${label}, ${name}: ${values[index]}`)));
    });
    if (index % Math.ceil(labels.length / 6) === 0) picture.append(svg('text', { x: index * width, y: 165 }, label.slice(5)));
  });
  return figure(title, picture,
    series.length > 1 ? el('ul', { className: 'legend' }, series.map(([name], order) => el('li', {}, el('span', { className: `key s${order % 6}`, aria: { hidden: 'true' } }), name))) : '',
    tableOf(title, ['Day', ...series.map(([name]) => name)], labels.map((label, index) => [label, ...series.map(([, values]) => values[index])])));
}

/** Names with bars beside their numbers: a table already. */
export function ranks(title, head, items, most = 8) {
  const top = Math.max(1, ...items.map(([, count]) => count));
  return figure(title, items.length === 0 ? el('p', { className: 'faint' }, 'None in this time.') : el('table', {},
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, head), el('th', { scope: 'col' }, 'How many'))),
    el('tbody', {}, items.slice(0, most).map(([name, count]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', { className: 'rank' }, `${count} `,
      svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { width: count / top * 100, height: 8, class: 's0' })))))))); 
}

/** A square for each hour of the week. */
export function week(title, grid) {
  const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const most = Math.max(1, ...grid.flat());
  const picture = svg('svg', { viewBox: '0 0 560 178', class: 'week', role: 'img', 'aria-label': `${title}: ${grid.flat().reduce((a, b) => a + b, 0)} in all` });
  grid.forEach((hours, row) => {
    picture.append(svg('text', { x: 0, y: row * 22 + 15 }, names[row].slice(0, 3)));
    hours.forEach((count, hour) => picture.append(svg('rect', { x: 36 + hour * 21.5, y: row * 22 + 1, width: 19.5, height: 19.5, rx: 3, class: `h${count === 0 ? 0 : Math.ceil(count / most * 4)}` },
      svg('title', {}, `${names[row]}, ${hour}:00: ${count}`))));
  });
  for (const hour of [0, 6, 12, 18]) picture.append(svg('text', { x: 36 + hour * 21.5, y: 172 }, `${hour}:00`));
  return figure(title, picture, tableOf(title, ['', ...Array.from({ length: 24 }, (_, hour) => `${hour}`)], grid.map((hours, row) => [names[row], ...hours])));
}

/** Lanes over time: `lanes` is `[[name, [{ from, to, tone, what }]]]`. */
export function lanes(title, rows, first, last, when) {
  const place = at => (at - first) / Math.max(1, last - first) * 470 + 120;
  const picture = svg('svg', { viewBox: `0 0 600 ${rows.length * 30 + 10}`, class: 'lanes', role: 'img', 'aria-label': title });
  rows.forEach(([name, spans], row) => {
    picture.append(svg('text', { x: 0, y: row * 30 + 20 }, name.length > 16 ? `${name.slice(0, 15)}…` : name), svg('line', { x1: 120, x2: 590, y1: row * 30 + 15, y2: row * 30 + 15, class: 'axis' }));
    for (const { from, to, tone, what } of spans) picture.append(svg('rect', { x: place(from), y: row * 30 + 8, width: Math.max(3, place(to ?? last) - place(from)), height: 14, rx: 3, class: tone }, svg('title', {}, what)));
  });
  return figure(title, picture, tableOf(title, ['For', 'What', 'From', 'Until'],
    rows.flatMap(([name, spans]) => spans.map(({ from, to, what }) => [name, what, when(from), to ? when(to) : 'now']))));
}
