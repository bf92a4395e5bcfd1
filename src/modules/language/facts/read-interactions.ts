import type pg from 'pg';
import { foldText } from '../rules/rule.ts';
import type { InteractionFact } from './lead-facts.ts';
import { msOf } from './read-records.ts';

type Row = {
  kept_id: string;
  id: string;
  at_ms: number;
  kind: 'content' | 'person';
  type: string;
  channel: string | null;
  campaign_id: string | null;
  asset_id: string | null;
  topic: unknown;
  topics: unknown;
  url: string | null;
  direction: 'inbound' | 'outbound' | null;
  engaged_seconds: number | null;
  completion: number | null;
  subject: string | null;
};

/** Each person's verified, standing interactions, in the order of time: by name, by device while it was theirs, as a further participant. */
export async function readInteractions(
  client: pg.PoolClient,
  families: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, InteractionFact[]>> {
  const pairs = [...families].flatMap(([keptId, members]) => members.map((id) => ({ keptId, id })));
  const { rows } = await client.query<Row>({
    // Planned once a connection: over all partitions of the log that takes longer than the lookups themselves.
    name: 'interactions of leads',
    text: interactionQuery,
    values: [pairs.map((pair) => pair.keptId), pairs.map((pair) => pair.id)],
  });
  const byPerson = new Map<string, InteractionFact[]>();
  for (const row of rows) {
    const list = byPerson.get(row.kept_id);
    if (list) list.push(asFact(row));
    else byPerson.set(row.kept_id, [asFact(row)]);
  }
  return byPerson;
}

function asFact(row: Row): InteractionFact {
  const left = row.type === pageLeft;
  return {
    id: row.id,
    atMs: row.at_ms,
    kind: row.kind,
    type: left ? 'page_view' : row.type,
    counted: !left,
    channel: row.channel,
    campaignId: row.campaign_id,
    assetId: row.asset_id,
    topics: topicsOf(row.topic, row.topics),
    page: pageOf(row.url),
    direction: row.direction,
    engagedSeconds: Math.max(0, row.engaged_seconds ?? 0),
    completionPercent: percentOf(row.completion),
    subject: row.subject,
  };
}

const pageLeft = 'page_left';

function topicsOf(topic: unknown, topics: unknown): string[] {
  const said = [topic, ...(Array.isArray(topics) ? topics : [])];
  const folded = said.flatMap((one) => (typeof one === 'string' ? foldText(one) : []));
  return [...new Set(folded)].filter((one) => one !== '');
}

const pageOf = (url: string | null): string | null =>
  url === null ? null : foldText(url.split(/[?#]/, 1)[0] ?? '') || null;

/** As ClickHouse does it, where completion is a Float32 and nought stands for unknown. */
const percentOf = (completion: number | null): number | null =>
  completion === null || completion <= 0 ? null : Math.floor(Math.fround(completion) * 100 + 0.5);

const columns = `i.id, i.occurred_at, i.kind, i.type, i.channel, i.campaign_id, i.asset_id, i.properties, i.url, i.direction,
  i.engaged_seconds, i.completion, i.subject`;
const stands = `i.verified and i.type <> 'withdrawn' and not exists (select from interaction_replacement r
  where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`;
const mine = "workspace_id = current_setting('liaison.workspace_id')::uuid";

// Lookups by index, one for each person and device; a row may come by two ways.
const interactionQuery = `
  with member as materialized (select * from unnest($1::uuid[], $2::uuid[]) as m(kept_id, id)),
  device as materialized (
    select member.kept_id, b.profile_id, b.from_at, b.to_at from member cross join lateral (
      select profile_id, from_at, to_at from profile_binding b where b.${mine} and b.contact_id = member.id offset 0) as b
  )
  select distinct on (kept_id, occurred_at, id) kept_id, id, ${msOf('occurred_at')} as at_ms, kind, type, channel, campaign_id,
    asset_id, properties -> 'topic' as topic, properties -> 'topics' as topics, url, direction, engaged_seconds,
    completion, subject
  from (
    select m.kept_id, i.* from member m cross join lateral (
      select ${columns} from interaction i where i.${mine} and i.contact_id = m.id and ${stands} offset 0) as i
    union all
    select d.kept_id, i.* from device d cross join lateral (
      select ${columns} from interaction i where i.${mine} and i.profile_id = d.profile_id and i.contact_id is null
        and i.occurred_at >= d.from_at and i.occurred_at < d.to_at and ${stands} offset 0) as i
    union all
    select m.kept_id, i.* from member m cross join lateral (
      select i.* from interaction_participant t cross join lateral (
        select ${columns} from interaction i where i.id = t.interaction_id and ${stands} offset 0) as i
      where t.${mine} and t.contact_id = m.id offset 0) as i
  ) as found
  order by kept_id, occurred_at, id`;
