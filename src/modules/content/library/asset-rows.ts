import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FinishRate } from '../measures/finish-rates.ts';
import type { AssetState, AssetSummary, VersionSummary } from './schemas.ts';

type VersionFields = Omit<VersionSummary, 'thumbnailUrl'> & { hasThumbnail: boolean };

export type AssetRow = {
  id: string;
  title: string;
  lowered: string;
  url: string | null;
  description: string | null;
  type: string | null;
  audience: 'buyer' | 'seller';
  personas: string[];
  buying_stages: string[];
  owner_id: string | null;
  owner_name: string | null;
  campaign_id: string | null;
  campaign_name: string | null;
  state: AssetState;
  review_on: string | null;
  retired_at: Date | null;
  instead_id: string | null;
  instead_title: string | null;
  current: VersionFields | null;
  coming: VersionFields | null;
  created_at: Date;
};

const versionFields = (alias: 'v' | 'n') => {
  const of = sql.raw(alias);
  return sql`case when ${of}.id is null then null else json_build_object('id', ${of}.id, 'number', ${of}.number,
    'format', ${of}.format, 'state', ${of}.state, 'pageCount', ${of}.page_count, 'durationMs', ${of}.duration_ms,
    'refusedReason', ${of}.refused_reason, 'hasThumbnail', ${of}.thumbnail_key is not null) end`;
};

/** Today where the workspace is: a review day comes there. */
export const todayOf = (now: Date) =>
  sql`(select (${now}::timestamptz at time zone time_zone)::date from workspace)`;

/** The states exclude each other; what matters most comes first. */
export const stateOf = (now: Date) => sql`case
  when a.retired_at is not null then 'retired'
  when v.id is null then 'named'
  when v.state = 'ready' then case when a.review_on <= ${todayOf(now)} then 'stale' else 'in_use' end
  when v.state = 'refused' then 'refused'
  else 'preparing' end`;

/** A piece with what its links show, and the newest version where that is another that cannot be shown. */
export const assetSource = sql`asset a
  left join asset_version v on v.id = a.current_version_id
  left join lateral (select x.* from asset_version x where x.asset_id = a.id and x.number > coalesce(v.number, 0)
    and x.state <> 'ready' order by x.number desc limit 1) n on true`;

/** Pieces as rows, of what `condition` says of `a`, `v` and `n`. */
export function readAssetRows(
  tx: Tx,
  { condition, tail, now }: { condition: SQL; tail: SQL; now: Date },
): Promise<AssetRow[]> {
  return tx.rows<AssetRow>(sql`
    select a.id, a.title, lower(a.title) as lowered, a.url, a.description, a.type, a.audience, a.personas,
      a.buying_stages, a.owner_id, t.name as owner_name, a.campaign_id, c.name as campaign_name, ${stateOf(now)} as state,
      a.review_on, a.retired_at, i.id as instead_id, i.title as instead_title, ${versionFields('v')} as current,
      ${versionFields('n')} as coming, a.created_at
    from ${assetSource}
    left join teammate t on t.id = a.owner_id
    left join campaign c on c.id = a.campaign_id
    left join asset i on i.id = a.use_instead_id
    where ${condition} ${tail}`);
}

export const versionUrl = (assetId: string, versionId: string) =>
  `/api/v1/assets/${assetId}/versions/${versionId}`;

export function presentVersion(assetId: string, { hasThumbnail, ...version }: VersionFields): VersionSummary {
  return {
    ...version,
    thumbnailUrl: hasThumbnail ? `${versionUrl(assetId, version.id)}/thumbnail` : null,
  };
}

export type Figures = Pick<FinishRate, 'shares' | 'readers' | 'measured' | 'finished'>;
export const noFigures: Figures = { shares: 0, readers: 0, measured: 0, finished: 0 };

export function presentAsset(row: AssetRow, figures: Figures = noFigures): AssetSummary {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: row.id,
    title: row.title,
    url: row.url,
    description: row.description,
    type: row.type,
    audience: row.audience,
    personas: row.personas,
    buyingStages: row.buying_stages,
    owner: named(row.owner_id, row.owner_name),
    campaign: named(row.campaign_id, row.campaign_name),
    state: row.state,
    reviewOn: row.review_on,
    retired: row.retired_at !== null,
    retiredAt: row.retired_at?.toISOString() ?? null,
    useInstead: row.instead_id === null ? null : { id: row.instead_id, title: row.instead_title ?? '' },
    currentVersion: row.current === null ? null : presentVersion(row.id, row.current),
    comingVersion: row.coming === null ? null : presentVersion(row.id, row.coming),
    shares: figures.shares,
    readers: figures.readers,
    measured: figures.measured,
    finished: figures.finished,
    createdAt: row.created_at.toISOString(),
  };
}
