import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody, DefinitionKind } from './bodies.ts';

/** A definition as it holds now. */
export type InForce = {
  definitionId: string;
  key: string;
  kind: DefinitionKind;
  versionId: string;
  number: number;
  body: DefinitionBody;
  /** Came with the workspace, and not both sides have signed it: it explains and scores, but moves nobody. */
  unsigned: boolean;
  from: Date;
};

/** Everything that is in force, in the order in which the definitions were made. */
export async function definitionsInForce(tx: Tx): Promise<InForce[]> {
  return tx.rows<InForce>(sql`select d.id as "definitionId", d.key, d.kind, v.id as "versionId", v.number, v.body,
      (v.came_with_workspace and v.signed_at is null) as unsigned, v.in_force_from as "from"
    from definition_version v join definition d on d.id = v.definition_id
    where v.status = 'in_force' order by d.created_at, d.id`);
}

/** A version that is or was in force, from when to when. */
export type VersionOverTime = {
  versionId: string;
  number: number;
  body: DefinitionBody;
  unsigned: boolean;
  /** Since when both sides had signed it; null: never. */
  signedAt: Date | null;
  from: Date;
  /** Null: to this day. */
  to: Date | null;
};

/** Which version was in force when, oldest first. */
export async function versionsOver(tx: Tx, definitionId: string): Promise<VersionOverTime[]> {
  return tx.rows<VersionOverTime>(sql`select v.id as "versionId", v.number, v.body,
      (v.came_with_workspace and v.signed_at is null) as unsigned, v.signed_at as "signedAt",
      v.in_force_from as "from", v.in_force_to as "to"
    from definition_version v
    where v.definition_id = ${definitionId} and v.in_force_from is not null
    order by v.in_force_from, v.number`);
}
