import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Side, SigningPolicy } from './contract.ts';
import type { Step } from './step.ts';

type SigningRole = SigningPolicy['rules'][number]['roles'][number];
type Role = SigningRole | 'viewer';

/** Until an admin says otherwise: each team signs for itself, and an admin for either, though never for both. */
const usual: SigningPolicy = {
  rules: [
    { side: 'marketing', roles: ['marketing', 'admin'], quorum: 1 },
    { side: 'sales', roles: ['sales', 'admin'], quorum: 1 },
  ],
};

export async function readSigningPolicy(tx: Tx): Promise<SigningPolicy> {
  const rows = await tx.rows<SigningPolicy['rules'][number]>(
    sql`select side, roles, quorum from signing_rule`,
  );
  return { rules: usual.rules.map((rule) => rows.find((row) => row.side === rule.side) ?? rule) };
}

export function ruleOf(policy: SigningPolicy, side: Side): SigningPolicy['rules'][number] {
  const rule = policy.rules.find((one) => one.side === side);
  if (rule === undefined) throw new Error(`no signing rule for ${side}`);
  return rule;
}

export async function changeSigningPolicy(step: Step, policy: SigningPolicy): Promise<SigningPolicy> {
  const { tx, workspaceId, actor } = step;
  if (new Set(policy.rules.map((rule) => rule.side)).size !== 2) {
    throw new AppError('invalid_input', 'Say once for marketing and once for sales who signs.', {
      fields: [{ path: 'rules', message: 'one rule for each side' }],
    });
  }
  const before = await readSigningPolicy(tx);
  for (const { side, roles, quorum } of policy.rules) {
    await tx.run(sql`insert into signing_rule (workspace_id, side, roles, quorum)
      values (${workspaceId}, ${side}, ${sql.param([...new Set(roles)])}::text[], ${quorum})
      on conflict (workspace_id, side) do update set roles = excluded.roles, quorum = excluded.quorum`);
  }
  const after = await readSigningPolicy(tx);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'signing_policy.changed',
    recordType: 'workspace',
    recordId: workspaceId,
    recordLabel: 'Signing policy',
    changes: { rules: { from: before.rules, to: after.rules } },
  });
  return after;
}

/** Where a person stands between the two sides. */
export type Standing = {
  role: Role | null;
  policy: SigningPolicy;
  /** For which sides they may sign. */
  maySign: Side[];
  /** To which they belong: a role of the team's own, or the right to sign for it. */
  belongsTo: Side[];
  /** Whose proposal what they write is; null for who belongs to neither or to both. */
  side: Side | null;
};

export async function standingOf(tx: Tx, userId: string | null): Promise<Standing> {
  const policy = await readSigningPolicy(tx);
  const member =
    userId === null
      ? null
      : await tx.first<{ role: Role }>(sql`select role from member where user_id = ${userId}`);
  const role = member?.role ?? null;
  const maySign = policy.rules
    .filter((rule) => rule.roles.some((one) => one === role))
    .map((rule) => rule.side);
  if (role === 'marketing' || role === 'sales') {
    return { role, policy, maySign, belongsTo: [...new Set<Side>([role, ...maySign])], side: role };
  }
  const side = maySign.length === 1 ? (maySign[0] ?? null) : null;
  return { role, policy, maySign, belongsTo: maySign, side };
}

const together = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Refuses who may not sign for this side, and says who may. */
export function requireMaySign(standing: Standing, side: Side): void {
  if (standing.maySign.includes(side)) return;
  const { roles } = ruleOf(standing.policy, side);
  throw new AppError(
    'forbidden',
    standing.role === null
      ? `Only a person who is signed in signs for ${side}; a token signs nothing.`
      : `The role ${standing.role} does not sign for ${side}. By the signing policy of this workspace, ${together(roles)} may.`,
  );
}

/** Refuses who does not belong to this side. */
export function requireBelongsTo(standing: Standing, side: Side, what: string): void {
  if (standing.belongsTo.includes(side)) return;
  throw new AppError('forbidden', `Only ${side} ${what}, and you do not stand on that side.`);
}
