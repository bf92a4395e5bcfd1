import type pg from 'pg';
import { newId } from '../../../platform/ids.ts';
import type { Entry } from './entry.ts';
import { type KnownProfile, type KnownRecords, keyIn, type SaidUser } from './known-records.ts';

/** How far a profile's first and last sight may lag behind its events: a visit does not rewrite it at every page. */
const seenStepMs = 60_000;

type Seen = { workspaceId: string; key: string; firstMs: number; lastMs: number };

export type Profiles = {
  /** Ids by workspace and key. */
  ids: ReadonlyMap<string, string>;
  known: ReadonlyMap<string, KnownProfile>;
  /** To be called after the commit, with the userIds that were said of profiles. */
  remember(userIds: ReadonlyMap<string, SaidUser>): void;
};

/** The profiles of the entries, made where there were none. */
export async function resolveProfiles(options: {
  client: pg.Client;
  entries: readonly Entry[];
  known: KnownRecords;
  now: Date;
}): Promise<Profiles> {
  const { client, entries, known, now } = options;
  const profiles = new Map<string, KnownProfile>();
  const unknown: [string, Seen][] = [];
  const moved: [string, Seen][] = [];
  for (const [key, seen] of seenIn(entries)) {
    const profile = known.profiles.get(key);
    if (profile === undefined) unknown.push([key, seen]);
    else {
      profiles.set(key, profile);
      if (seen.firstMs < profile.firstSeenMs - seenStepMs || seen.lastMs > profile.lastSeenMs + seenStepMs)
        moved.push([key, seen]);
    }
  }
  for (const [key, profile] of await findOrMake(client, unknown, now)) profiles.set(key, profile);
  const isAhead = ([key, seen]: [string, Seen]) => {
    const profile = profiles.get(key);
    return profile !== undefined && (seen.firstMs < profile.firstSeenMs || seen.lastMs > profile.lastSeenMs);
  };
  const later = [...moved, ...unknown.filter(isAhead)];
  for (const [key, profile] of await widen(client, later, profiles)) profiles.set(key, profile);
  return {
    ids: new Map([...profiles].map(([key, { id }]) => [key, id])),
    known: profiles,
    remember: (userIds) => {
      for (const [key, profile] of profiles)
        known.profiles.set(key, { ...profile, said: userIds.get(key) ?? profile.said });
    },
  };
}

function seenIn(entries: readonly Entry[]): Map<string, Seen> {
  const all = new Map<string, Seen>();
  for (const { workspaceId, profileKey, occurredAt } of entries) {
    if (profileKey === null) continue;
    const key = keyIn(workspaceId, profileKey);
    const ms = occurredAt.getTime();
    const seen = all.get(key);
    if (seen === undefined) all.set(key, { workspaceId, key: profileKey, firstMs: ms, lastMs: ms });
    else {
      if (ms < seen.firstMs) seen.firstMs = ms;
      if (ms > seen.lastMs) seen.lastMs = ms;
    }
  }
  return all;
}

type Row = { id: string; workspace_id: string; anonymous_id: string; first_ms: number; last_ms: number };

const found = `id, workspace_id, anonymous_id, (extract(epoch from first_seen_at) * 1000)::float8 as first_ms,
  (extract(epoch from last_seen_at) * 1000)::float8 as last_ms`;

async function findOrMake(
  client: pg.Client,
  unknown: readonly [string, Seen][],
  now: Date,
): Promise<[string, KnownProfile][]> {
  if (unknown.length === 0) return [];
  const seen = unknown.map(([, each]) => each);
  const names = [seen.map((each) => each.workspaceId), seen.map((each) => each.key)];
  const there = await client.query<Row>({
    name: 'tracking-profiles',
    text: `select ${found} from profile p
      join unnest($1::uuid[], $2::text[]) as i(w, a) on p.workspace_id = i.w and p.anonymous_id = i.a`,
    values: names,
  });
  const rows = there.rows;
  if (rows.length < seen.length) rows.push(...(await make(client, { seen, rows, now })));
  return rows.map((row) => [
    keyIn(row.workspace_id, row.anonymous_id),
    { id: row.id, firstSeenMs: row.first_ms, lastSeenMs: row.last_ms, said: null },
  ]);
}

/** Makes what is missing; another door may be making the same at this moment, whose rows are then read. */
async function make(
  client: pg.Client,
  of: { seen: readonly Seen[]; rows: readonly Row[]; now: Date },
): Promise<Row[]> {
  const there = new Set(of.rows.map((row) => keyIn(row.workspace_id, row.anonymous_id)));
  const missing = of.seen
    .filter(({ workspaceId, key }) => !there.has(keyIn(workspaceId, key)))
    .sort((a, b) => (keyIn(a.workspaceId, a.key) < keyIn(b.workspaceId, b.key) ? -1 : 1));
  const values = [
    missing.map(() => newId()),
    missing.map((each) => each.workspaceId),
    missing.map((each) => each.key),
    missing.map((each) => new Date(each.firstMs)),
    missing.map((each) => new Date(each.lastMs)),
    of.now,
  ];
  const { rows } = await client.query<Row>({
    name: 'tracking-new-profiles',
    text: `insert into profile as p (id, workspace_id, anonymous_id, first_seen_at, last_seen_at, created_at)
      select i.id, i.w, i.a, i.f, i.l, $6
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as i(id, w, a, f, l)
      on conflict (workspace_id, anonymous_id) do update set last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
      returning ${found}`,
    values,
  });
  return rows;
}

/** Profiles seen earlier or later than they say. */
async function widen(
  client: pg.Client,
  later: readonly [string, Seen][],
  profiles: ReadonlyMap<string, KnownProfile>,
): Promise<[string, KnownProfile][]> {
  const wider = later
    .flatMap(([key, seen]): [string, KnownProfile][] => {
      const profile = profiles.get(key);
      if (profile === undefined) return [];
      const firstSeenMs = Math.min(profile.firstSeenMs, seen.firstMs);
      return [[key, { ...profile, firstSeenMs, lastSeenMs: Math.max(profile.lastSeenMs, seen.lastMs) }]];
    })
    .sort(([, a], [, b]) => (a.id < b.id ? -1 : 1));
  if (wider.length === 0) return [];
  await client.query({
    name: 'tracking-seen-profiles',
    text: `with i as (select * from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as i(id, f, l)),
        held as (select p.id from profile p join i on i.id = p.id order by p.id for update of p)
      update profile p set first_seen_at = least(p.first_seen_at, i.f), last_seen_at = greatest(p.last_seen_at, i.l)
      from i join held on held.id = i.id where p.id = i.id`,
    values: [
      wider.map(([, profile]) => profile.id),
      wider.map(([, profile]) => new Date(profile.firstSeenMs)),
      wider.map(([, profile]) => new Date(profile.lastSeenMs)),
    ],
  });
  return wider;
}
