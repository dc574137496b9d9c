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

const form = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' };
const local = new Intl.DateTimeFormat(undefined, form);
const universal = new Intl.DateTimeFormat(undefined, { ...form, timeZone: 'UTC' });
let utc = false;

const written = iso => (utc ? universal : local).format(new Date(iso));

/** A time with date and zone, for where no element can stand. */
export const timeText = at => written(at);

/** A time with date and zone, in the reader's own or, on demand, in UTC; how long ago stands beside it, the exact one on hover. */
export function time(iso) {
  if (!iso) return null;
  return el('time', { dateTime: iso, title: iso }, el('span', {}, written(iso)), el('small', {}, ` (${distance(iso)})`));
}

/** Writes every time on the page in UTC, or in the reader's zone again. */
export function showUtc(on) {
  utc = on;
  for (const node of document.querySelectorAll('time[datetime]')) {
    const [span] = node.children;
    if (span) span.textContent = written(node.dateTime);
  }
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

const busy = new WeakSet();

/** Runs what a button or a form does; while it runs, a second click does nothing. */
export async function once(control, work) {
  if (busy.has(control)) return;
  busy.add(control);
  control.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    control.removeAttribute('aria-busy');
    busy.delete(control);
  }
}
