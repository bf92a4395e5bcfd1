import { dealsSql } from './deals-sql.ts';
import type { JourneysPlan } from './plan.ts';
import { dayMs, nobody } from './sql-text.ts';

type LiftWhat = { of: 'asset' | 'talk' | 'topic' | 'channel'; landmarkDays: number };

/** The whole purchase: what was met from the very beginning up to so many days after the deal opened. */
export const wholePurchase = '';

/** Decided deals with when their buyer first came to each buying stage, by what was said of any of them. */
export function stagesOfDecidedSql(plan: JourneysPlan, { landmarkDays }: { landmarkDays: number }): string {
  const decided = `select * from (${dealsSql(plan)}) where status != 'open'`;
  const ranMs = landmarkDays * dayMs;
  const said = `select deal_id, said.stage as stage, min(said.at_ms) as from_ms
    from (select record_id, at_ms, toString(stage) as stage from journey_said where workspace_id = ${plan.workspace}) as said
    inner join (
      select distinct record_id, id as deal_id from (
        select id, id as record_id from (${decided})
        union all select id, account_id as record_id from (${decided}) where account_id != ${nobody}
        union all select id, arrayJoin(group_ids) as record_id from (${decided}))) as record using (record_id)
    group by deal_id, stage`;
  return `select decided.*, buying_stage, from_ms, landmark_ms
    from (${decided}) as decided
    inner join (
      select deal_id, stage as buying_stage, from_ms, from_ms + ${ranMs} as landmark_ms from (${said})
      union all
      select id as deal_id, '${wholePurchase}' as buying_stage, toInt64(0) as from_ms, opened_ms + ${ranMs} as landmark_ms from (${decided})) as stood
      on deal_id = decided.id
    where from_ms < result_ms`;
}

/** What a touchpoint is told by; of topics a touchpoint may have several. */
const keysOfTouch = {
  asset: `arrayMap(id -> if(id = ${nobody}, '', toString(id)), asset_ids)`,
  talk: "arrayMap((kind, type) -> if(kind = 'person', toString(type), ''), kinds, types)",
  channel: 'arrayMap(channel -> toString(channel), channels)',
} as const;

/** For each deal and stage that was still undecided at the landmark: what it had met by then, each once. */
export function metSql(plan: JourneysPlan, what: LiftWhat): string {
  const stood = stagesOfDecidedSql(plan, what);
  const within = 'ms >= from_ms and ms < landmark_ms';
  if (what.of === 'topic')
    return `select distinct id, buying_stage, status, toString(topic) as key, kind
      from (
        select id, buying_stage, status, touch_id, ms, from_ms, landmark_ms from (${stood}) as stood
        array join touch_ids as touch_id, at as ms where result_ms >= landmark_ms and ${within}) as touch
      inner join (
        select id as topic_touch_id, arrayJoin(topics) as topic, toString(kind) as kind from lead_interaction
        where workspace_id = ${plan.workspace} and notEmpty(topics)) as said on topic_touch_id = touch_id`;
  return `select distinct id, buying_stage, status, key, toString(kind) as kind
    from (select *, ${keysOfTouch[what.of]} as touch_keys from (${stood})) as stood
    array join touch_keys as key, at as ms, kinds as kind
    where result_ms >= landmark_ms and ${within} and key != ''`;
}
