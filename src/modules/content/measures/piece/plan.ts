import { AppError, notFound } from '../../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../../platform/postgres/database.ts';
import { readsOf, type Window } from '../reads.ts';
import type { PiecePeriod, PieceScope } from './contract.ts';

const dayMs = 86_400_000;
const days: Record<Exclude<PiecePeriod, 'all'>, number> = { last30: 30, last90: 90, last365: 365 };

type Piece = { id: string; title: string; type: string | null; currentVersionId: string | null };

/** Of which piece, when, and of which version: every figure and every list is made of it, so that they never part. */
export type PiecePlan = {
  tx: Tx;
  now: Date;
  piece: Piece;
  period: PiecePeriod;
  window: Window;
  versionId: string | null;
  /** What was read, worked out once for all that one answer counts from it. */
  held: boolean;
};

export async function planPiece(options: { tx: Tx; now: Date; scope: PieceScope }): Promise<PiecePlan> {
  const { tx, now, scope } = options;
  // Its queries are long to compile and short to run.
  await tx.run(sql`set local jit = off`);
  const piece = await tx.first<Piece>(sql`
    select id, title, type, current_version_id as "currentVersionId" from asset where id = ${scope.assetId}`);
  if (!piece) throw notFound('piece');
  if (scope.versionId !== undefined) {
    const version = await tx.first(
      sql`select 1 from asset_version where id = ${scope.versionId} and asset_id = ${piece.id}`,
    );
    if (!version) throw new AppError('not_found', 'This piece has no such version.');
  }
  return {
    tx,
    now,
    piece,
    period: scope.period,
    window: windowOf(scope.period, now),
    versionId: scope.versionId ?? null,
    held: false,
  };
}

function windowOf(period: PiecePeriod, now: Date): Window {
  if (period === 'all') return { from: null, to: null };
  return { from: new Date(now.getTime() - days[period] * dayMs), to: null };
}

/** Works out what was read once, for the rest of the transaction: one answer counts from it eight times over. */
export async function holdReads(plan: PiecePlan): Promise<PiecePlan> {
  const reads = readsOf({ assets: sql`i.asset_id = ${plan.piece.id}`, window: plan.window });
  await plan.tx.run(
    sql`create temporary table piece_reads on commit drop as with ${reads} select * from reads`,
  );
  return { ...plan, held: true };
}

/**
 * Subqueries over the piece: `reads` as the log has them, `counted` those of verified people that are asked about, and
 * `people`, a row a reader.
 */
export function peopleOf(plan: PiecePlan, { ofPages = false }: { ofPages?: boolean } = {}): SQL {
  const ofVersion = plan.versionId === null ? sql`true` : sql`r.version_id = ${plan.versionId}`;
  const reads = plan.held
    ? sql`reads as (select * from piece_reads)`
    : readsOf({ assets: sql`i.asset_id = ${plan.piece.id}`, window: plan.window });
  return sql`${reads},
    counted as materialized (
      select * from reads r where r.verified and r.is_page = ${ofPages} and ${ofVersion}),
    people as materialized (
      select person, max(contact_id::text)::uuid as contact_id, min(at) as first_at, max(at) as last_at,
        count(*) as visits, coalesce(sum(ms), 0) as ms, max(completion) as completion
      from counted group by person)`;
}
