import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import type { StalledLead, StalledLeadsQuery } from './contract.ts';
import { leadStallsSql } from './lead-stalls-sql.ts';
import { readPeople } from './people-of-rows.ts';
import { ask, type JourneysContext, planJourneys } from './plan.ts';
import { dayMs, quotedUuid } from './sql-text.ts';
import { type GoneOn, limitSql, rowOfStalls } from './stall-limits.ts';

type Row = {
  id: string;
  since_ms: number;
  days: number;
  is_stalled: number;
  last_ms: number | null;
  touchpoints: number;
  minor: number;
};

const iso = (ms: number) => new Date(ms).toISOString();

/** The leads behind a number of what stands still, who wait longest first. */
export async function listStalledLeads(context: JourneysContext, input: StalledLeadsQuery) {
  const plan = await planJourneys(context, input);
  const stalls = leadStallsSql(plan, input.by);
  const nowMs = plan.now.getTime();
  const goneOn = await ask<GoneOn>(plan, stalls.goneOn);
  const where = [rowOfStalls(input)];
  if (input.stalled !== undefined) where.push(`is_stalled = ${input.stalled ? 1 : 0}`);
  if (input.cursor !== undefined) {
    const [ms, afterId] = decodeCursor(input.cursor, 2);
    where.push(`(since_ms, id) > (toInt64(${Number(ms)}), ${quotedUuid(String(afterId))})`);
  }
  const rows = await ask<Row>(
    plan,
    `select id, toInt64(since_ms) as since_ms, days, is_stalled, last_ms, length(at) as touchpoints, ifNull(minor, 0) as minor
    from (select *, greatest(${nowMs} - since_ms, 0) / ${dayMs} as days, days > ${limitSql(goneOn)} as is_stalled
      from (${stalls.waiting}) as waiting)
    where ${where.join(' and ')} order by since_ms, id limit ${input.limit + 1}`,
  );
  const person = await context.inWorkspace((tx) =>
    readPeople(
      tx,
      rows.map(({ id }) => id),
    ),
  );
  return toPage({
    rows,
    limit: input.limit,
    item: (row): StalledLead => ({
      ...person(row.id),
      since: iso(row.since_ms),
      days: row.days,
      stalled: row.is_stalled === 1,
      lastTouchAt: row.last_ms === null ? null : iso(row.last_ms),
      touchpoints: row.touchpoints,
      openMinor: row.minor,
    }),
    cursor: (row) => [row.since_ms, row.id],
  });
}
