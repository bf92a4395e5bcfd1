import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { clausesOf } from '../rules/clauses.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { loadRuleWords } from '../rules/load-rule-words.ts';
import type { RuleWords } from '../rules/sentence.ts';
import type { DefinitionBody } from './bodies.ts';
import type { DefinitionVersion, Objection, Side, Signature, SigningPolicy } from './contract.ts';
import { type VersionRow, versionColumns } from './find-version.ts';
import { readSigningPolicy } from './signing-policy.ts';

type SignatureRow = {
  id: string;
  version_id: string;
  side: Side;
  user_id: string;
  name: string;
  at: Date;
  hash: string;
};
type ObjectionRow = {
  id: string;
  version_id: string;
  side: Side;
  name: string;
  at: Date;
  reason: string;
  settled_at: Date | null;
};

/** All versions of a definition, newest first, with who signed and who objected. */
export async function loadVersions(tx: Tx, definitionId: string): Promise<DefinitionVersion[]> {
  return load(tx, sql`v.definition_id = ${definitionId}`);
}

export async function loadVersion(tx: Tx, versionId: string): Promise<DefinitionVersion> {
  const [version] = await load(tx, sql`v.id = ${versionId}`);
  if (version === undefined) throw new Error(`version ${versionId} is gone`);
  return version;
}

async function load(tx: Tx, condition: SQL): Promise<DefinitionVersion[]> {
  const rows = await tx.rows<VersionRow>(
    sql`select ${versionColumns} from definition_version v where ${condition} order by v.number desc`,
  );
  const ids = sql.param(rows.map((row) => row.id));
  const signatures = await tx.rows<SignatureRow>(sql`select id, version_id, side, user_id, name, at, hash
    from definition_signature where version_id = any(${ids}::uuid[]) order by at, id`);
  const objections = await tx.rows<ObjectionRow>(sql`select id, version_id, side, name, at, reason, settled_at
    from definition_objection where version_id = any(${ids}::uuid[]) order by at, id`);
  const policy = await readSigningPolicy(tx);
  const words = await wordsFor(
    tx,
    rows.map((row) => row.body),
  );
  return rows.map((row) =>
    present({
      row,
      signatures: signatures.filter((one) => one.version_id === row.id).map(asSignature),
      objections: objections.filter((one) => one.version_id === row.id).map(asObjection),
      policy,
      words,
    }),
  );
}

/** What rules in these bodies are called: fields, campaigns, assets and people by their names. */
export async function wordsFor(tx: Tx, bodies: readonly DefinitionBody[]): Promise<RuleWords> {
  return loadRuleWords(tx, await loadEnvironment(tx), bodies);
}

const asSignature = ({ user_id, at, id, side, name, hash }: SignatureRow): Signature => ({
  id,
  side,
  userId: user_id,
  name,
  at: at.toISOString(),
  hash,
});

const asObjection = ({ at, settled_at, id, side, name, reason }: ObjectionRow): Objection => ({
  id,
  side,
  name,
  at: at.toISOString(),
  reason,
  settledAt: settled_at?.toISOString() ?? null,
});

/** May still be signed: proposed, or the start that came with the workspace and has not been signed by both. */
export function isOpenToSignatures(
  version: Pick<VersionRow, 'status' | 'came_with_workspace' | 'signed_at'>,
): boolean {
  if (version.status === 'proposed') return true;
  return version.status === 'in_force' && version.came_with_workspace && version.signed_at === null;
}

/** Whose signatures are still missing, and how many. */
export function missingFrom(
  signatures: readonly { side: Side }[],
  policy: SigningPolicy,
): { side: Side; more: number }[] {
  return policy.rules.flatMap(({ side, quorum }) => {
    const more = quorum - signatures.filter((one) => one.side === side).length;
    return more > 0 ? [{ side, more }] : [];
  });
}

function present(options: {
  row: VersionRow;
  signatures: Signature[];
  objections: Objection[];
  policy: SigningPolicy;
  words: RuleWords;
}): DefinitionVersion {
  const { row, signatures, objections, policy, words } = options;
  return {
    id: row.id,
    definitionId: row.definition_id,
    number: row.number,
    status: row.status,
    body: row.body,
    clauses: clausesOf(row.body, words),
    hash: row.hash,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    side: row.side,
    proposedAt: row.proposed_at?.toISOString() ?? null,
    answersId: row.answers_id,
    wantedFrom: row.wanted_from,
    inForceFrom: row.in_force_from?.toISOString() ?? null,
    inForceTo: row.in_force_to?.toISOString() ?? null,
    unsigned: row.came_with_workspace && row.signed_at === null,
    signatures,
    missing: isOpenToSignatures(row) ? missingFrom(signatures, policy) : [],
    objections,
  };
}
