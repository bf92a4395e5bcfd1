import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { survivorOf } from '../../people/index.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { inWords, namesOf, spellingsOf } from './labels.ts';
import type { AccountJourney, PictureTouch } from './picture-contract.ts';
import { ask, type JourneysContext } from './plan.ts';
import { nobodyId, quotedUuid } from './sql-text.ts';

const mostPeople = 30;
const mostTouches = 2_000;

type PersonRow = {
  id: string;
  at: number[];
  touch_ids: string[];
  kinds: ('content' | 'person')[];
  types: string[];
  channels: string[];
  campaign_ids: string[];
  asset_ids: string[];
  teammate_ids: string[];
  reached_ms: Record<string, number>;
};
type Touch = {
  id: string;
  ms: number;
  contactId: string;
  kind: 'content' | 'person';
  type: string;
  channel: string;
  campaignId: string;
  assetId: string;
  teammateId: string;
};
type Contact = {
  id: string;
  name: string;
  title: string | null;
  persona: string | null;
  stage: string | null;
};
type Mark = AccountJourney['marks'][number];

const iso = (ms: number) => new Date(ms).toISOString();

/** One account's journey: what its people met and whom they talked to, what came of it, and who took part on our side. */
export async function readAccountJourney(
  context: JourneysContext,
  input: { accountId: string },
): Promise<AccountJourney> {
  const { services, workspaceId } = context;
  const facts = await journeysReady(services, workspaceId);
  const base = await context.inWorkspace((tx) => readRecords(tx, input.accountId));
  const everybody = base.contacts.map(({ id }) => quotedUuid(id));
  const rows = everybody.length
    ? await ask<PersonRow>(
        { clickhouse: services.clickhouse, signal: context.signal },
        `select id, at, touch_ids, kinds, types, channels, campaign_ids, asset_ids, teammate_ids, reached_ms
        from journey where workspace_id = ${quotedUuid(workspaceId)} and eligibility = 'person' and id in (${everybody.join(', ')})`,
      )
    : [];
  const touched = rows.toSorted((one, other) => (one.at[0] ?? Infinity) - (other.at[0] ?? Infinity));
  const shown = touched.filter(({ at }) => at.length > 0).slice(0, mostPeople);
  const all = onceEach(shown.flatMap(touchesOf)).toSorted((one, other) => one.ms - other.ms);
  const touches = all.slice(-mostTouches);
  const names = await context.inWorkspace((tx) => readNames(tx, touches));
  const marks = [...shown.flatMap((row) => stageMarks(row, base.stages)), ...base.marks].toSorted(
    (one, other) => (one.at < other.at ? -1 : 1),
  );
  const times = [...touches.map(({ ms }) => ms), ...marks.map(({ at }) => Date.parse(at))];
  return {
    account: base.account,
    madeAt: facts.madeAt.toISOString(),
    isBehind: facts.isBehind,
    from: times.length ? iso(times.reduce((least, ms) => Math.min(least, ms))) : null,
    to: times.length ? iso(times.reduce((most, ms) => Math.max(most, ms))) : null,
    people: shown.flatMap((row) => presentPerson(row, base.contacts)),
    peopleBeyond: touched.filter(({ at }) => at.length > 0).length - shown.length,
    touches: touches.map((touch) => presentTouch(touch, names)),
    touchesBeyond: all.length - touches.length,
    marks,
    deals: base.deals,
    teammates: teammatesOf(touches, names.teammates),
  };
}

type Records = {
  account: { id: string; name: string };
  contacts: Contact[];
  stages: ReadonlyMap<string, string>;
  deals: AccountJourney['deals'];
  marks: Mark[];
};

async function readRecords(tx: Tx, asked: string): Promise<Records> {
  const accountId = await survivorOf(tx, 'account', asked);
  const account = await tx.first<{ id: string; name: string }>(
    sql`select id, name from account where id = ${accountId}`,
  );
  if (!account) throw new AppError('not_found', 'There is no such account.');
  const contacts = await tx.rows<Contact>(sql`
    select c.id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, c.title, c.persona, c.lifecycle_stage as stage
    from contact c where c.merged_into_id is null and (c.account_id = ${accountId} or c.id in (
      select g.contact_id from opportunity o join opportunity_contact g on g.opportunity_id = o.id where o.account_id = ${accountId}))
    order by c.id limit 1000`);
  const stages = await tx.rows<{ key: string; name: string }>(sql`select key, name from lifecycle_stage`);
  const deals = await tx.rows<DealRow>(sql`
    select o.id, o.name, o.status, coalesce(o.opened_at, least(o.created_at, o.closed_at)) as opened_at, o.closed_at,
      o.amount_minor, coalesce(o.currency, '') as currency, o.owner_id, t.name as owner_name
    from opportunity o left join teammate t on t.id = o.owner_id where o.account_id = ${accountId}
    order by 4, o.id limit 100`);
  const said = await tx.rows<{ at: Date; name: string; contact_id: string | null }>(sql`
    select s.at, b.name, s.contact_id from buying_stage_change s
    join buying_stage b on b.workspace_id = s.workspace_id and b.key = s.stage
    where s.undone_at is null and (s.account_id = ${accountId}
      or s.contact_id = any(${sql.param(contacts.map(({ id }) => id))}::uuid[])
      or s.opportunity_id = any(${sql.param(deals.map(({ id }) => id))}::uuid[]))
    order by s.at, s.id limit 500`);
  return {
    account,
    contacts,
    stages: new Map(stages.map(({ key, name }) => [key, name])),
    deals: deals.map(presentDeal),
    marks: [
      ...said.map(
        (row): Mark => ({
          at: row.at.toISOString(),
          kind: 'buying',
          label: row.name,
          contactId: row.contact_id,
          deal: null,
        }),
      ),
      ...deals.flatMap(marksOfDeal),
    ],
  };
}

type DealRow = {
  id: string;
  name: string;
  status: 'open' | 'won' | 'lost';
  opened_at: Date;
  closed_at: Date | null;
  amount_minor: number | null;
  currency: string;
  owner_id: string | null;
  owner_name: string | null;
};

const presentDeal = (row: DealRow): AccountJourney['deals'][number] => ({
  id: row.id,
  name: row.name,
  status: row.status,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  amountMinor: row.amount_minor,
  currency: row.currency,
  owner: row.owner_id && row.owner_name ? { id: row.owner_id, name: row.owner_name } : null,
});

function marksOfDeal(row: DealRow): Mark[] {
  const deal = { id: row.id, name: row.name };
  const base = { contactId: null, deal };
  const opened: Mark = { ...base, at: row.opened_at.toISOString(), kind: 'opened', label: 'Deal opened' };
  if (row.status === 'open' || !row.closed_at) return [opened];
  const label = row.status === 'won' ? 'Won' : 'Lost';
  return [opened, { ...base, at: row.closed_at.toISOString(), kind: row.status, label }];
}

const stageMarks = (row: PersonRow, stages: ReadonlyMap<string, string>): Mark[] =>
  Object.entries(row.reached_ms).map(([stage, ms]) => ({
    at: iso(ms),
    kind: 'stage',
    label: stages.get(stage) ?? stage,
    contactId: row.id,
    deal: null,
  }));

const touchesOf = (row: PersonRow): Touch[] =>
  row.at.map((ms, nth) => ({
    id: row.touch_ids[nth] ?? '',
    ms,
    contactId: row.id,
    kind: row.kinds[nth] ?? 'content',
    type: row.types[nth] ?? '',
    channel: row.channels[nth] ?? '',
    campaignId: row.campaign_ids[nth] ?? nobodyId,
    assetId: row.asset_ids[nth] ?? nobodyId,
    teammateId: row.teammate_ids[nth] ?? nobodyId,
  }));

/** A talk with several stands in the lane of each, under one id there. */
const onceEach = (touches: readonly Touch[]): Touch[] => [
  ...new Map(touches.map((touch) => [`${touch.id} ${touch.contactId}`, touch])).values(),
];

type Names = Record<'campaigns' | 'assets' | 'teammates' | 'channels', ReadonlyMap<string, string>>;

const readNames = async (tx: Tx, touches: readonly Touch[]): Promise<Names> => ({
  campaigns: await namesOf(
    tx,
    'campaign',
    touches.map(({ campaignId }) => campaignId),
  ),
  assets: await namesOf(
    tx,
    'asset',
    touches.map(({ assetId }) => assetId),
  ),
  teammates: await namesOf(
    tx,
    'teammate',
    touches.map(({ teammateId }) => teammateId),
  ),
  channels: await spellingsOf(tx, 'channel'),
});

function presentTouch(touch: Touch, names: Names): PictureTouch {
  const named = (id: string, known: ReadonlyMap<string, string>) => {
    const name = known.get(id);
    return name === undefined ? null : { id, name };
  };
  return {
    id: touch.id,
    at: iso(touch.ms),
    contactId: touch.contactId,
    kind: touch.kind,
    type: touch.type,
    label: inWords(touch.type),
    channel: touch.channel,
    channelName: touch.channel === '' ? '' : inWords(names.channels.get(touch.channel) ?? touch.channel),
    campaign: named(touch.campaignId, names.campaigns),
    asset: named(touch.assetId, names.assets),
    teammate: named(touch.teammateId, names.teammates),
  };
}

function presentPerson(row: PersonRow, contacts: readonly Contact[]): AccountJourney['people'] {
  const contact = contacts.find(({ id }) => id === row.id);
  if (!contact) return [];
  const first = row.at[0];
  return [{ ...contact, touchpoints: row.at.length, firstAt: first === undefined ? null : iso(first) }];
}

function teammatesOf(
  touches: readonly Touch[],
  names: ReadonlyMap<string, string>,
): AccountJourney['teammates'] {
  const times = new Map<string, Set<string>>();
  for (const { teammateId, id } of touches) {
    if (!names.has(teammateId)) continue;
    times.set(teammateId, (times.get(teammateId) ?? new Set()).add(id));
  }
  return [...times]
    .map(([id, of]) => ({ id, name: names.get(id) ?? '', touchpoints: of.size }))
    .toSorted((one, other) => other.touchpoints - one.touchpoints);
}
