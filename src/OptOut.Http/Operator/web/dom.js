// The few ways in which these pages write into themselves. Text is always set as text, never as markup.

export const byId = id => document.getElementById(id);

/** An element with properties and children; children are elements or text, empty ones are left out. */
export function el(tag, properties = {}, ...children) {
  const { dataset, aria, ...plain } = properties;
  const element = Object.assign(document.createElement(tag), plain);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== '' && child !== false));
  return element;
}

/** A list of names and values; what is not known is left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return el('dl', {}, known.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const calendar = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** A time in the reader's own zone: the clock alone for today; the exact one on hover. */
export function time(iso) {
  if (!iso) return null;
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return el('time', { dateTime: iso, title: iso }, (today ? clock : calendar).format(date));
}

const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });

/** How far off a time is: "in 23 hours", "2 days ago". */
export function distance(iso) {
  const seconds = (new Date(iso) - new Date()) / 1000;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** Fills a select and keeps its choice where that still exists. */
export function options(select, values) {
  const before = select.value;
  select.replaceChildren(...values.map(([value, label]) => el('option', { value }, label)));
  if (values.some(([value]) => value === before)) select.value = before;
}

const drawn = new WeakMap();

/** Draws only when what is drawn has changed, so that a screen reader is told nothing twice and no focus is lost. */
export function draw(node, data, make) {
  const key = JSON.stringify(data);
  if (drawn.get(node) === key) return;
  drawn.set(node, key);
  node.replaceChildren(...[make()].flat());
}

export function onSubmit(form, work) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    work();
  });
}
