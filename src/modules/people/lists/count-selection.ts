import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { z } from 'zod';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { CountAnswer } from './contract.ts';
import { findRows } from './find-rows.ts';
import type { Selection } from './selection.ts';

/** The planner's cost up to which a count is made exactly: some 50 ms of work. */
const maxExactCost = 12_000;
/** Pages of the table that a sample reads: some 20 ms. */
const samplePages = 400;

/**
 * How many records a selection has: exactly where the planner expects that to be cheap, else worked out from a
 * sample of the table's pages, and said to be so.
 */
export async function countSelection(tx: Tx, selection: Selection): Promise<CountAnswer> {
  const { where, narrowed } = await findRows(tx, selection);
  const table = selection.source.table;
  const rows = sql`${table} r where ${where}`;
  if (narrowed) return { count: await countExactly(tx, rows), precision: 'exact' };
  const plan = await planOf(tx, rows);
  if (plan.cost <= maxExactCost) return { count: await countExactly(tx, rows), precision: 'exact' };
  const name = selection.source.recordType;
  return { count: await countBySample(tx, { table, name, where, expected: plan.rows }), precision: 'about' };
}

async function countExactly(tx: Tx, rows: SQL): Promise<number> {
  const row = await tx.first<{ count: number }>(sql`select count(*) as count from ${rows}`);
  return row?.count ?? 0;
}

const planRows = z.tuple([
  z.object({ Plan: z.object({ 'Total Cost': z.number(), 'Plan Rows': z.number() }) }),
]);

async function planOf(tx: Tx, rows: SQL): Promise<{ cost: number; rows: number }> {
  const row = await tx.first<{ 'QUERY PLAN': unknown }>(sql`explain (format json) select from ${rows}`);
  const [{ Plan: plan }] = planRows.parse(row?.['QUERY PLAN']);
  return { cost: plan['Total Cost'], rows: plan['Plan Rows'] };
}

async function countBySample(
  tx: Tx,
  options: { table: SQL; name: string; where: SQL; expected: number },
): Promise<number> {
  const { table, where, expected } = options;
  const size = await tx.first<{ pages: number }>(
    sql`select pg_relation_size(${options.name}::regclass) / current_setting('block_size')::bigint as pages`,
  );
  const percent = Math.min(100, (100 * samplePages) / Math.max(1, size?.pages ?? 1));
  const row = await tx.first<{ count: number }>(
    sql`select count(*) as count from ${table} r tablesample system (${percent}) repeatable (1) where ${where}`,
  );
  const found = row?.count ?? 0;
  return rounded(found === 0 ? expected : (found * 100) / percent);
}

/** To three digits: a sample knows no more. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 2);
  return Math.round(count / unit) * unit;
}
