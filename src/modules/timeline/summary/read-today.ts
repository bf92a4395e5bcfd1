import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { presentEntries } from '../reading/present-entries.ts';
import { readRows } from '../reading/read-rows.ts';
import { reachOf } from '../reading/sources.ts';
import type { Today } from './sentence.ts';

/** Enough to speak of a day by; a busier one is "more than" what was counted. */
const mostCounted = 1_000;

/** Who came by today, as far as it takes to say so. */
export async function readToday(options: { tx: Tx; now: Date; timeZone: string }): Promise<Today> {
  const { tx, now, timeZone } = options;
  const start = await tx.first<{ at: Date }>(
    sql`select date_trunc('day', ${now}::timestamptz, ${timeZone}) as at`,
  );
  const from = start?.at ?? now;
  const reach = reachOf({ type: 'workspace' }, null);
  const rows = await readRows({ tx, reach, filters: { from }, before: null, count: mostCounted + 1 });
  const [latest] =
    rows.length > 0 ? [] : await readRows({ tx, reach, filters: { to: from }, before: null, count: 1 });
  const entries = await presentEntries({ tx, rows: rows.slice(0, mostCounted), userId: null });
  const content = entries.filter((entry) => entry.kind === 'content' && entry.type !== 'email_sent');
  const times = new Map<string, number>();
  for (const { person } of content) if (person) times.set(person.id, (times.get(person.id) ?? 0) + 1);
  const [keenest] = [...times].sort(([, a], [, b]) => b - a);
  const entry = keenest && content.find(({ person }) => person?.id === keenest[0]);
  return {
    readers: times.size,
    companies: new Set(content.flatMap(({ person, account }) => (person && account ? account.id : []))).size,
    unknownVisitors: new Set(content.flatMap(({ person, profileId }) => (person ? [] : (profileId ?? []))))
      .size,
    talks: entries.filter((one) => one.kind === 'person' && one.type !== 'asset_shared').length,
    more: rows.length > mostCounted,
    keenest:
      keenest && entry?.person
        ? { person: entry.person, company: entry.account?.name ?? null, times: keenest[1] }
        : null,
    from,
    lastAt: latest?.occurred_at ?? null,
  };
}
