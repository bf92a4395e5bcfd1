import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody, DefinitionKind } from './bodies.ts';
import type { DefinitionSummary, Side, SigningPolicy } from './contract.ts';
import { missingFrom } from './load-versions.ts';
import { readSigningPolicy } from './signing-policy.ts';

type Row = {
  id: string;
  kind: DefinitionKind;
  key: string;
  open_questions: number;
};

type VersionRow = {
  id: string;
  definition_id: string;
  number: number;
  status: 'draft' | 'proposed' | 'signed' | 'in_force';
  body: DefinitionBody;
  side: Side | null;
  created_at: Date;
  proposed_at: Date | null;
  signed_at: Date | null;
  in_force_from: Date | null;
  came_with_workspace: boolean;
  objections: number;
};

type SignatureRow = { version_id: string; user_id: string; side: Side; name: string; at: Date };

/** What a list of definitions is made of, and who has signed what is open. */
export type Summarised = {
  summary: DefinitionSummary;
  /** The proposed version, where one waits for signatures. */
  proposed: { id: string; signatures: readonly SignatureRow[] } | null;
};

/** Every definition, or one: what is in force, what is proposed, what is asked. */
export async function summarise(
  tx: Tx,
  which: { id?: string; kind?: DefinitionKind | undefined } = {},
): Promise<Summarised[]> {
  const ofId = which.id === undefined ? sql`` : sql`and d.id = ${which.id}`;
  const ofKind = which.kind === undefined ? sql`` : sql`and d.kind = ${which.kind}`;
  const rows = await tx.rows<Row>(sql`select d.id, d.kind, d.key,
      (select count(*) from question q where q.definition_id = d.id and q.settled_at is null) as open_questions
    from definition d where true ${ofId} ${ofKind} order by d.created_at, d.id`);
  const versions = await readVersions(tx, sql`${ofId} ${ofKind}`);
  const signatures =
    await tx.rows<SignatureRow>(sql`select version_id, user_id, side, name, at from definition_signature
    where version_id = any(${sql.param(versions.map((version) => version.id))}::uuid[]) order by at, id`);
  const policy = await readSigningPolicy(tx);
  return rows.flatMap((row) => {
    const own = versions.filter((version) => version.definition_id === row.id);
    return asSummarised({ row, versions: own, signatures, policy }) ?? [];
  });
}

/** Those that may be in force or come into force, newest first; where there are none, the last one of all. */
async function readVersions(tx: Tx, condition: SQL): Promise<VersionRow[]> {
  return tx.rows<VersionRow>(sql`select v.id, v.definition_id, v.number, v.status, v.body, v.side, v.created_at,
      v.proposed_at, v.signed_at, v.in_force_from, v.came_with_workspace,
      (select count(*) from definition_objection o where o.version_id = v.id and o.settled_at is null) as objections
    from definition_version v join definition d on d.id = v.definition_id
    where (v.status in ('draft', 'proposed', 'signed', 'in_force')
      or v.number = (select max(number) from definition_version l where l.definition_id = d.id)) ${condition}
    order by v.number desc`);
}

const openness = ['proposed', 'signed', 'draft'] as const;

function asSummarised(options: {
  row: Row;
  versions: readonly VersionRow[];
  signatures: readonly SignatureRow[];
  policy: SigningPolicy;
}): Summarised | null {
  const { row, versions, policy } = options;
  const inForce = versions.find((version) => version.status === 'in_force');
  const open = openness.flatMap((status) => versions.filter((version) => version.status === status))[0];
  const shown = inForce ?? open ?? versions[0];
  if (shown === undefined) return null;
  const signaturesOf = (version: VersionRow) =>
    options.signatures.filter((signature) => signature.version_id === version.id);
  const summary: DefinitionSummary = {
    id: row.id,
    kind: row.kind,
    key: row.key,
    word: shown.body.word,
    meaning: shown.body.meaning,
    inForce:
      inForce === undefined
        ? null
        : {
            versionId: inForce.id,
            number: inForce.number,
            from: (inForce.in_force_from ?? inForce.created_at).toISOString(),
            unsigned: inForce.came_with_workspace && inForce.signed_at === null,
            signatures: signaturesOf(inForce).map(({ side, name, at }) => ({
              side,
              name,
              at: at.toISOString(),
            })),
          },
    proposal: open === undefined ? null : proposalOf(open, signaturesOf(open), policy),
    openQuestions: row.open_questions,
    stageKey: shown.body.kind === 'stage' ? shown.body.stageKey : null,
  };
  return {
    summary,
    proposed: open?.status === 'proposed' ? { id: open.id, signatures: signaturesOf(open) } : null,
  };
}

function proposalOf(
  version: VersionRow,
  signatures: readonly SignatureRow[],
  policy: SigningPolicy,
): DefinitionSummary['proposal'] {
  if (version.status === 'in_force') return null;
  return {
    versionId: version.id,
    number: version.number,
    status: version.status,
    side: version.side,
    at: (version.signed_at ?? version.proposed_at ?? version.created_at).toISOString(),
    missing: version.status === 'proposed' ? missingFrom(signatures, policy).map((one) => one.side) : [],
    objections: version.objections,
  };
}
