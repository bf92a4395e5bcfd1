import type { ClickHouse } from '../../src/platform/clickhouse/clickhouse.ts';

/**
 * Journeys made of numbers, straight in the table that models are asked of: every value is hashed from its row's number,
 * so that runs are alike. Deals have 8 to 200 touchpoints (40 on average, most of them few), leads 1 to 60 (10 on
 * average) and the stages they reached. Won deals hold as many touchpoints as were asked for, those that were lost or are
 * open a quarter as many besides, and the journeys of leads as many again.
 */
export type Plan = { workspaceId: string; touchpoints: number; endMs: number };

const dayMs = 86_400_000;
/** Some channels are met far more often than others: each word is as frequent as it stands here. */
const channelsByWeight = [
  ...Array<string>(5).fill('organic search'),
  ...Array<string>(4).fill('paid search'),
  ...Array<string>(4).fill('email'),
  ...Array<string>(3).fill('direct'),
  ...Array<string>(2).fill('webinar'),
  ...Array<string>(2).fill('paid social'),
  ...Array<string>(2).fill('display'),
  ...Array<string>(2).fill('sales outreach'),
  'event',
  'referral',
  'content syndication',
  'organic social',
];
const contentTypes = [
  'page_view',
  'page_view',
  'page_view',
  'asset_viewed',
  'email_clicked',
  'form_submitted',
];
const talkTypes = ['call', 'meeting', 'demo', 'email_exchange'];
const stagesMade = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'] as const;

const list = (words: readonly string[]) => `[${words.map((word) => `'${word}'`).join(', ')}]`;
const oneOf = (words: readonly string[], hash: string) =>
  `arrayElement(${list(words)}, 1 + ${hash} % ${words.length})`;
const hashed = (seed: number) => `sipHash64(${seed}, number)`;
const chance = (seed: number) => `(${hashed(seed)} % 1000003 / 1000003.)`;
/** With the version and variant of an id that anybody may make (8), for answers are held to be what they say. */
const idOf = (kind: number, number: string) =>
  `reinterpretAsUUID(bitShiftLeft(toUInt128(${number}), 16) + toUInt128(32768) + bitShiftLeft(toUInt128(${kind}), 100) + bitShiftLeft(toUInt128(1), 127))`;
const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";

/** One hash a touchpoint, of which each column takes other digits. */
const each = (of: string) => `arrayMap(h -> ${of}, hashes)`;
const isTalk = 'intDiv(h, 7) % 8 = 0';
const touchColumns = (people: string): string => `
  arrayMap(i -> ${idOf(1, 'number * 256 + i')}, range(touches)) as touch_ids,
  ${each(people)} as person_ids,
  ${each(`if(${isTalk}, 'person', 'content')`)} as kinds,
  ${each(`if(${isTalk}, ${oneOf(talkTypes, 'intDiv(h, 61)')}, ${oneOf(contentTypes, 'intDiv(h, 61)')})`)} as types,
  ${each(oneOf(channelsByWeight, 'intDiv(h, 1009)'))} as channels,
  ${each(`if(intDiv(h, 90001) % 3 = 0, ${idOf(3, 'intDiv(h, 270003) % 60')}, ${nobody})`)} as campaign_ids,
  ${each(`if(${isTalk}, ${nobody}, ${idOf(4, 'intDiv(h, 800011) % 40')})`)} as asset_ids,
  ${each(`if(${isTalk}, ${idOf(5, 'intDiv(h, 900001) % 20')}, ${nobody})`)} as teammate_ids,
  ${each(oneOf(['cfo', 'plant manager', 'energy manager', 'head of it', 'buyer', ''], 'intDiv(h, 100003)'))} as personas,
  ${each(oneOf(['', 'education', 'solution', 'selection'], 'intDiv(h, 500009)'))} as buying_stages`;

/** Hashes of a row's touchpoints and their moments: gaps of minutes to nine days, the last before `end_ms`. */
const moments = `
  arrayMap(i -> cityHash64(number, i), range(touches)) as hashes,
  arrayCumSum(h -> toInt64(60000 + intDiv(h, 13) % ${9 * dayMs}), hashes) as since,
  arrayMap(s -> end_ms - since[touches] + s, since) as at`;

const columns = `workspace_id, eligibility, id, account_id, status, opened_ms, closed_ms, amount_minor, currency,
  lead_created_ms, reached_ms, at, touch_ids, person_ids, kinds, types, channels, campaign_ids, asset_ids, teammate_ids,
  personas, buying_stages`;

const dealsOf = ({ workspaceId, endMs }: Plan, from: number, count: number): string => `
  insert into journey (${columns})
  select toUUID('${workspaceId}') as workspace_id, 'group' as eligibility, ${idOf(2, 'number')} as id, ${idOf(6, 'number')} as account_id,
    ${oneOf([...Array<string>(16).fill('won'), 'lost', 'lost', 'lost', 'open'], hashed(2))} as status,
    at[greatest(1, toUInt32(touches * 0.6))] + 1000 as opened_ms, if(status = 'open', null, end_ms + 60000) as closed_ms,
    toInt64(150000 + ${hashed(3)} % 5000000) as amount_minor, 'EUR' as currency,
    at[greatest(1, toUInt32(touches * 0.2))] as lead_created_ms, map() as reached_ms, at,
    ${touchColumns(idOf(7, 'number * 4 + intDiv(h, 31) % 4'))}
  from (select number, toUInt32(8 + floor(192 * pow(${chance(1)}, 5))) as touches,
      toInt64(${endMs} - ${hashed(4)} % ${700 * dayMs}) as end_ms, ${moments}
    from numbers(${from}, ${count}))`;

/** Of ten inquiries four are qualified, of those six in ten are accepted, and so on; each stage some days later. */
const reach = (stage: string, nth: number, share: number) =>
  `if(${chance(6)} < ${share}, [('${stage}', at[1] + toInt64(${nth} * (1 + ${hashed(7)} % 20) * ${dayMs}))], [])`;
const shares = [1, 0.4, 0.24, 0.12, 0.06, 0.02];

const leadsOf = ({ workspaceId, endMs }: Plan, from: number, count: number): string => `
  insert into journey (${columns})
  select toUUID('${workspaceId}') as workspace_id, 'person' as eligibility, ${idOf(7, 'number')} as id, ${idOf(6, 'number')} as account_id,
    '' as status, at[1] as opened_ms, null as closed_ms, toInt64(0) as amount_minor, '' as currency, at[1] as lead_created_ms,
    mapFromArrays(arrayMap(r -> r.1, reached), arrayMap(r -> r.2, reached)) as reached_ms, at, ${touchColumns(idOf(7, 'number'))}
  from (select number, toUInt32(1 + floor(59 * pow(${chance(5)}, 5.6))) as touches,
      toInt64(${endMs} - ${hashed(8)} % ${700 * dayMs}) as end_ms, ${moments},
      arrayConcat(${stagesMade.map((stage, nth) => reach(stage, nth, shares[nth] ?? 0)).join(', ')}) as reached
    from numbers(${from}, ${count}))`;

/** On average, by the shapes above. */
/** Four of five deals are won. */
const touchesADeal = 39.5 * 0.8;
const touchesALead = 9.5;
const touchesAtOnce = 4_000_000;

export async function makeJourneysOfNumbers(clickhouse: ClickHouse, plan: Plan): Promise<void> {
  for (const { of, mean } of [
    { of: dealsOf, mean: touchesADeal },
    { of: leadsOf, mean: touchesALead },
  ]) {
    const rows = Math.round(plan.touchpoints / mean);
    const step = Math.round(touchesAtOnce / mean);
    for (let from = 0; from < rows; from += step)
      await clickhouse.command({
        query: of(plan, from, Math.min(step, rows - from)),
        clickhouse_settings: { max_block_size: '8192', max_insert_threads: '2' },
      });
  }
  await clickhouse.command({
    query: `insert into journey_deal (workspace_id, id, name, account_id, primary_id, group_ids, status, opened_ms,
        closed_ms, amount_minor, currency)
      select workspace_id, id, 'Deal', account_id, person_ids[1], arrayDistinct(person_ids), status, opened_ms, closed_ms,
        amount_minor, currency
      from journey where workspace_id = toUUID('${plan.workspaceId}') and eligibility = 'group'`,
  });
}
