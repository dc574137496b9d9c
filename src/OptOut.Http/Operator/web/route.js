// The page's address: `#/overview?brand=acme&days=30`. The part behind # never leaves the browser, and no number stands in it.
export const VIEWS = { overview: 'Overview', people: 'People', review: 'Review', activity: 'Activity', check: 'Message check', setup: 'Set-up and health' };
export const DAYS = [7, 30, 90];

export function readRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const [view, person] = path.split('/');
  const { brand, days, ...more } = Object.fromEntries(new URLSearchParams(query));
  return { view: view === 'person' && person ? 'person' : VIEWS[view] ? view : 'overview', person, brand, days: DAYS.includes(Number(days)) ? Number(days) : 30, more };
}

export function writeRoute({ view, person, brand, days, more = {} }) {
  const known = Object.entries({ brand, days, ...more }).filter(([, value]) => value !== undefined && value !== '');
  return `#/${view}${person ? `/${person}` : ''}?${new URLSearchParams(known)}`;
}
