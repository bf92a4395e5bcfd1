import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Sla, slaInForce } from '../../../language/index.ts';
import { listStages } from '../../../people/index.ts';
import type { CapacityPicture, CapacityWeek } from '../contract.ts';
import { countWeeks, type WeekCounts } from './count-weeks.ts';
import { type ExpectedVolume, expectedVolume } from './expected-volume.ts';
import { officeTime, usualHours } from './handling.ts';
import { methodInWords } from './method-in-words.ts';
import { readWork } from './read-work.ts';
import { round, type TeamCapacity, teamCapacity } from './seller-capacity.ts';
import { type Week, weeksAround } from './weeks.ts';

/** Weeks from which rates are learnt. */
const learntWeeks = 26;
const workWeeks = 8;
const weeksAhead = 6;

/** Volume, capacity and backlog a week, and what the coming weeks bring. */
export async function readCapacity(options: { tx: Tx; now: Date; weeks: number }): Promise<CapacityPicture> {
  const { tx, now } = options;
  const workspace = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const zone = workspace?.time_zone ?? 'UTC';
  const sla = await slaInForce(tx);
  const stageKey = sla?.policy.offerStage ?? 'mql';
  const stage = (await listStages({ tx })).find(({ key }) => key === stageKey);
  const before = Math.max(learntWeeks, options.weeks);
  const weeks = weeksAround({ now, zone, before, after: weeksAhead });
  const known = weeks.slice(0, before + 1);
  const counts = await countWeeks(tx, { weeks: known, offerStage: stageKey, now });
  const nextWeek = weeks[before + 1];
  if (nextWeek === undefined) throw new Error('a week has no next one');
  const since = new Date(weeks[before - workWeeks]?.fromMs ?? now.getTime());
  const work = await readWork(tx, { since, now });
  const team = teamCapacity({ work, sla, zone, since, now, nextWeek });
  const volume = expectedVolume({
    reached: counts.slice(before - learntWeeks, before).map(({ reached }) => reached),
    offered: counts.slice(before - learntWeeks, before).map(({ offered }) => offered),
    ahead: weeksAhead + 1,
  });
  const coming = whatComes({
    now,
    sla,
    zone,
    weeks: weeks.slice(before),
    team,
    volume,
    counts: counts.at(-1),
  });
  const backlog = counts.at(-1)?.backlog ?? 0;
  const past = weeks.slice(before - options.weeks, before).map((week, at) => {
    const { offered, answered, backlog } = counts[before - options.weeks + at] ?? none;
    const capacity = team.between(week.fromMs, week.toMs);
    return {
      ...plain(week),
      when: 'past' as const,
      offered,
      answered,
      backlog,
      capacity: rounded(capacity),
      expected: null,
    };
  });
  return {
    at: now.toISOString(),
    timeZone: zone,
    offerStage: { key: stageKey, name: stage?.name ?? stageKey },
    backlog,
    next: nextOf(coming),
    weeks: [...past, ...coming],
    sellers: team.sellers,
    method: methodInWords({ volume, stage: stage?.name ?? stageKey, workWeeks }),
  };
}

const none: WeekCounts = { offered: 0, answered: 0, backlog: 0, reached: 0 };
const plain = ({ week, from, to }: Week) => ({ week, from, to });
const rounded = (value: number | null) => (value === null ? null : round(value));

/** The running week and those to come: what is expected of each, and how the backlog stands at its end. */
function whatComes(options: {
  now: Date;
  sla: Sla | null;
  zone: string;
  weeks: readonly Week[];
  team: TeamCapacity;
  volume: ExpectedVolume | null;
  counts: WeekCounts | undefined;
}): CapacityWeek[] {
  const { now, sla, zone, weeks, team, volume, counts = none } = options;
  const calendar = sla?.policy.calendars[0] ?? usualHours(zone);
  let backlog = counts.backlog;
  return weeks.map((week, at) => {
    const running = at === 0;
    const whole = officeTime({ calendar, absences: [], fromMs: week.fromMs, toMs: week.toMs });
    const fromMs = running ? now.getTime() : week.fromMs;
    const left = officeTime({ calendar, absences: [], fromMs, toMs: week.toMs });
    const share = running && whole.ms > 0 ? left.ms / whole.ms : running ? 0 : 1;
    const done = running ? counts.offered : 0;
    const expected = volume?.weeks[at];
    const able = team.between(fromMs, week.toMs);
    if (expected) backlog = Math.max(0, backlog + expected.volume * share - (able ?? 0));
    return {
      ...plain(week),
      when: running ? ('running' as const) : ('coming' as const),
      offered: running ? counts.offered : null,
      answered: running ? counts.answered : null,
      backlog: running ? counts.backlog : null,
      capacity: rounded(team.between(week.fromMs, week.toMs)),
      expected: expected
        ? {
            volume: round(done + expected.volume * share),
            low: round(done + expected.low * share),
            high: round(done + expected.high * share),
            backlog: able === null ? null : round(backlog),
          }
        : null,
    };
  });
}

function nextOf([running, next]: readonly CapacityWeek[]): CapacityPicture['next'] {
  if (!next?.expected) return null;
  const { volume, low, high, backlog } = next.expected;
  return {
    week: next.week,
    volume,
    low,
    high,
    capacity: next.capacity,
    backlogBefore: running?.expected?.backlog ?? null,
    backlogAfter: backlog,
  };
}
