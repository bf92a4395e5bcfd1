import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Decision, type DecisionKind, evidence } from './contract.ts';

type Row = {
  id: string;
  kind: DecisionKind;
  asset_id: string | null;
  asset_title: string | null;
  page: number | null;
  persona: string | null;
  buying_stage: string | null;
  stage_name: string | null;
  instead_id: string | null;
  instead_title: string | null;
  request_id: string | null;
  evidence: unknown;
  note: string | null;
  decided_by: string;
  decided_at: Date;
  decided_text: string;
  undone_at: Date | null;
  undone_by: string | null;
};

const select = sql`select d.id, d.kind, d.asset_id, a.title as asset_title, d.page, d.persona, d.buying_stage,
    b.name as stage_name, i.id as instead_id, i.title as instead_title, d.request_id, d.evidence, d.note, d.decided_by,
    d.decided_at, d.decided_at::text as decided_text, d.undone_at, d.undone_by
  from content_decision d left join asset a on a.id = d.asset_id left join asset i on i.id = d.use_instead_id
  left join buying_stage b on b.workspace_id = d.workspace_id and b.key = split_part(d.buying_stage, ':', 1)`;

function presentDecision(row: Row): Decision {
  const read = evidence.safeParse(row.evidence);
  const at = row.decided_at.toISOString();
  const place =
    row.persona !== null && row.buying_stage !== null
      ? { persona: row.persona, buyingStage: row.buying_stage }
      : null;
  return {
    id: row.id,
    kind: row.kind,
    asset: row.asset_id === null ? null : { id: row.asset_id, name: row.asset_title ?? '' },
    page: row.page,
    place,
    useInstead: row.instead_id === null ? null : { id: row.instead_id, name: row.instead_title ?? '' },
    title: titleOf(row),
    note: row.note,
    evidence: read.success ? read.data : { suggested: null, rule: null, figures: [], from: at, to: at },
    decidedBy: row.decided_by,
    decidedAt: at,
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: row.undone_by,
  };
}

function titleOf({ asset_title, page, persona, stage_name, buying_stage }: Row): string {
  if (asset_title !== null) return page === null ? asset_title : `${asset_title}, page ${page}`;
  return `Something for ${persona ?? ''} in ${stage_name ?? buying_stage ?? ''}`;
}

export async function loadDecision(tx: Tx, id: string): Promise<Decision> {
  const row = await tx.first<Row>(sql`${select} where d.id = ${id}`);
  if (row === null) throw notFound('decision');
  return presentDecision(row);
}

/** Latest first. */
export async function listDecisions(
  tx: Tx,
  { assetId, cursor, limit }: { assetId?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Decision[]; nextCursor: string | null }> {
  const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, 2);
  const rows = await tx.rows<Row>(sql`${select}
    where d.workspace_id = current_setting('liaison.workspace_id')::uuid
      and (${assetId ?? null}::uuid is null or d.asset_id = ${assetId ?? null}::uuid)
      and (${cursor === undefined} or (d.decided_at, d.id) < (${at === undefined ? null : String(at)}::timestamptz,
        ${id === undefined ? null : String(id)}::uuid))
    order by d.decided_at desc, d.id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: presentDecision, cursor: (row) => [row.decided_text, row.id] });
}

/** What was last decided about a piece and not undone. */
export async function latestDecisionOf(tx: Tx, assetId: string): Promise<Decision | null> {
  const row = await tx.first<Row>(sql`${select} where d.asset_id = ${assetId} and d.undone_at is null
    order by d.decided_at desc, d.id desc limit 1`);
  return row === null ? null : presentDecision(row);
}
