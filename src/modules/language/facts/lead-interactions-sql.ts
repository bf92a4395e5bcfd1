/** The statement that says whose each row of the log is, as `interaction_of_person` does, further participants too. */
const nobody = "toUUID('00000000-0000-0000-0000-000000000000')";

/** As `foldText`; what is ASCII, which is nearly all, takes the short way. Tested over every code point. */
const space = String.raw`[\\s\\x{0b}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{feff}]`;
export const foldSql = (text: string): string =>
  `if(isASCII(${text}), lower(trimBoth(${text}, ' \\t\\n\\v\\f\\r')),
    lowerUTF8(replaceRegexpAll(normalizeUTF8NFKC(${text}), '^${space}+|${space}+$', '')))`;

const textsOf = (
  name: string,
): string => `arrayMap(raw -> JSONExtractString(raw), arrayFilter(raw -> startsWith(raw, '"'),
  JSONExtractArrayRaw(properties, '${name}')))`;
// Most rows name no topic: a look for the word is cheaper than reading the JSON.
const topics = `if(position(properties, '"topic') = 0, [], arrayFilter(topic -> topic != '', arrayDistinct(arrayMap(said -> ${foldSql('said')},
  arrayConcat([JSONExtractString(properties, 'topic')], ${textsOf('topics')})))))`;
const page = foldSql("substringIndex(substringIndex(url, '?', 1), '#', 1)");

export const leadInteractionColumns =
  'workspace_id, person_id, at, id, kind, type, counted, direction, channel, campaign_id, asset_id, topics, page, engaged_seconds, completion_percent, profile_id, who_ids, teammate_id';

const facts = `position, occurred_at as at, id, kind, if(type = 'page_left', 'page_view', ${foldSql('type')}) as fact_type,
  type != 'page_left' as counted, direction, ${foldSql('channel')} as fact_channel,
  ifNull(campaign_id, ${nobody}) as fact_campaign_id, ifNull(asset_id, ${nobody}) as fact_asset_id, ${topics} as topics,
  ${page} as page, engaged_seconds,
  if(completion <= 0, -1, toInt16(floor(toFloat64(completion) * 100 + 0.5))) as completion_percent, profile_id, contact_id,
  other_contact_ids, ifNull(teammate_id, ${nobody}) as fact_teammate_id`;

/**
 * Rows of a workspace that somebody known had part in, once for each person. `where` says which rows of the log are
 * meant. Times of the spans in which a device was somebody's are in order, so that the last one begun is the one.
 */
export function leadInteractionsSql(options: {
  workspaceId: string;
  where: string;
  /** Looks up the identities of these rows alone; for all rows it is cheaper to read all identities. */
  few?: boolean;
}): string {
  const { workspaceId } = options;
  const workspace = `toUUID('${workspaceId}')`;
  const rowsMeant = `from interaction where workspace_id = ${workspace} and (${options.where})`;
  const devicesMeant = options.few
    ? `and profile_id in (select assumeNotNull(profile_id) ${rowsMeant} and isNotNull(profile_id) and isNull(contact_id))`
    : '';
  const contactsMeant = options.few
    ? `and contact_id in (
        select assumeNotNull(contact_id) ${rowsMeant} and isNotNull(contact_id)
        union all select arrayJoin(other_contact_ids) ${rowsMeant}
        union all select assumeNotNull(arrayJoin(contact_ids)) from profile_identity final
          where workspace_id = ${workspace} ${devicesMeant})`
    : '';
  const said = (alsoWhere: string) => `(
    select happened.*, coalesce(contact_id,
        arrayElementOrNull(owner_ids, toInt64(arrayCount(begun -> begun <= at, owned_from)))) as named_id
    from (
      select ${facts} from interaction
      where workspace_id = ${workspace} and verified and type != 'withdrawn' and (${options.where}) and ${alsoWhere}
        and id not in (select assumeNotNull(replaces_id) from interaction
          where workspace_id = ${workspace} and isNotNull(replaces_id))
    ) as happened
    left join (
      select profile_id as owned_id, from_times as owned_from, contact_ids as owner_ids from profile_identity final
      where workspace_id = ${workspace} ${devicesMeant}
    ) as owned on owned_id = happened.profile_id
  )`;
  const alone = `select *, assumeNotNull(named_id) as member_id
    from ${said('empty(other_contact_ids)')} where isNotNull(named_id)`;
  const together = `select *, arrayJoin(arrayDistinct(arrayConcat(if(isNull(named_id), [], [assumeNotNull(named_id)]), other_contact_ids))) as member_id
    from ${said('notEmpty(other_contact_ids)')}`;
  const withPerson = (
    rows: string,
  ) => `select rows.*, if(kept_id = ${nobody}, member_id, kept_id) as person_id
    from (${rows}) as rows
    left join (
      select contact_id as known_id, kept_id from contact_identity final where workspace_id = ${workspace} ${contactsMeant}
    ) as known on known_id = member_id`;
  const columns = (
    whoIds: string,
  ) => `${workspace} as workspace_id, person_id, at, id, kind, fact_type as type, counted,
    direction, fact_channel as channel, fact_campaign_id as campaign_id, fact_asset_id as asset_id, topics, page,
    engaged_seconds, completion_percent, ifNull(profile_id, ${nobody}) as profile_id, ${whoIds} as who_ids,
    fact_teammate_id as teammate_id, position`;
  return `
    select ${columns('[member_id]')} from (${withPerson(alone)})
    union all
    select ${columns('members')} from (
      select *, groupArray(member_id) over (partition by id, person_id) as members,
        row_number() over (partition by id, person_id order by member_id) as place
      from (${withPerson(together)})
    ) where place = 1`;
}
