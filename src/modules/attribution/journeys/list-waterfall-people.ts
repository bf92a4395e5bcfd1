import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { WaterfallPeopleQuery, WaterfallPerson } from './contract.ts';
import { cohortSql, type FunnelStep, funnelSteps } from './funnel-sql.ts';
import { namesOf, spellingsOf } from './labels.ts';
import { readPeople } from './people-of-rows.ts';
import { ask, type JourneysContext, planJourneys } from './plan.ts';
import { findStep, funnelOptions, splitBy } from './read-waterfall.ts';
import { dayMs, nobodyId, quoted, quotedUuid } from './sql-text.ts';

type Row = {
  id: string;
  first_ms: number | null;
  known_ms: number;
  touches: number;
  first_type: string;
  first_channel: string;
  first_campaign_id: string;
  times: (number | null)[];
  depth: number;
  sort_ms: number;
};

const iso = (ms: number) => new Date(ms).toISOString();

/** The people of a step, who got there last first. */
export async function listWaterfallPeople(context: JourneysContext, input: WaterfallPeopleQuery) {
  const plan = await planJourneys(context, input);
  const split = splitBy(plan, input.by);
  const options = funnelOptions(plan, { basis: input.basis, split });
  const { step, next } = findStep(plan, input.step);
  const time = `times[${step.index}]`;
  const nextTime = next ? `times[${next.index}]` : 'null';
  const isState = {
    reached: '1',
    goneOn: next ? `depth >= ${next.index}` : '0',
    stopped: next ? `depth < ${next.index}` : '1',
    timed: next ? `${time} is not null and ${nextTime} is not null and ${nextTime} >= ${time}` : '0',
    valued: 'won_deals > 0',
  }[input.state];
  const where = [`depth >= ${step.index}`, isState];
  if (input.row !== undefined) where.push(`row_key = ${quoted(input.row)}`);
  if (input.cursor !== undefined) {
    const [ms, afterId] = decodeCursor(input.cursor, 2);
    where.push(`(sort_ms, id) < (toInt64(${Number(ms)}), ${quotedUuid(String(afterId))})`);
  }
  const rows = await ask<Row>(
    plan,
    `select id, first_ms, known_ms, touches, first_type, first_channel, first_campaign_id, times, depth,
      toInt64(ifNull(${time}, known_ms)) as sort_ms
    from (${cohortSql(options)}) as cohort where ${where.join(' and ')}
    order by sort_ms desc, id desc limit ${input.limit + 1}`,
  );
  const steps = funnelSteps(plan.stages.map(({ key }) => key)).filter(
    ({ key }) => key !== 'click' || input.basis === 'touch',
  );
  const money = plan.money({ amount: 'amount_minor', currency: 'currency', ms: 'result_ms' });
  const ids = rows.map(({ id }) => quotedUuid(id));
  const deals = ids.length
    ? await ask<Deal>(
        plan,
        `select primary_id, id, name, status, ${money} as minor, ifNull(closed_ms, opened_ms) as result_ms
        from journey_deal where workspace_id = ${plan.workspace} and primary_id in (${ids.join(', ')})
        order by result_ms`,
      )
    : [];
  const present = await context.inWorkspace((tx) => presenter(tx, { rows, steps, deals, step, next }));
  return toPage({ rows, limit: input.limit, item: present, cursor: (row) => [row.sort_ms, row.id] });
}

type Deal = {
  primary_id: string;
  id: string;
  name: string;
  status: 'open' | 'won' | 'lost';
  minor: number | null;
};
async function presenter(
  tx: Tx,
  given: {
    rows: readonly Row[];
    steps: readonly FunnelStep[];
    deals: readonly Deal[];
    step: FunnelStep;
    next: FunnelStep | null;
  },
): Promise<(row: Row) => WaterfallPerson> {
  const ids = given.rows.map(({ id }) => id);
  const person = await readPeople(tx, ids);
  const campaigns = await namesOf(
    tx,
    'campaign',
    given.rows.map((row) => row.first_campaign_id),
  );
  const channels = await spellingsOf(tx, 'channel');
  // The latest stands last, and stays.
  const deals = new Map(given.deals.map((deal) => [deal.primary_id, deal]));
  return (row) => {
    const deal = deals.get(row.id);
    const from = row.times[given.step.index - 1] ?? null;
    const to = given.next ? (row.times[given.next.index - 1] ?? null) : null;
    return {
      ...person(row.id),
      firstTouch:
        row.first_ms === null
          ? null
          : {
              at: iso(row.first_ms),
              type: row.first_type,
              channel: channels.get(row.first_channel) ?? row.first_channel,
              campaign:
                row.first_campaign_id === nobodyId ? null : (campaigns.get(row.first_campaign_id) ?? null),
            },
      knownAt: iso(row.known_ms),
      steps: given.steps
        .filter(({ index }) => index <= row.depth)
        .map(({ key, index }) => {
          const ms = row.times[index - 1] ?? null;
          return { key, at: ms === null ? null : iso(ms) };
        }),
      daysToNext: from !== null && to !== null && to >= from ? (to - from) / dayMs : null,
      touchpoints: row.touches,
      deal: deal ? { id: deal.id, name: deal.name, status: deal.status, minor: deal.minor } : null,
    };
  };
}
