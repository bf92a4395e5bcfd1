import type { Services } from '../../../platform/services.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleGroup } from '../rules/rule.ts';
import { groupSql } from './compile.ts';
import { type Asked, pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { executionSettings } from './run.ts';
import { quoted } from './sql-text.ts';

/** The pairs as a query: `m` is the place in the list. */
export function pairRowsSql(rows: readonly { contactId: string; at: Date }[]): string {
  const ids = quoted(rows.map(({ contactId }) => contactId).join(','));
  const times = quoted(rows.map(({ at }) => at.getTime()).join(','));
  if (rows.length === 0)
    return `select toUUID('00000000-0000-0000-0000-000000000000') as contact_id, toUInt32(0) as m, toInt64(0) as at_ms where 0`;
  return `select toUUID(row.1) as contact_id, toUInt32(row.2) as m, toInt64(row.3) as at_ms
    from (select arrayJoin(arrayZip(splitByChar(',', ${ids}), range(toUInt32(${rows.length})), splitByChar(',', ${times}))) as row)`;
}

/** A query that gives `contact_id, m, at_ms, bits`: for each rule, in order, whether it holds. */
function signalValuesSql(options: {
  workspaceId: string;
  env: RuleEnvironment;
  rules: readonly RuleGroup[];
  asked: Asked;
}): string {
  const plan = newPlan(options.env);
  const bits = options.rules.map((rule) => `toUInt8(${groupSql(plan, rule)})`);
  return `select contact_id, m, at_ms, ${bits.length === 0 ? 'emptyArrayUInt8()' : `[${bits.join(', ')}]`} as bits
    from (${pairsSql({ ...options, plan })})`;
}

/**
 * For each rule a column of noughts and ones, by the rows asked about; rows of leads that were not known then have
 * `known` nought.
 */
export async function signalValues(
  services: Pick<Services, 'clickhouse'>,
  options: {
    workspaceId: string;
    env: RuleEnvironment;
    rules: readonly RuleGroup[];
    rows: readonly { contactId: string; at: Date }[];
  },
): Promise<{ known: Uint8Array; columns: Uint8Array[] }> {
  const { rows, rules } = options;
  const known = new Uint8Array(rows.length);
  const columns = rules.map(() => new Uint8Array(rows.length));
  if (rows.length === 0) return { known, columns };
  const sql = signalValuesSql({ ...options, asked: { pairsSql: pairRowsSql(rows) } });
  const result = await services.clickhouse.query({
    query: `select m, arrayStringConcat(bits) as bits from (${sql})`,
    format: 'JSONCompactEachRow',
    clickhouse_settings: executionSettings,
  });
  for (const [m, bits] of await result.json<[number, string]>()) {
    known[m] = 1;
    for (const [place, column] of columns.entries()) column[m] = bits[place] === '1' ? 1 : 0;
  }
  return { known, columns };
}
