import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Side } from './contract.ts';
import { findDefinition } from './find-version.ts';
import type { StepName } from './step.ts';

type Row = {
  id: string;
  at: Date;
  at_key: string;
  what: StepName;
  version_number: number | null;
  side: Side | null;
  name: string;
  text: string | null;
};

type ListEvents = { tx: Tx; id: string; cursor?: string | undefined; limit: number };

/** What happened to a definition, newest first. */
export async function listDefinitionEvents({ tx, id, cursor, limit }: ListEvents) {
  const definition = await findDefinition(tx, id);
  const rows =
    await tx.rows<Row>(sql`select id, at, at::text as at_key, what, version_number, side, name, text
    from definition_event where definition_id = ${definition.id} ${before(cursor)}
    order by at desc, id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: ({ version_number, at, at_key: _, ...row }) => ({
      ...row,
      at: at.toISOString(),
      versionNumber: version_number,
    }),
    cursor: (row) => [row.at_key, row.id],
  });
}

/** Rows that come after a place in a list by time; the cursor names the last row of the page before. */
function before(cursor: string | undefined): SQL {
  if (cursor === undefined) return sql``;
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || typeof id !== 'string' || !isId(id))
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return sql`and (at, id) < (${at}::timestamptz, ${id}::uuid)`;
}
