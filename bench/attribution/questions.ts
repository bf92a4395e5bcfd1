import { sharesSql } from '../../src/modules/attribution/execution/share-sql.ts';
import { ruleModels } from '../../src/modules/attribution/models/models.ts';
import { stagesMade } from './journeys-of-numbers.ts';

/** What is measured, each beside the plainest query that reads and groups the same columns. */
export type Question = { name: string; aimSeconds: number | null; query: string; plain: string };

const steps = ['page_view', 'asset_viewed', 'form_submitted', 'call', 'meeting'];

export function questionsOf(workspaceId: string): Question[] {
  const deals = `from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'group'`;
  const leads = `from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'person'`;
  const weights = { first: 30, leadCreated: 20, opportunityCreated: 20, closed: 20, rest: 10 };
  const { perDeal, parts } = sharesSql(ruleModels, { weights });
  return [
    {
      name: `${ruleModels.length} rule models in one pass`,
      aimSeconds: 5,
      query: `select channel, ${parts.map(({ model, sql }) => `sum(amount_minor * (${sql})) as \`${model}\``).join(', ')}
        from (select at, channels, amount_minor, lead_created_ms, opened_ms as opportunity_created_ms,
          arrayMap(c -> c = 'direct', channels) as is_direct, arrayEnumerate(at) as every_nth, ${perDeal.join(', ')} ${deals})
        array join at as at_ms, channels as channel, every_nth as nth group by channel`,
      plain: `select channel, count(), sum(at_ms), sum(amount_minor), sum(lead_created_ms), sum(opened_ms) ${deals.replace('where', 'array join at as at_ms, channels as channel where')}
        group by channel`,
    },
    {
      name: 'Markov order 1: transitions',
      aimSeconds: 15,
      query: `select pair.1 as from_key, pair.2 as to_key, count() as times from (
          select arrayJoin(arrayZip(arrayPushFront(keys, ''), arrayPushBack(keys, if(status = 'won', '(won)', '(not)')))) as pair
          from (select arrayCompact(channels) as keys, status ${deals}))
        group by from_key, to_key`,
      plain: `select channel, status, count() ${deals.replace('where', 'array join channels as channel where')} group by channel, status`,
    },
    {
      name: 'five-step funnel over touchpoints',
      aimSeconds: 10,
      query: `select ${steps.map((_, step) => `countIf(depth > ${step}) as reached_${step + 1}`).join(', ')} from (
          select arrayFold((so, type) -> if(type = arrayElement(${list(steps)}, so + 1), toUInt8(so + 1), so), types, toUInt8(0)) as depth ${leads})`,
      plain: `select type, count() ${leads.replace('where', 'array join types as type where')} group by type`,
    },
    {
      name: 'waterfall of stages reached',
      aimSeconds: 10,
      query: `select ${stagesMade
        .map(
          (stage) => `countIf(mapContains(reached_ms, '${stage}')) as ${stage},
          quantilesIf(0.5)(reached_ms['${stage}'] - at[1], mapContains(reached_ms, '${stage}'))`,
        )
        .join(', ')} ${leads}`,
      plain: `select length(reached_ms) as depth, count(), sum(at[1]) ${leads} group by depth`,
    },
  ];
}

const list = (words: readonly string[]) => `[${words.map((word) => `'${word}'`).join(', ')}]`;
