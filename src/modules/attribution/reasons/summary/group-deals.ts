import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { joinSurvivor } from '../../../people/index.ts';
import type { Caller } from '../../../workspace/index.ts';
import { journeysReady } from '../../facts/journeys-ready.ts';
import { inWords, spellingsOf } from '../../journeys/labels.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { DealReason, SummaryDimension } from '../contract.ts';
import { ownTeammates } from '../own-teammates.ts';
import { readJourneys } from '../read-journeys.ts';
import type { Group } from './tally.ts';

const notKnown: Group = { key: '', label: 'Not known' };
const named = (name: string | null | undefined): Group =>
  name === null || name === undefined || name === '' ? notKnown : { key: name.toLowerCase(), label: name };

type Options = {
  workspaceId: string;
  caller: Pick<Caller, 'userId' | 'permissions'>;
  by: SummaryDimension;
  said: readonly DealReason[];
};

/** To which group each deal belongs, in the order of the deals. */
export async function groupDeals(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: Options,
): Promise<Group[][]> {
  const { by, said, workspaceId } = options;
  if (by === 'stage') return said.map(({ deal }) => [named(deal.stage)]);
  if (by === 'competitor') return said.map(competitorsOf);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  if (by === 'quarter') return inWorkspace((tx) => quarters(tx, said));
  if (by === 'seller') return inWorkspace((tx) => sellers(tx, options));
  if (by === 'segment' || by === 'product') return inWorkspace((tx) => facts(tx, { by, said }));
  const origins = await firstChannels(services, options);
  if (by === 'origin') {
    const spelt = await inWorkspace((tx) => spellingsOf(tx, 'channel'));
    return origins.map((channel) => [
      named(channel === null ? null : inWords(spelt.get(channel) ?? channel)),
    ]);
  }
  return inWorkspace((tx) => againstAlternative(tx, { said, origins }));
}

function competitorsOf({ mattered }: DealReason): Group[] {
  const rivals = mattered.flatMap(({ kind, label }) => (kind === 'competitor' ? [named(label)] : []));
  return rivals.length === 0 ? [{ key: '', label: 'None named' }] : rivals;
}

/** “2026 Q2”, where the workspace is. */
async function quarters(tx: Tx, said: readonly DealReason[]): Promise<Group[][]> {
  const rows = await tx.rows<{ quarter: string }>(sql`
    select to_char(t.at at time zone w.time_zone, 'YYYY "Q"Q') as quarter
    from unnest(${sql.param(said.map(({ deal }) => deal.closedAt))}::timestamptz[]) with ordinality as t(at, nth)
    cross join workspace w order by t.nth`);
  return rows.map(({ quarter }) => [{ key: quarter, label: quarter }]);
}

/** Single people only for whom it is allowed; else oneself and the colleagues together. */
async function sellers(tx: Tx, { said, caller }: Options): Promise<Group[][]> {
  const mayNameAll = caller.permissions.has('results:persons');
  const own = new Set(await ownTeammates(tx, caller.userId));
  return said.map(({ deal: { owner } }) => {
    if (owner === null) return [notKnown];
    if (mayNameAll || own.has(owner.id)) return [{ key: owner.id, label: owner.name }];
    return [{ key: 'colleagues', label: 'Colleagues' }];
  });
}

async function facts(
  tx: Tx,
  { by, said }: { by: 'segment' | 'product'; said: readonly DealReason[] },
): Promise<Group[][]> {
  const rows = await tx.rows<{ id: string; value: string | null }>(sql`
    select o.id, ${by === 'product' ? sql`o.product` : sql`coalesce(a.segment, a.industry)`} as value
    from opportunity o ${joinSurvivor('account', sql`o.account_id`, sql`a`)}
    where o.id = any(${sql.param(said.map(({ deal }) => deal.id))}::uuid[])`);
  const values = new Map(rows.map(({ id, value }) => [id, value]));
  return said.map(({ deal }) => [named(values.get(deal.id))]);
}

/** By which channel the first touchpoint of each deal came. */
async function firstChannels(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, said }: Options,
): Promise<(string | null)[]> {
  await journeysReady(services, workspaceId);
  const { eligibility } = await services.database.inWorkspace(workspaceId, readSettings);
  const ids = said.map(({ deal }) => deal.id);
  const journeys = await readJourneys(services.clickhouse, { workspaceId, eligibility, ids });
  return ids.map((id) => journeys.get(id)?.channels[0] ?? null);
}

type Baseline = { kind: string; channel: string | null; campaign_ids: string[]; name: string | null };

/** What came by the way that marketing is held against, beside all that came by others. */
async function againstAlternative(
  tx: Tx,
  { said, origins }: { said: readonly DealReason[]; origins: readonly (string | null)[] },
): Promise<Group[][]> {
  const baseline = await tx.first<Baseline>(sql`
    select baseline_kind as kind, baseline_channel as channel, baseline_campaign_ids as campaign_ids,
      baseline_name as name from value_setting`);
  if (baseline === null || baseline.kind === 'assumed')
    return said.map(() => [{ key: 'all', label: 'All: nothing here came by the alternative' }]);
  const rows = await tx.rows<{ id: string; campaign_id: string | null }>(sql`
    select id, campaign_id from opportunity where id = any(${sql.param(said.map(({ deal }) => deal.id))}::uuid[])`);
  const campaigns = new Map(rows.map(({ id, campaign_id }) => [id, campaign_id]));
  const label = baseline.name ?? baseline.channel ?? 'The alternative';
  return said.map(({ deal }, nth) => {
    const campaignId = campaigns.get(deal.id) ?? null;
    const isOfIt =
      baseline.kind === 'channel'
        ? origins[nth]?.toLowerCase() === baseline.channel?.toLowerCase()
        : campaignId !== null && baseline.campaign_ids.includes(campaignId);
    return [isOfIt ? { key: 'alternative', label } : { key: 'others', label: 'By any other way' }];
  });
}
