// The few ways in which this page writes into itself. Text is always set as text, never as markup.

export const byId = id => document.getElementById(id);

/** An element with properties and children; children are elements or text, empty ones are left out. */
export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

/** A list of names and values; what is not known is left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return el('dl', {}, known.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

export function time(iso) {
  if (!iso) return null;
  const date = new Date(iso);
  return el('time', { dateTime: iso, title: iso }, Number.isNaN(date.valueOf()) ? iso : date.toLocaleString());
}

/** Fills a select and keeps its choice where that still exists. */
export function options(select, values) {
  const before = select.value;
  select.replaceChildren(...values.map(([value, label]) => el('option', { value }, label)));
  if (values.some(([value]) => value === before)) select.value = before;
}
