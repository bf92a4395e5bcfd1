import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withCtes } from '../reading/read-rows.ts';
import { resolveScope } from '../reading/scope.ts';
import { reachOf } from '../reading/sources.ts';
import type { LiveQuery } from './subscription.ts';

/** The people and devices of a timeline as one word, which changes when they do; null for a whole workspace. */
export async function readDevices(tx: Tx, query: LiveQuery): Promise<string | null> {
  const scope = await resolveScope(tx, query);
  if (scope.type === 'workspace') return null;
  const row = await tx.first<{ devices: string }>(sql`${withCtes(reachOf(scope, null).ctes)}
    select md5(coalesce((select string_agg(id::text, ',' order by id) from people), '') || ' ' || coalesce((
      select string_agg(concat_ws(' ', profile_id, from_at, to_at), ',' order by profile_id, from_at) from spans), '')) as devices`);
  return row?.devices ?? '';
}
