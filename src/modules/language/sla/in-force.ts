import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BodyOf } from '../definitions/bodies.ts';
import type { SlaPolicy } from './policy.ts';

/** A version of the agreement between marketing and sales. */
export type Sla = {
  versionId: string;
  definitionId: string;
  key: string;
  word: string;
  number: number;
  /** Came with the workspace, and not both sides have signed it: it counts and shows, and nobody has promised it. */
  unsigned: boolean;
  policy: SlaPolicy;
};

type Row = Omit<Sla, 'word' | 'policy'> & { body: BodyOf<'sla'> };

const columns = sql`v.id as "versionId", d.id as "definitionId", d.key, v.number, v.body,
  (v.came_with_workspace and v.signed_at is null) as unsigned`;

const asSla = ({ body, ...row }: Row): Sla => ({ ...row, word: body.word, policy: body.policy });

/** The agreement that holds now; null: none is in force. */
export async function slaInForce(tx: Tx): Promise<Sla | null> {
  const row = await tx.first<Row>(sql`select ${columns}
    from definition_version v join definition d on d.id = v.definition_id
    where d.kind = 'sla' and v.status = 'in_force' order by d.created_at, d.id limit 1`);
  return row === null ? null : asSla(row);
}

/** The agreement under which something was done: any version of it, by its id. */
export async function slaVersion(tx: Tx, versionId: string): Promise<Sla | null> {
  const row = await tx.first<Row>(sql`select ${columns}
    from definition_version v join definition d on d.id = v.definition_id
    where d.kind = 'sla' and v.id = ${versionId}`);
  return row === null ? null : asSla(row);
}

export type RejectReason = BodyOf<'reject_reasons'>['reasons'][number];
export type RejectReasons = {
  versionId: string;
  definitionId: string;
  key: string;
  word: string;
  number: number;
  unsigned: boolean;
  reasons: RejectReason[];
};

/** The reasons for which sales may reject a lead; null: none are in force. */
export async function rejectReasonsInForce(tx: Tx): Promise<RejectReasons | null> {
  const row = await tx.first<
    Omit<RejectReasons, 'word' | 'reasons'> & { body: BodyOf<'reject_reasons'> }
  >(sql`select ${columns}
    from definition_version v join definition d on d.id = v.definition_id
    where d.kind = 'reject_reasons' and v.status = 'in_force' order by d.created_at, d.id limit 1`);
  if (row === null) return null;
  const { body, ...rest } = row;
  return { ...rest, word: body.word, reasons: body.reasons };
}
