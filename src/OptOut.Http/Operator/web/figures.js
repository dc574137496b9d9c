// What the days' figures add up to, in the reader's own zone.

const MS_HOUR = 3600000;

/** Each hour in which something happened: `{ at, type, source, campaign, keyword, violation, count }`. */
export function hoursOf(days) {
  return days.flatMap(({ day, figures }) => figures.flatMap(({ hours, ...figure }) => hours.flatMap((count, hour) =>
    count > 0 ? [{ ...figure, count, at: new Date(Date.parse(`${day}T00:00:00Z`) + hour * MS_HOUR) }] : [])));
}

const dayKey = at => `${at.getFullYear()}-${`${at.getMonth() + 1}`.padStart(2, '0')}-${`${at.getDate()}`.padStart(2, '0')}`;

/** The reader's days, the oldest first. */
export function daysBack(count, now = new Date()) {
  return Array.from({ length: count }, (_, index) => dayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - (count - 1 - index))));
}

export const total = hours => hours.reduce((sum, hour) => sum + hour.count, 0);

/** How many on each of the days. */
export function byDay(hours, days) {
  const sums = new Map(days.map(day => [day, 0]));
  for (const { at, count } of hours) if (sums.has(dayKey(at))) sums.set(dayKey(at), sums.get(dayKey(at)) + count);
  return [...sums.values()];
}

/** How many of each name, the most first. */
export function by(hours, name) {
  const sums = new Map();
  for (const hour of hours) if (name(hour)) sums.set(name(hour), (sums.get(name(hour)) ?? 0) + hour.count);
  return [...sums].sort((a, b) => b[1] - a[1] || `${a[0]}`.localeCompare(`${b[0]}`));
}

/** Seven rows from Monday on, 24 hours each. */
export function byWeekday(hours) {
  const grid = Array.from({ length: 7 }, () => Array(24).fill(0));
  for (const { at, count } of hours) grid[(at.getDay() + 6) % 7][at.getHours()] += count;
  return grid;
}

export const kinds = {
  sends: hour => hour.type === 'send-recorded',
  optOuts: hour => hour.type === 'opted-out',
  optIns: hour => hour.type === 'opted-in' || hour.type === 'consented',
  violations: hour => Boolean(hour.violation),
  unsettled: hour => hour.type === 'confirmation-uncertain' || hour.type === 'confirmation-withheld',
};
