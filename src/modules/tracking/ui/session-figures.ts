import type { SessionReport } from '../sessions/contract.ts';

export type Figures = { sessions: number; pages: number; visitors: number };
type WeekRow = SessionReport['weeks'][number];

const weekMs = 7 * 86_400_000;

/** All channels of a week together; weeks in which nobody came stand between the others with nought. */
export function byWeek(rows: readonly WeekRow[]): { week: string; sessions: number }[] {
  const counts = new Map<string, number>();
  for (const { week, sessions } of rows) counts.set(week, (counts.get(week) ?? 0) + sessions);
  const weeks = [...counts.keys()].toSorted();
  const [first] = weeks;
  const last = weeks.at(-1);
  if (first === undefined || last === undefined) return [];
  const all: { week: string; sessions: number }[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += weekMs) {
    const week = new Date(at).toISOString().slice(0, 10);
    all.push({ week, sessions: counts.get(week) ?? 0 });
  }
  return all;
}

/** Channels over all weeks, most sessions first; whoever came in two weeks counts in both. */
export function byChannel(rows: readonly WeekRow[]): (Figures & { channel: string | null })[] {
  const sums = new Map<string | null, Figures>();
  for (const row of rows) {
    const sum = sums.get(row.channel) ?? { sessions: 0, pages: 0, visitors: 0 };
    sums.set(row.channel, {
      sessions: sum.sessions + row.sessions,
      pages: sum.pages + row.pages,
      visitors: sum.visitors + row.visitors,
    });
  }
  return [...sums].map(([channel, sum]) => ({ channel, ...sum })).sort((a, b) => b.sessions - a.sessions);
}

export function pagesASession({ sessions, pages }: { sessions: number; pages: number }): string {
  return sessions === 0 ? '–' : (pages / sessions).toFixed(1);
}

/** The one site that all the pages stand on; null where there are several. */
export function onlySite(pages: readonly string[]): string | null {
  const sites = new Set(pages.map((page) => page.split('/', 1)[0] ?? ''));
  const [site] = sites;
  return sites.size === 1 && site ? site : null;
}
