import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { campaignChoice, pickersContract, productChoice } from './contract.ts';

type Input = z.infer<NonNullable<(typeof pickersContract.campaigns)['~orpc']['inputSchema']>>;
type Page<Item> = { items: Item[]; nextCursor: string | null };

export function listCampaignChoices(options: {
  tx: Tx;
  input: Input;
}): Promise<Page<z.infer<typeof campaignChoice>>> {
  return pick({ ...options, columns: sql`id, name, type, channel`, table: sql`campaign` });
}

export function listProductChoices(options: {
  tx: Tx;
  input: Input;
}): Promise<Page<z.infer<typeof productChoice>>> {
  return pick({
    ...options,
    columns: sql`id, name, family, list_price_minor as "listPriceMinor", currency`,
    table: sql`product`,
  });
}

/** By name, those that contain what was typed. There are thousands at most, read without an index. */
async function pick<Item extends { id: string; name: string }>(options: {
  tx: Tx;
  input: Input;
  columns: SQL;
  table: SQL;
}): Promise<Page<Item>> {
  const { tx, input, columns, table } = options;
  const needle = (input.search ?? '').trim().toLowerCase();
  const found = needle === '' ? sql`true` : sql`position(${needle} in lower(name)) > 0`;
  const [name, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 2);
  const after = input.cursor === undefined ? sql`true` : sql`(lower(name), id) > (${name}, ${id}::uuid)`;
  const rows = await tx.rows<
    Item & { lowered: string }
  >(sql`select ${columns}, lower(name) as lowered from ${table}
    where ${found} and ${after} order by lower(name), id limit ${input.limit + 1}`);
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > input.limit && last ? encodeCursor([last.lowered, last.id]) : null,
  };
}
