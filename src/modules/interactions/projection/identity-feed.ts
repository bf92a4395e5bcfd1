import type pg from 'pg';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { type FedKind, VersionedFeed } from './versioned-feed.ts';

/** Tells ClickHouse whose each profile is and what each contact and company was merged into. */
export class IdentityFeed extends VersionedFeed {
  constructor(clickhouse: ClickHouse) {
    super(clickhouse, {
      queue: 'identity_change',
      progress: 'identity_projection',
      kinds: fedKinds,
      blockRows: 10_000,
    });
  }
}

const asked =
  (query: string): FedKind['linesOf'] =>
  async (client: pg.PoolClient, ids: readonly string[], version: number) => {
    const { rows } = await client.query<{ line: string }>(query, [ids, version]);
    return rows.map((row) => row.line);
  };

function mark(version: number): string {
  const nobody = '00000000-0000-0000-0000-000000000000';
  return JSON.stringify({ workspace_id: nobody, account_id: nobody, kept_id: nobody, version });
}

// ClickHouse's times begin in 1900, which stands for "from the beginning".
const fromTimes = `json_agg(to_char(greatest(b.from_at, '1900-01-01Z') at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')
  order by b.from_at)`;
const profileLines = `
  select json_build_object('workspace_id', p.workspace_id, 'profile_id', p.id, 'account_id', p.account_id, 'version', $2::bigint,
    'from_times', coalesce(s.from_times, '[]'), 'contact_ids', coalesce(s.contact_ids, '[]'))::text as line
  from unnest($1::uuid[]) as given(id) join profile p on p.id = given.id
  left join lateral (select ${fromTimes} as from_times, json_agg(b.contact_id order by b.from_at) as contact_ids
    from profile_binding b where b.workspace_id = p.workspace_id and b.profile_id = p.id) s on true`;

/** Everybody of the families of these records: those merged into whom they, or whoever they were merged into, are. */
function familyLines(table: 'contact' | 'account'): string {
  const account = table === 'contact' ? ", 'account_id', k.account_id" : '';
  return `
    with recursive up as (
      select r.id, r.merged_into_id from unnest($1::uuid[]) as given(id) join ${table} r on r.id = given.id
      union
      select r.id, r.merged_into_id from up join ${table} r on r.id = up.merged_into_id
    ),
    down as (
      select id as kept_id, id from up where merged_into_id is null
      union
      select d.kept_id, r.id from down d join ${table} r on r.merged_into_id = d.id
    )
    select json_build_object('workspace_id', k.workspace_id, '${table}_id', d.id, 'kept_id', k.id${account},
      'version', $2::bigint)::text as line
    from down d join ${table} k on k.id = d.kept_id`;
}

const boundProfiles = `
  select p.id from profile p where p.id > $1
    and (p.account_id is not null or exists (select from profile_binding b
      where b.workspace_id = p.workspace_id and b.profile_id = p.id))
  order by p.id limit $2`;
// Merged ones come with those they were merged into.
const allContacts = 'select id from contact where id > $1 and merged_into_id is null order by id limit $2';
const mergedAccounts = `
  select a.id from account a where a.id > $1 and a.merged_into_id is null
    and exists (select from account m where m.merged_into_id = a.id)
  order by a.id limit $2`;

const fedKinds: readonly FedKind[] = [
  { kind: 'profile', table: 'profile_identity', linesOf: asked(profileLines), idsAfter: boundProfiles },
  {
    kind: 'contact',
    table: 'contact_identity',
    linesOf: asked(familyLines('contact')),
    idsAfter: allContacts,
  },
  // The last one keeps the version for all.
  {
    kind: 'account',
    table: 'account_identity',
    linesOf: asked(familyLines('account')),
    idsAfter: mergedAccounts,
    mark,
  },
];
