const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

type Timed = {
  state: string;
  responseDueAt: string | null;
  dispositionDueAt: string | null;
  firstResponseAt: string | null;
  paused: boolean;
};

export type Due = { at: Date; what: 'first response' | 'answer'; late: boolean };

/** What sales owes next on a hand-off, and by when; null: nothing that a clock counts. */
export function nextDue(one: Timed, now: Date): Due | null {
  const response = one.firstResponseAt === null ? one.responseDueAt : null;
  const answer = one.state === 'offered' ? one.dispositionDueAt : null;
  const open = one.state === 'offered' || one.state === 'accepted';
  const dues = [
    { at: response, what: 'first response' as const },
    { at: answer, what: 'answer' as const },
  ].flatMap(({ at, what }) => (at === null || !open ? [] : [{ at: new Date(at), what }]));
  const [first] = dues.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return first ? { ...first, late: !one.paused && first.at < now } : null;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const shownInHoursMs = 3 * hourMs;

/** `38 min`, `2 h 10`, `3 days` */
export function spanWords(spanMs: number): string {
  if (spanMs < minuteMs) return 'less than a minute';
  if (spanMs < hourMs) return `${Math.floor(spanMs / minuteMs)} min`;
  if (spanMs < dayMs) {
    const minutes = Math.floor((spanMs % hourMs) / minuteMs);
    return `${Math.floor(spanMs / hourMs)} h${minutes === 0 ? '' : ` ${String(minutes).padStart(2, '0')}`}`;
  }
  const days = Math.round(spanMs / dayMs);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** `due in 38 min`, `due today, 16:00`, `due tomorrow, 09:30`, `due in 3 days`, `2 h 10 late` */
export function dueWords(at: Date, now: Date): string {
  const leftMs = at.getTime() - now.getTime();
  if (leftMs < 0) return `${spanWords(-leftMs)} late`;
  if (leftMs < shownInHoursMs) return `due in ${spanWords(leftMs)}`;
  const days = daysBetween(now, at);
  if (days === 0) return `due today, ${clock.format(at)}`;
  if (days === 1) return `due tomorrow, ${clock.format(at)}`;
  return days <= 14 ? `due in ${days} days` : `due ${dayOfYear.format(at)}`;
}

/** Days of the reader's calendar, whatever the hour. */
function daysBetween(from: Date, to: Date): number {
  const start = (at: Date) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  return Math.round((start(to) - start(from)) / dayMs);
}
