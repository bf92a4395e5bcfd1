import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';

/** Of a larger library those made for such a buyer come first. */
const mostCandidates = 60;
/** The latest reads of a piece say enough of it. */
const readsOfEach = 250;

export type Candidate = {
  id: string;
  title: string;
  type: string | null;
  url: string | null;
  for_persona: boolean;
  for_stage: boolean;
  shareable: boolean;
  /** The day on which its review was due, where that has passed. */
  stale_since: string | null;
};

export type Person = {
  /** The person and whoever was merged into them; nobody: none. */
  contactIds: readonly string[];
  accountId: string | null;
  persona: string | null;
  buyingStage: { key: string; name: string } | null;
};

/** Pieces for buyers that they have not had; where one names personas or stages it is for those alone. */
export async function readCandidates(
  tx: Tx,
  person: Person,
  options: { knownAssetIds: readonly string[]; now: Date },
): Promise<Candidate[]> {
  const { persona, buyingStage } = person;
  const personaFits = sql`exists (select from unnest(s.personas) as p where lower(p) = lower(${persona}::text))`;
  const stageFits = sql`exists (select from unnest(s.buying_stages) as b
    where lower(b) in (lower(${buyingStage?.key ?? null}::text), lower(${buyingStage?.name ?? null}::text)))`;
  return tx.rows<Candidate>(sql`
    select * from (
      select s.id, s.title, s.type, coalesce(v.url, s.url) as url, ${personaFits} as for_persona, ${stageFits} as for_stage,
        coalesce(v.state = 'ready', false) as shareable,
        case when s.review_on < ${options.now.toISOString().slice(0, 10)}::date then s.review_on end as stale_since, s.created_at
      from asset s left join asset_version v on v.id = s.current_version_id
      where s.audience = 'buyer' and s.retired_at is null and coalesce(v.state, 'ready') <> 'refused'
        and not (s.id = any(${sql.param([...options.knownAssetIds])}::uuid[])) and not (s.id in (${hadOf(person)}))
        and (s.personas = '{}' or ${persona}::text is null or ${personaFits})
        and (s.buying_stages = '{}' or ${buyingStage?.key ?? null}::text is null or ${stageFits})
    ) as fits
    order by for_persona::int + for_stage::int desc, shareable desc, created_at desc, id limit ${mostCandidates}`);
}

/** What they have had: read, shown or sent, by the log, by links and by visits that no machine made. */
function hadOf({ contactIds, accountId }: Person): SQL {
  const mine = sql`current_setting('liaison.workspace_id')::uuid`;
  const counts = sql`i.asset_id is not null and i.verified
    and ((i.kind = 'content' and i.type <> 'email_sent') or i.type = 'asset_shared')`;
  if (contactIds.length === 0) {
    if (accountId === null) return sql`select null::uuid where false`;
    return sql`
      select a.asset_id from share_link l join share_link_asset a on a.link_id = l.id
      where l.workspace_id = ${mine} and l.account_id = ${accountId} and l.revoked_at is null`;
  }
  const ids = sql`any(${sql.param([...contactIds])}::uuid[])`;
  return sql`
    select i.asset_id from interaction i where i.workspace_id = ${mine} and i.contact_id = ${ids} and ${counts}
    union
    select i.asset_id from profile_binding b join interaction i on i.workspace_id = b.workspace_id
      and i.profile_id = b.profile_id and i.contact_id is null
      and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
    where b.workspace_id = ${mine} and b.contact_id = ${ids} and ${counts}
    union
    select a.asset_id from share_link l join share_link_asset a on a.link_id = l.id
    where l.workspace_id = ${mine} and l.contact_id = ${ids}
    union
    select v.asset_id from asset_visit v
    where v.workspace_id = ${mine} and v.contact_id = ${ids} and v.flag_reason is null`;
}

export type Readers = { readers: number; finished: number };

/** How many people of a persona read each, and how many of them to its end. */
export async function readersOf(
  tx: Tx,
  options: { assetIds: readonly string[]; persona: string | null; finishedFrom: number },
): Promise<Map<string, Readers>> {
  const { assetIds, persona, finishedFrom } = options;
  // Materialized: a function in the condition of a join keeps row-level security from any index of the people.
  const rows = await tx.rows<{ asset_id: string } & Readers>(sql`
    with reading as materialized (
      select r.asset_id, r.completion,
        case when c.merged_into_id is null then c.id else surviving_record('contact', c.merged_into_id) end as person_id
      from unnest(${sql.param([...assetIds])}::uuid[]) as a(id)
      cross join lateral (
        select i.id, i.workspace_id, i.asset_id, i.contact_id, i.profile_id, i.occurred_at, i.completion from interaction i
        where i.workspace_id = current_setting('liaison.workspace_id')::uuid and i.asset_id = a.id
          and i.kind = 'content' and i.verified and i.type <> 'email_sent'
        order by i.occurred_at desc, i.id desc limit ${readsOfEach}) as r
      left join profile_binding b on r.contact_id is null and b.workspace_id = r.workspace_id
        and b.profile_id = r.profile_id and b.from_at <= r.occurred_at and b.to_at > r.occurred_at
      join contact c on c.id = coalesce(r.contact_id, b.contact_id)
      where not exists (select from interaction_replacement x
        where x.workspace_id = r.workspace_id and x.interaction_id = r.id)
    )
    select asset_id, count(*)::int as readers, (count(*) filter (where completion >= ${finishedFrom}))::int as finished
    from (
      select reading.asset_id, c.id, max(reading.completion) as completion
      from reading join contact c on c.id = reading.person_id
      where ${persona}::text is null or lower(c.persona) = lower(${persona}::text)
      group by reading.asset_id, c.id
    ) as person group by asset_id`);
  return new Map(rows.map(({ asset_id, readers, finished }) => [asset_id, { readers, finished }]));
}

/** Where each piece's pages speak of a question: the first such page. */
export async function pagesSpeakingOf(
  tx: Tx,
  options: { assetIds: readonly string[]; query: string },
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ asset_id: string; page: number }>(sql`
    select asset_id, page from asset_pages_with(${options.query}, ${sql.param([...options.assetIds])}::uuid[])`);
  return new Map(rows.map(({ asset_id, page }) => [asset_id, page]));
}
