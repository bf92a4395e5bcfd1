import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { joinSurvivor } from '../../people/index.ts';
import { readChoices } from './choices.ts';
import { type DealColumns, dealColumns, dealOf, withNames } from './closed-deals.ts';
import type { DealReason, Matter, MatterKind, Outcome, ReasonChoices, Said } from './contract.ts';
import { dealOrder } from './deal-cursor.ts';
import { nameInteractions } from './name-interactions.ts';

type SaidColumns = {
  id: string;
  outcome: Outcome;
  reasons: string[];
  note: string | null;
  said_at: Date;
  said_by: string;
  by_seller: boolean;
  took_ms: number | null;
  version: number;
};

const saidColumns = sql`r.id, r.outcome, r.reasons, r.note, r.said_at, r.said_by, r.by_seller, r.took_ms, r.version`;

/** What stands of each deal, as long as the deal ended as was said; rows `r` (what was said) and `o` (the deal). */
const standing: SQL = sql`
  (select distinct on (opportunity_id) * from deal_reason order by opportunity_id, version desc) as r
  join opportunity o on o.id = r.opportunity_id and o.status = r.outcome`;

export type Which = {
  /** Over `r` (what was said) and `o` (the deal). */
  where?: SQL;
  /** Over the columns of the answer, `deal_closed_at` and `deal_id` among them. */
  having?: SQL;
  limit?: number;
};

/** What was said of closed deals, those closed last first. */
export async function standingReasons(tx: Tx, { where, having, limit }: Which): Promise<DealReason[]> {
  const rows = await tx.rows<SaidColumns & DealColumns>(sql`
    select * from (
      select ${saidColumns}, ${dealColumns} from ${standing} ${withNames} where ${where ?? sql`true`}) as one
    where ${having ?? sql`true`}
    order by ${dealOrder} ${limit === undefined ? sql`` : sql`limit ${limit}`}`);
  const rest = await readRest(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...saidOf(row, rest), deal: dealOf(row) }));
}

/** Everything that was said of a deal, latest first. */
export async function saidOfDeal(tx: Tx, opportunityId: string): Promise<Said[]> {
  const rows = await tx.rows<SaidColumns>(
    sql`select ${saidColumns} from deal_reason r where r.opportunity_id = ${opportunityId} order by r.version desc`,
  );
  const rest = await readRest(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => saidOf(row, rest));
}

type Rest = { choices: ReasonChoices; matters: ReadonlyMap<string, Matter[]> };

async function readRest(tx: Tx, ids: readonly string[]): Promise<Rest> {
  return { choices: await readChoices(tx), matters: await readMatters(tx, ids) };
}

function saidOf(row: SaidColumns, { choices, matters }: Rest): Said {
  const labels = new Map(choices[row.outcome].map(({ key, label }) => [key, label]));
  return {
    id: row.id,
    outcome: row.outcome,
    reasons: row.reasons.map((key) => ({ key, label: labels.get(key) ?? key.replaceAll('_', ' ') })),
    mattered: matters.get(row.id) ?? [],
    note: row.note,
    saidAt: row.said_at.toISOString(),
    saidBy: row.said_by,
    bySeller: row.by_seller,
    tookMs: row.took_ms,
    version: row.version,
  };
}

type MatterRow = { said_id: string; kind: MatterKind; id: string | null; label: string | null };

/** What was named to have mattered, by what each thing is called now. */
async function readMatters(tx: Tx, ids: readonly string[]): Promise<Map<string, Matter[]>> {
  const found = new Map<string, Matter[]>();
  if (ids.length === 0) return found;
  const rows = await tx.rows<MatterRow>(sql`
    select m.deal_reason_id as said_id, m.kind, coalesce(m.asset_id, m.interaction_id, c.id, m.teammate_id) as id,
      coalesce(a.title, c.name, t.name, m.competitor) as label
    from deal_reason_matter m
    left join asset a on a.id = m.asset_id
    left join teammate t on t.id = m.teammate_id
    ${joinSurvivor('contact', sql`m.contact_id`, sql`c`)}
    where m.deal_reason_id = any(${sql.param([...ids])}::uuid[])
    order by m.deal_reason_id, m.position`);
  const talks = await nameInteractions(
    tx,
    rows.flatMap(({ kind, id }) => (kind === 'interaction' && id !== null ? [id] : [])),
  );
  for (const { said_id, kind, id, label } of rows) {
    const talk = kind === 'interaction' && id !== null ? talks.get(id) : undefined;
    const words = talk?.label ?? (label === null || label === '' ? 'No longer there' : label);
    const list = found.get(said_id) ?? [];
    list.push({ kind, id: talk?.id ?? id, label: words });
    found.set(said_id, list);
  }
  return found;
}
