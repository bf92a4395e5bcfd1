import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { RuleEnvironment } from './environment.ts';
import type { RuleWords } from './sentence.ts';
import { idsIn } from './validate-body.ts';

/** The words in which these rules are said: names of what they mention, whatever else they stand in. */
export async function loadRuleWords(tx: Tx, env: RuleEnvironment, rules: unknown): Promise<RuleWords> {
  const ids = idsIn(rules);
  const workspace = await tx.first<{ currency: string }>(sql`select currency from workspace`);
  const named =
    ids.length === 0
      ? []
      : await tx.rows<{ id: string; name: string }>(sql`
          select id::text, name from campaign where id = any(${sql.param(ids)}::uuid[])
          union all select id::text, title from asset where id = any(${sql.param(ids)}::uuid[])
          union all select id::text, name from teammate where id = any(${sql.param(ids)}::uuid[])`);
  return {
    fields: env.fields,
    names: new Map(named.map(({ id, name }) => [id, name])),
    currency: workspace?.currency ?? 'EUR',
  };
}
