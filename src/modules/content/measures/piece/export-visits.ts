import { stringify } from 'csv-stringify/sync';
import { AppError, notFound } from '../../../../platform/errors.ts';
import { type Database, sql, type Tx } from '../../../../platform/postgres/database.ts';
import { guardCell } from '../../../people/index.ts';

/** Of which piece or link. */
export type VisitsOf = { assetId: string } | { linkId: string };

export type ExportVisitsQuery = {
  timeZone?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

type Options = ExportVisitsQuery & { database: Database; workspaceId: string; of: VisitsOf };

const columns = [
  'Viewed at',
  'Name',
  'Email',
  'Link Name',
  'Total Visit Duration',
  'Visit Completion (%)',
  'Document version',
  'Downloaded at',
  'Verified',
];

/** Rows a page: large enough that the query costs little beside the rows, small enough to stay flat in memory. */
const pageRows = 1_000;

type Row = {
  id: string;
  at: string;
  startedText: string;
  name: string | null;
  email: string | null;
  link: string;
  activeMs: number;
  completion: number;
  version: number;
  downloadedText: string | null;
  verified: boolean;
};

type Place = { at: string; id: string } | null;

/**
 * The visits through links as CSV, latest first, page by page: each is a transaction of its own. What is wrong with the
 * question is thrown before the first byte.
 */
export async function exportVisits(options: Options): Promise<AsyncGenerator<Uint8Array>> {
  const timeZone = await checkQuestion(options);
  return chunks({ ...options, timeZone }, await readPage({ ...options, timeZone }, null));
}

type Checked = Options & { timeZone: string };

async function* chunks(options: Checked, first: Row[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // The byte order mark tells spreadsheets that it is UTF-8.
  yield encoder.encode(`\uFEFF${stringify([columns])}`);
  let rows = first;
  for (;;) {
    if (rows.length > 0) yield encoder.encode(stringify(rows.map(cellsOf)));
    const last = rows.at(-1);
    if (rows.length < pageRows || last === undefined) return;
    rows = await readPage(options, { at: last.at, id: last.id });
  }
}

function cellsOf(row: Row): string[] {
  return [
    row.startedText,
    guardCell(row.name ?? ''),
    guardCell(row.email ?? ''),
    guardCell(row.link),
    durationOf(row.activeMs),
    String(Math.round(row.completion * 100)),
    String(row.version),
    row.downloadedText ?? '',
    row.verified ? 'Yes' : 'No',
  ];
}

/** Hours, minutes and seconds, as spreadsheets read them. */
function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const part = (value: number) => String(value).padStart(2, '0');
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(part).join(':');
}

/** Answers the time zone to write times in. */
function checkQuestion({ database, workspaceId, of, timeZone }: Options): Promise<string> {
  return database.inWorkspace(workspaceId, async (tx) => {
    await checkThere(tx, of);
    if (timeZone === undefined) {
      const row = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
      return row?.time_zone ?? 'UTC';
    }
    try {
      return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    } catch {
      const message = `"${timeZone}" is no time zone. Say one such as Europe/Berlin.`;
      throw new AppError('invalid_input', message, { fields: [{ path: 'timeZone', message }] });
    }
  });
}

async function checkThere(tx: Tx, of: VisitsOf): Promise<void> {
  const isAsset = 'assetId' in of;
  const id = isAsset ? of.assetId : of.linkId;
  const found = await tx.first(
    isAsset ? sql`select 1 from asset where id = ${id}` : sql`select 1 from share_link where id = ${id}`,
  );
  if (!found) throw notFound(isAsset ? 'piece' : 'link');
}

function readPage(options: Checked, place: Place): Promise<Row[]> {
  const { of, from, to, timeZone } = options;
  const which = 'assetId' in of ? sql`v.asset_id = ${of.assetId}` : sql`v.link_id = ${of.linkId}`;
  const words = sql`'YYYY-MM-DD HH24:MI:SS'`;
  const inZone = (day: string) => sql`(${day}::date::timestamp at time zone ${timeZone})`;
  return options.database.inWorkspace(options.workspaceId, (tx) =>
    tx.rows<Row>(sql`
      select v.id, v.started_at::text as at, to_char(v.started_at at time zone ${timeZone}, ${words}) as "startedText",
        c.name, coalesce(v.email, c.email) as email, l.title as link, v.active_ms as "activeMs",
        v.pages_seen::float8 / greatest(v.page_count, 1) as completion, n.number as version,
        to_char(v.downloaded_at at time zone ${timeZone}, ${words}) as "downloadedText", v.verified
      from asset_visit v
      join share_link l on l.id = v.link_id
      join asset_version n on n.id = v.version_id
      left join contact c on c.id = v.contact_id
      where ${which}
        and ${from === undefined ? sql`true` : sql`v.started_at >= ${inZone(from)}`}
        and ${to === undefined ? sql`true` : sql`v.started_at < ${inZone(to)} + interval '1 day'`}
        and ${place === null ? sql`true` : sql`(v.started_at, v.id) < (${place.at}::timestamptz, ${place.id}::uuid)`}
      order by v.started_at desc, v.id desc limit ${pageRows}`),
  );
}
