import type { z } from 'zod';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { idsMergedInto, survivorOf } from '../../people/index.ts';
import type { linksContract, ShareLink } from './contract.ts';
import { isMine, type LinkRow, presentLinks, type Reader, selectLinks, stateOf } from './load-links.ts';

type Input = z.infer<NonNullable<(typeof linksContract.list)['~orpc']['inputSchema']>>;

/** Links that were never read come last where what was read last comes first. */
const neverRead = '-infinity';

export async function listLinks(
  reader: Reader,
  input: Input,
): Promise<{ items: ShareLink[]; nextCursor: string | null }> {
  const conditions = await conditionsOf(reader, input);
  const key = sortKeys[input.sort];
  if (input.cursor !== undefined) {
    const [value, id] = decodeCursor(input.cursor, 2);
    conditions.push(
      sql`(${key.column}, l.id) < (${String(value)}::${sql.raw(key.type)}, ${String(id)}::uuid)`,
    );
  }
  const goesOverAll = input.sort !== 'created' || input.read !== undefined;
  const rows = await reader.tx.rows<LinkRow>(sql`${selectLinks(reader, goesOverAll)}
    where ${sql.join(conditions, sql` and `)}
    order by ${key.column} desc, l.id desc limit ${input.limit + 1}`);
  const page = toPage({ rows, limit: input.limit, item: (row) => row, cursor: key.cursor });
  return { items: await presentLinks(reader, page.items), nextCursor: page.nextCursor };
}

const sortKeys = {
  created: {
    column: sql`l.created_at`,
    type: 'timestamptz',
    cursor: (row: LinkRow) => [row.created_text, row.id],
  },
  lastRead: {
    column: sql`coalesce(r.last_read_at, '-infinity')`,
    type: 'timestamptz',
    cursor: (row: LinkRow) => [row.read_text ?? neverRead, row.id],
  },
  visits: {
    column: sql`coalesce(r.visits, 0)`,
    type: 'integer',
    cursor: (row: LinkRow) => [row.visits, row.id],
  },
} as const;

async function conditionsOf({ tx, userId, now }: Reader, input: Input): Promise<SQL[]> {
  const conditions: SQL[] = [sql`l.workspace_id = current_setting('liaison.workspace_id')::uuid`];
  if (input.mine) conditions.push(isMine(userId));
  if (input.teammateId) conditions.push(sql`l.teammate_id = ${input.teammateId}`);
  if (input.contactId) conditions.push(await amongMerged(tx, 'contact', input.contactId));
  if (input.accountId) conditions.push(await amongMerged(tx, 'account', input.accountId));
  if (input.opportunityId) conditions.push(sql`l.opportunity_id = ${input.opportunityId}`);
  if (input.assetId)
    conditions.push(
      sql`l.id in (select link_id from share_link_asset
        where workspace_id = current_setting('liaison.workspace_id')::uuid and asset_id = ${input.assetId})`,
    );
  if (input.state) conditions.push(sql`${stateOf(now)} = ${input.state}`);
  if (input.read !== undefined)
    conditions.push(input.read ? sql`r.visits > 0` : sql`coalesce(r.visits, 0) = 0`);
  if (input.search) {
    const word = `%${input.search.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
    conditions.push(sql`(lower(l.title) like ${word} or lower(coalesce(c.name, '')) like ${word}
      or lower(coalesce(c.email, '')) like ${word} or lower(coalesce(a.name, '')) like ${word}
      or lower(coalesce(l.note, '')) like ${word})`);
  }
  return conditions;
}

/** What was shared with a record that was merged into another is the other's too. */
async function amongMerged(tx: Reader['tx'], type: 'contact' | 'account', id: string): Promise<SQL> {
  const ids = await idsMergedInto(tx, type, await survivorOf(tx, type, id));
  const column = type === 'contact' ? sql`l.contact_id` : sql`l.account_id`;
  return sql`${column} = any(${sql.param(ids)}::uuid[])`;
}
