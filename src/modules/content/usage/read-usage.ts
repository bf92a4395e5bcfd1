import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Caller } from '../../workspace/index.ts';
import { type CoveragePeriod, fewestReaders } from '../coverage/contract.ts';
import { finishRateOf } from '../coverage/judge-cell.ts';
import { type Layout, readLayout } from '../coverage/read-layout.ts';
import { pastYear, readRange } from '../coverage/read-range.ts';
import { type FinishRate, finishRates } from '../measures/finish-rates.ts';
import type { PieceUse, SellerUse, StalePiece, Usage } from './contract.ts';
import { findTwins } from './find-twins.ts';
import type { Likeness } from './likeness.ts';
import { neverUsedBy, readOpenLeads } from './never-used.ts';
import { type Given, readGiven, sumsOf } from './read-given.ts';
import { type Sight, whoMaySee } from './who-may-see.ts';
import { oldAfterYears } from './years.ts';

type Options = {
  period: CoveragePeriod;
  now: Date;
  workspaceId: string;
  caller: Pick<Caller, 'userId' | 'permissions'>;
};

const mostShown = 5;
const mostSellers = 500;

/** Who shares what with which effect, and which pieces nobody uses, nobody finishes, are there twice or out of date. */
export async function readUsage(tx: Tx, options: Options): Promise<Usage> {
  const { period, now, workspaceId } = options;
  const { range, ...span } = await readRange(tx, { period, now });
  const layout = await readLayout(tx);
  const given = await readGiven(tx, span);
  const bySales = given.filter(({ side }) => side === 'sales');
  const sight = await whoMaySee(tx, options.caller);
  const compared = await findTwins(tx, { workspaceId, now });
  return {
    range,
    totals: {
      ...sumsOf(bySales),
      sellers: new Set(bySales.flatMap(({ teammateId }) => teammateId ?? [])).size,
    },
    mayName: sight.everybody,
    sellers: await readSellers(tx, { given, layout, sight, now }),
    pieces: await readPieces(tx, { bySales, span, now }),
    twins: compared.twins,
    notCompared: compared.notCompared,
    stale: await readStale(tx, { likeness: compared.likeness, now }),
  };
}

/** By name, never by figures: a list of people in the order of their use would be a ranking. */
async function readSellers(
  tx: Tx,
  { given, layout, sight, now }: { given: readonly Given[]; layout: Layout; sight: Sight; now: Date },
): Promise<SellerUse[]> {
  const { everybody, ownTeammateId } = sight;
  if (!everybody && ownTeammateId === null) return [];
  const leads = await readOpenLeads(tx);
  const active = new Set([
    ...given.flatMap(({ teammateId }) => teammateId ?? []),
    ...leads.map(({ teammateId }) => teammateId),
  ]);
  const people = await tx.rows<{ id: string; name: string }>(sql`select id, name from teammate
    where id = ${ownTeammateId}::uuid or (${everybody} and side = 'sales' and id = any(${sql.param([...active])}::uuid[]))
    order by lower(name), id limit ${mostSellers}`);
  const { from, to } = pastYear(now);
  const used = await tx.rows<{ teammate_id: string; asset_id: string }>(sql`
    select i.teammate_id, i.asset_id from interaction i
    where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.type = 'asset_shared' and i.verified
      and i.asset_id is not null and i.occurred_at >= ${from} and i.occurred_at < ${to}
      and i.teammate_id = any(${sql.param(people.map(({ id }) => id))}::uuid[])
    group by i.teammate_id, i.asset_id`);
  return people.map(({ id, name }) => {
    const usedIds = new Set(used.filter((one) => one.teammate_id === id).map(({ asset_id }) => asset_id));
    const unused = neverUsedBy({ teammateId: id, pieces: layout.pieces, leads, usedIds });
    return {
      teammate: { id, name },
      isMe: id === ownTeammateId,
      ...sumsOf(given.filter(({ teammateId }) => teammateId === id)),
      neverUsed: unused.slice(0, mostShown),
      neverUsedCount: unused.length,
    };
  });
}

type PieceRow = { id: string; title: string; type: string | null; audience: 'buyer' | 'seller' };

async function readPieces(
  tx: Tx,
  { bySales, span, now }: { bySales: readonly Given[]; span: { from: Date; to: Date }; now: Date },
): Promise<PieceUse[]> {
  const rows =
    await tx.rows<PieceRow>(sql`select id, title, type, audience from asset where retired_at is null
    order by lower(title), id`);
  const rates = await finishRates(tx, span);
  const ofYear = await finishRates(tx, pastYear(now));
  return rows.map((row) => {
    const own = bySales.filter(({ assetId }) => assetId === row.id);
    return pieceUse({ row, own, rate: rates.get(row.id), ofYear: ofYear.get(row.id) });
  });
}

function pieceUse(options: {
  row: PieceRow;
  own: readonly Given[];
  rate: FinishRate | undefined;
  ofYear: FinishRate | undefined;
}): PieceUse {
  const { row, own, rate, ofYear } = options;
  const { shares, nextSteps } = sumsOf(own);
  const last = own.reduce<Date | null>(
    (latest, { lastAt }) => (latest === null || lastAt > latest ? lastAt : latest),
    null,
  );
  const measured = rate?.measured ?? 0;
  const finished = rate?.finished ?? 0;
  return {
    asset: row,
    shares,
    sellers: new Set(own.flatMap(({ teammateId }) => teammateId ?? [])).size,
    readers: rate?.readers ?? 0,
    pageViewers: rate?.pageViewers ?? 0,
    measured,
    finished,
    finishRate: finishRateOf({ measured, finished }),
    medianMs: rate?.medianMs ?? null,
    nextSteps,
    lastSharedAt: last?.toISOString() ?? null,
    neverShared: (ofYear?.salesShares ?? 0) === 0,
    neverFinished: (ofYear?.measured ?? 0) >= fewestReaders && ofYear?.finished === 0,
  };
}

/** Past its review, or speaking of figures of years ago. */
async function readStale(
  tx: Tx,
  { likeness, now }: { likeness: ReadonlyMap<string, Likeness>; now: Date },
): Promise<StalePiece[]> {
  const rows = await tx.rows<{
    id: string;
    title: string;
    owner_id: string | null;
    owner_name: string | null;
    review_on: string | null;
    late_days: number | null;
  }>(sql`
    select a.id, a.title, t.id as owner_id, t.name as owner_name, a.review_on,
      (${now}::timestamptz at time zone w.time_zone)::date - a.review_on as late_days
    from asset a cross join workspace w left join teammate t on t.id = a.owner_id
    where a.retired_at is null order by a.review_on nulls last, lower(a.title), a.id`);
  return rows.flatMap((row) => {
    const isLate = row.late_days !== null && row.late_days >= 0;
    const year = likeness.get(row.id)?.latestYear ?? null;
    const isOld = year !== null && year <= now.getUTCFullYear() - oldAfterYears;
    if (!isLate && !isOld) return [];
    return [
      {
        asset: { id: row.id, name: row.title },
        owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
        reviewOn: isLate ? row.review_on : null,
        daysLate: isLate ? row.late_days : null,
        latestYear: isOld ? year : null,
      },
    ];
  });
}
