import type { BusinessCalendar } from '../policy.ts';

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon–Fri 09:00–17:00, Europe/Berlin, without public holidays of DE-BY". */
export function calendarWords({ hours, timeZone, holidays, daysOff }: BusinessCalendar): string {
  const timesOf = (weekday: number) =>
    hours
      .filter((span) => span.weekday === weekday)
      .map(({ from, to }) => `${from}–${to}`)
      .sort()
      .join(' and ');
  const groups: { first: number; last: number; times: string }[] = [];
  for (let weekday = 1; weekday <= 7; weekday++) {
    const times = timesOf(weekday);
    const group = groups.at(-1);
    if (times === '') continue;
    if (group && group.times === times && group.last === weekday - 1) group.last = weekday;
    else groups.push({ first: weekday, last: weekday, times });
  }
  const [only] = groups;
  const always = groups.length === 1 && only?.first === 1 && only.last === 7 && only.times === '00:00–24:00';
  const open = always
    ? 'around the clock'
    : groups
        .map(({ first, last, times }) => {
          const days = first === last ? weekdays[first] : `${weekdays[first]}–${weekdays[last]}`;
          return `${days} ${times}`;
        })
        .join(', ');
  const place = holidays ? [holidays.country, holidays.state, holidays.region].filter(Boolean).join('-') : '';
  const off = daysOff.length;
  return [
    open || 'never open',
    timeZone,
    ...(place ? [`without public holidays of ${place}`] : []),
    ...(off > 0 ? [off === 1 ? '1 day off' : `${off} days off`] : []),
  ].join(', ');
}
