import type { Tx } from '../../../platform/postgres/database.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { namesOf } from '../journeys/labels.ts';
import { nobodyId } from '../journeys/sql-text.ts';
import { creditsOfTouches } from '../models/credits-of-touches.ts';
import type { AttributionModel } from '../models/models.ts';
import { ask } from './ask.ts';
import type { CreditOpening, OpenedTouch } from './contract.ts';
import { dealsSql } from './deals-sql.ts';
import { type Labels, labelsOf } from './labels.ts';
import type { OpenedResult } from './open-credit.ts';
import { unitOf } from './plan.ts';
import type { Reading } from './read-models.ts';
import { isRuleModel, withoutNobody } from './rule-credits.ts';
import { sayWhy } from './say-why.ts';

const columns = [
  'touch_ids',
  'person_ids',
  'kinds',
  'types',
  'channels',
  'campaign_ids',
  'asset_ids',
  'teammate_ids',
] as const;

/** A result as it is opened; arrays of one length, in order of time. */
export type OpenedRow = Record<(typeof columns)[number] | 'keys', string[]> & {
  id: string;
  size: number;
  sign: number;
  result_ms: number;
  at: number[];
  lead_nth: number;
  opportunity_nth: number;
  counted?: number[];
  account_id: string;
  amount_minor: number;
  currency: string;
  rate_then: number;
};

/** With more touchpoints than these, only those of the figure are told. */
const allUpTo = 40;
const mostTouches = 100;

type Presenting = {
  services: Pick<Services, 'database'>;
  model: AttributionModel;
  key: string;
  shown: readonly OpenedResult[];
  withoutTouch: boolean;
};

/** What of each result made the figure, touchpoint by touchpoint. */
export async function presentOpenings(reading: Reading, presenting: Presenting): Promise<CreditOpening[]> {
  const { clickhouse, plan, signal } = reading;
  const { services, shown } = presenting;
  if (shown.length === 0) return [];
  const ids = shown.map(({ id }) => id);
  const { sql: deals } = dealsSql(plan, { columns, ids, withUntouched: presenting.withoutTouch });
  const rows = new Map((await ask<OpenedRow>(clickhouse, deals, signal)).map((row) => [row.id, row]));
  return services.database.inWorkspace(plan.workspaceId, async (tx) => {
    const names = await readNames(tx, [...rows.values()], plan.value.startsWith('stage:'));
    const channels = await labelsOf(
      tx,
      { key: 'channel', names: 'channel', custom: false, record: 'touchpoint' },
      [],
    );
    const keys = await labelsOf(tx, plan.by, [...new Set([...rows.values()].flatMap((row) => row.keys))]);
    return shown.flatMap((result) => {
      const row = rows.get(result.id);
      if (!row) return [];
      return [presentResult(reading, presenting, { result, row, names, channels, keys })];
    });
  });
}

type Names = Record<
  'campaign' | 'asset' | 'teammate' | 'account' | 'contact' | 'result',
  ReadonlyMap<string, string>
>;
type Presented = { result: OpenedResult; row: OpenedRow; names: Names; channels: Labels; keys: Labels };

function presentResult({ plan }: Reading, presenting: Presenting, presented: Presented): CreditOpening {
  const { result, row, names } = presented;
  const value = row.sign * row.size;
  const credits = creditsOf(presenting, { ...presented, plan });
  const isOfKey = (index: number) =>
    withoutNobody(row.keys[index] ?? '') === presenting.key && row.counted?.[index] !== 0;
  const touches = row.at.flatMap((_, index) => {
    const counts = isOfKey(index);
    if (!counts && row.at.length > allUpTo) return [];
    return [presentTouch(presented, { plan, presenting, index, counts, credit: credits[index] ?? 0, value })];
  });
  const wasConverted = unitOf(plan.value) === 'minor' && row.rate_then !== 1;
  return {
    id: row.id,
    name: names.result.get(row.id) ?? 'No longer there',
    account: namedOf(names.account, row.account_id),
    resultAt: new Date(row.result_ms).toISOString(),
    value,
    original: wasConverted
      ? { amountMinor: row.amount_minor, currency: row.currency, rate: row.rate_then }
      : null,
    credit: result.credit,
    touchpoints: row.at.length,
    touches: mostCredited(touches),
  };
}

/** What each touchpoint of the result gets; of data-driven models only those of the key are told. */
function creditsOf(
  { model, key }: Presenting,
  { row, result, plan }: Presented & Pick<Reading, 'plan'>,
): number[] {
  if (isRuleModel(model)) {
    const touches = row.at.map((atMs, index) => ({ atMs, isDirect: row.channels[index] === 'direct' }));
    const atNth = (nth: number) => (nth > 0 ? (row.at[nth - 1] ?? null) : null);
    const milestones = {
      leadCreatedMs: atNth(row.lead_nth),
      opportunityCreatedMs: atNth(row.opportunity_nth),
    };
    return creditsOfTouches(model, row.sign * row.size, touches, milestones, plan.rules);
  }
  const ofKey = row.keys.flatMap((one, index) => (withoutNobody(one) === key ? [index] : []));
  const size = Math.abs(result.ofKey);
  const each = Math.floor(size / Math.max(1, ofKey.length));
  const more = size - each * ofKey.length;
  const credits = row.at.map(() => 0);
  ofKey.forEach((index, nth) => {
    credits[index] = Math.sign(result.ofKey) * (each + (nth < more ? 1 : 0));
  });
  return credits;
}

type Told = {
  plan: Reading['plan'];
  presenting: Presenting;
  index: number;
  counts: boolean;
  credit: number;
  value: number;
};

function presentTouch({ row, names, channels, keys }: Presented, told: Told): OpenedTouch {
  const { index, counts, credit, value, plan, presenting } = told;
  const key = withoutNobody(row.keys[index] ?? '');
  const channel = row.channels[index] ?? '';
  return {
    id: row.touch_ids[index] ?? '',
    at: new Date(row.at[index] ?? 0).toISOString(),
    type: row.types[index] ?? '',
    kind: row.kinds[index] === 'person' ? 'person' : 'content',
    channel,
    channelLabel: channels(channel),
    key,
    label: keys(key),
    person: namedOf(names.contact, row.person_ids[index]),
    teammate: namedOf(names.teammate, row.teammate_ids[index]),
    asset: namedOf(names.asset, row.asset_ids[index]),
    campaign: namedOf(names.campaign, row.campaign_ids[index]),
    counts,
    weightPercent: value === 0 ? 0 : Math.round((credit / value) * 10_000) / 100,
    credit,
    why: sayWhy({ row, index, model: presenting.model, timeZone: plan.timeZone, value: plan.value }),
  };
}

/** In order of time; where there are too many, those that got most. */
function mostCredited(touches: readonly OpenedTouch[]): OpenedTouch[] {
  if (touches.length <= mostTouches) return [...touches];
  const kept = touches.toSorted((a, b) => Math.abs(b.credit) - Math.abs(a.credit)).slice(0, mostTouches);
  return kept.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

const namedOf = (names: ReadonlyMap<string, string>, id: string | undefined) =>
  id === undefined || id === nobodyId ? null : { id, name: names.get(id) ?? 'No longer there' };

async function readNames(tx: Tx, rows: readonly OpenedRow[], areLeads: boolean): Promise<Names> {
  const all = (column: (typeof columns)[number]) => rows.flatMap((row) => row[column]);
  const contacts = [...all('person_ids'), ...(areLeads ? rows.map(({ id }) => id) : [])];
  const contact = await namesOfRecords(tx, 'contact', contacts);
  return {
    campaign: await namesOf(tx, 'campaign', all('campaign_ids')),
    asset: await namesOf(tx, 'asset', all('asset_ids')),
    teammate: await namesOf(tx, 'teammate', all('teammate_ids')),
    account: await namesOf(
      tx,
      'account',
      rows.map((row) => row.account_id),
    ),
    contact,
    result: areLeads
      ? contact
      : await namesOfRecords(
          tx,
          'opportunity',
          rows.map(({ id }) => id),
        ),
  };
}

async function namesOfRecords(
  tx: Tx,
  table: 'contact' | 'opportunity',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== nobodyId);
  if (wanted.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from ${sql.identifier(table)} where id = any(${sql.param(wanted)}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
