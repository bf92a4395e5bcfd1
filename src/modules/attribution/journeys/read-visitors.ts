import { noTouchpoints } from '../facts/journeys-sql.ts';
import { KeptAnswers } from '../facts/kept-answers.ts';
import { ask, inWindow, type JourneysPlan } from './plan.ts';
import type { Split } from './read-waterfall.ts';
import { listOf, nobody, quoted } from './sql-text.ts';

const mostCounts = 20_000;
const kept = new KeptAnswers<Map<string, number>>({ most: mostCounts, sizeOf: (counts) => 1 + counts.size });

/** Above so many touchpoints, strangers are counted anew with the journeys, and not with each page that somebody opens. */
const alwaysCurrentUpTo = 1_000_000;

/**
 * Who clicked and never became known, by the key that the waterfall is split by. Nothing is known of them but what they
 * did, so filters by anything but channel and campaign leave them out.
 */
export async function readVisitors(plan: JourneysPlan, split: Split): Promise<Map<string, number>> {
  const ofTheirs = ['channel', 'campaign'];
  if (plan.filteredBy.some((key) => !ofTheirs.includes(key))) return new Map();
  const key =
    split.kind === 'dimension'
      ? ofTheirs.includes(split.dimension.key)
        ? split.dimension.value
        : "''"
      : split.kind === 'none'
        ? "''"
        : cohortKey(split.kind, plan.timeZone);
  const { workspaceId, window, matches, facts } = plan;
  const log = facts.touchpoints > alwaysCurrentUpTo ? null : await readLog(plan);
  return kept.of({ workspaceId, journeys: facts, what: [key, window, matches, log] }, () =>
    countVisitors(plan, key),
  );
}

/** Up to where the log and what is known of devices go: another answer means other strangers. */
async function readLog(plan: JourneysPlan): Promise<unknown> {
  return ask(
    plan,
    `select (select max(position) from interaction where workspace_id = ${plan.workspace}) as log,
      (select max(version) from profile_identity where workspace_id = ${plan.workspace}) as devices`,
  );
}

async function countVisitors(plan: JourneysPlan, key: string): Promise<Map<string, number>> {
  const rows = await ask<{ row_key: string; visitors: number }>(
    plan,
    `select ${key} as row_key, count() as visitors
    from (
      select profile_id, min(toUnixTimestamp64Milli(occurred_at)) as first_ms,
        argMin(lowerUTF8(trim(channel)), occurred_at) as channel, argMin(ifNull(campaign_id, ${nobody}), occurred_at) as campaign_id
      from interaction
      where workspace_id = ${plan.workspace} and verified and isNull(contact_id) and isNotNull(profile_id)
        and type not in ${listOf(noTouchpoints.map(quoted))}
        and profile_id not in (
          select toNullable(profile_id) from profile_identity final
          where workspace_id = ${plan.workspace} and arrayExists(id -> isNotNull(id), contact_ids))
      group by profile_id) as lead
    where ${inWindow(plan, 'first_ms')}${plan.matches === null ? '' : ` and ${plan.matches}`}
    group by row_key`,
  );
  return new Map(rows.map((row) => [row.row_key, row.visitors]));
}

const cohortKey = (unit: 'month' | 'quarter', timeZone: string): string => {
  const at = `toTimeZone(fromUnixTimestamp64Milli(first_ms), ${quoted(timeZone)})`;
  return unit === 'month'
    ? `formatDateTime(${at}, '%Y-%m')`
    : `concat(toString(toYear(${at})), ' Q', toString(toQuarter(${at})))`;
};
