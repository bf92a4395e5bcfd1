import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionKind } from './bodies.ts';
import type { DefinitionSummary, Side } from './contract.ts';
import { standingOf } from './signing-policy.ts';
import { type Summarised, summarise } from './summaries.ts';

type ListDefinitions = { tx: Tx; userId: string | null; kind?: DefinitionKind | undefined };

export async function listDefinitions({ tx, userId, kind }: ListDefinitions): Promise<{
  items: DefinitionSummary[];
  unsigned: number;
  awaitingMe: number;
  openQuestions: number;
}> {
  const all = await summarise(tx, { kind });
  const { maySign } = await standingOf(tx, userId);
  const open = await tx.first<{ count: number }>(
    sql`select count(*) as count from question where settled_at is null`,
  );
  return {
    items: all.map((one) => one.summary),
    unsigned: all.filter((one) => one.summary.inForce?.unsigned).length,
    awaitingMe: all.filter((one) => awaits(one, userId, maySign)).length,
    openQuestions: open?.count ?? 0,
  };
}

function awaits(one: Summarised, userId: string | null, maySign: readonly Side[]): boolean {
  if (one.proposed === null || one.proposed.signatures.some((signature) => signature.user_id === userId))
    return false;
  return (one.summary.proposal?.missing ?? []).some((side) => maySign.includes(side));
}
