import { z } from 'zod';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { type Database, sql, type Tx } from '../../../platform/postgres/database.ts';
import {
  customPrefix,
  filterClauses,
  type RecordType,
  recordTypes,
  type SelectionQuery,
} from '../lists/contract.ts';

/** Below this many rows a sort or filter without an index takes less than 100 ms: no index is worth its upkeep. */
const minRows = 50_000;

const payload = z.object({ workspaceId: z.uuid(), recordType: z.enum(recordTypes), key: z.string().max(63) });
type Payload = z.infer<typeof payload>;

/** Puts a custom field's values into the index that lists sort and filter by; asked for by the first list that would have used it. */
export const customIndexJob: JobDefinition<Payload> = {
  name: 'people.custom-index',
  payload,
  retryLimit: 3,
  expireInSeconds: 900,
  singleton: ({ workspaceId, recordType, key }) => `${workspaceId}:${recordType}:${key}`,
};

/** Records a part: writers wait for as long as one takes, some tenths of a second. */
const partRecords = 20_000;
const lowestId = '00000000-0000-0000-0000-000000000000';

/** Begun again after a stop, it goes through the records once more and adds what is missing. */
export async function buildCustomIndex(options: { database: Database; payload: Payload }): Promise<void> {
  const { database } = options;
  const { workspaceId, recordType, key } = options.payload;
  await database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`select start_custom_index(${recordType}, ${key})`),
  );
  let after: string | null = lowestId;
  while (after !== null) {
    const from: string = after;
    const part = await database.inWorkspace(workspaceId, (tx) =>
      tx.first<{ last: string | null }>(
        sql`select extend_custom_index(${recordType}, ${key}, ${from}, ${partRecords}) as last`,
      ),
    );
    after = part?.last ?? null;
  }
}

/** Custom fields that a list sorts or filters by and that, with so many records, ought to be indexed. */
export async function missingCustomIndexes(
  tx: Tx,
  recordType: RecordType,
  query: SelectionQuery & { sort?: string | undefined },
): Promise<string[]> {
  const keys = customKeysOf(query);
  if (keys.length === 0) return [];
  const size = await tx.first<{ rows: number }>(
    sql`select reltuples::bigint as rows from pg_class where oid = ${recordType}::regclass`,
  );
  if ((size?.rows ?? 0) < minRows) return [];
  // One that was asked for and is not ready after an hour was lost with its job: it is asked for again.
  const there = await tx.rows<{ key: string }>(
    sql`select key from custom_index
      where record_type = ${recordType} and (ready_at is not null or requested_at > now() - interval '1 hour')`,
  );
  const known = new Set(there.map((row) => row.key));
  return keys.filter((key) => !known.has(key));
}

function customKeysOf(query: SelectionQuery & { sort?: string | undefined }): string[] {
  const fields = query.filter
    ? filterClauses.safeParse(JSON.parse(query.filter)).data?.map((clause) => clause.field)
    : [];
  const all = [query.sort ?? '', ...(fields ?? [])].filter((field) => field.startsWith(customPrefix));
  return [...new Set(all.map((field) => field.slice(customPrefix.length)))];
}
