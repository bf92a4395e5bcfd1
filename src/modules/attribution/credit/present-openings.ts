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

/** So many touchpoints are told on a page; of a journey at least and at most so many. */
const touchesAPage = 10_000;
const touchesAJourney = { least: 50, most: 500 };

type Presenting = {
  services: Pick<Services, 'database'>;
  model: AttributionModel;
  key: string;
  shown: readonly OpenedResult[];
  withoutTouch: boolean;
  /** Of data-driven models, what each key of a result gets of it. */
  ofKeys: ReadonlyMap<string, ReadonlyMap<string, number>> | null;
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
  const most = Math.floor(touchesAPage / presenting.shown.length);
  const told = toldOf(row, {
    credits,
    isOfKey,
    most: Math.min(touchesAJourney.most, Math.max(touchesAJourney.least, most)),
  });
  const touches = told.map((index) =>
    presentTouch(presented, {
      plan,
      presenting,
      index,
      counts: isOfKey(index),
      credit: credits[index] ?? 0,
      value,
    }),
  );
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
    touches,
  };
}

/** What each touchpoint of the result gets. */
function creditsOf(
  { model, ofKeys }: Presenting,
  { row, plan }: Presented & Pick<Reading, 'plan'>,
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
  const credits = row.at.map(() => 0);
  const places = Map.groupBy(row.keys.keys(), (index) => withoutNobody(row.keys[index] ?? ''));
  for (const [key, indexes] of places) {
    const credit = ofKeys?.get(row.id)?.get(key) ?? 0;
    const size = Math.abs(credit);
    const each = Math.floor(size / indexes.length);
    const more = size - each * indexes.length;
    indexes.forEach((index, nth) => {
      credits[index] = Math.sign(credit) * (each + (nth < more ? 1 : 0));
    });
  }
  return credits;
}

/**
 * Which touchpoints are told: all, or of too many those of milestones, those of the figure, most credited first, each
 * with the one before and the one after it.
 */
function toldOf(
  row: OpenedRow,
  {
    credits,
    isOfKey,
    most,
  }: { credits: readonly number[]; isOfKey: (index: number) => boolean; most: number },
): number[] {
  const all = [...row.at.keys()];
  if (all.length <= most) return all;
  const milestones = [0, row.lead_nth - 1, row.opportunity_nth - 1, all.length - 1];
  const own = all
    .filter(isOfKey)
    .toSorted((a, b) => Math.abs(credits[b] ?? 0) - Math.abs(credits[a] ?? 0) || a - b);
  const told = new Set<number>();
  for (const index of [...milestones, ...own.flatMap((one) => [one, one - 1, one + 1])])
    if (index >= 0 && index < all.length && told.size < most) told.add(index);
  return [...told].toSorted((a, b) => a - b);
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
    ...sayWhy({
      row,
      index,
      model: presenting.model,
      timeZone: plan.timeZone,
      value: plan.value,
      same: { label: keys(key), count: row.keys.filter((one) => one === row.keys[index]).length },
    }),
  };
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
