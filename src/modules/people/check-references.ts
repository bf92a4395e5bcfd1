import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';

const whatIs = {
  accountId: { words: 'company', table: sql`account where merged_into_id is null and` },
  parentId: { words: 'parent company', table: sql`account where merged_into_id is null and` },
  ownerId: { words: 'teammate', table: sql`teammate where` },
  campaignId: { words: 'campaign', table: sql`campaign where` },
};

export type References = { [Field in keyof typeof whatIs]?: string | null | undefined };

/**
 * A foreign key does not see row-level security: without this, a record could point at another workspace's.
 * Refuses ids that are not of this workspace.
 */
export async function checkReferences(tx: Tx, references: References): Promise<void> {
  for (const field of ['accountId', 'parentId', 'ownerId', 'campaignId'] as const) {
    const id = references[field];
    if (id === undefined || id === null) continue;
    const { words, table } = whatIs[field];
    if (await tx.first(sql`select 1 from ${table} id = ${id}`)) continue;
    throw new AppError('invalid_input', `There is no such ${words}. Choose one that is in the list.`, {
      fields: [{ path: field, message: `no such ${words}` }],
    });
  }
}
