import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { Money } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { type Evidence, evidenceShape, type Reader, type Scope, type Share, type Visit } from './state.ts';
import { forwardWords, spanWords, titleOf, wayWords } from './words.ts';

const pageSize = 50;
const maxHeight = 'calc(100dvh - 140px)';

/** What any number of the page is made of. */
export function PieceEvidence({ scope }: { scope: Scope }) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={titleOf}>
      {(evidence) => <List key={JSON.stringify([evidence, scope])} scope={scope} evidence={evidence} />}
    </EvidenceDrawer>
  );
}

function List({ scope, evidence }: { scope: Scope; evidence: Evidence }) {
  if ('shares' in evidence) return <Shares scope={scope} evidence={evidence} />;
  const of = evidence.version ? { ...scope, versionId: evidence.version } : scope;
  if ('visits' in evidence) return <Visits scope={of} evidence={evidence} />;
  return <People scope={of} evidence={evidence} />;
}

/** Where a row leads: to the person, else to the link they came through; of somebody unnamed nowhere else than here. */
function placeOf(
  { contact, link }: { contact: { id: string } | null; link?: { id: string } | null },
  { assetId }: Scope,
): string {
  if (contact) return `/people/contacts/${contact.id}`;
  return link ? `/content/links/${link.id}` : `/content/assets/${assetId}`;
}

const paging = {
  initialPageParam: undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  placeholderData: keepPreviousData,
};

function People({ scope, evidence }: { scope: Scope; evidence: Extract<Evidence, { people: unknown }> }) {
  const { people, page, stage, step } = evidence;
  const list = useInfiniteQuery(
    api.content.piece.people.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...scope,
        of: people,
        ...(page === undefined ? {} : { page }),
        ...(stage === undefined ? {} : { stage }),
        ...(step === undefined ? {} : { step }),
        limit: pageSize,
        cursor,
      }),
      ...paging,
    }),
  );
  return (
    <DataTable
      label={titleOf(evidence)}
      columns={columnsOf(evidence)}
      rowKey={(row) => row.key}
      rowHref={(row) => placeOf(row, scope)}
      maxHeight={maxHeight}
      {...rowsOf(list)}
    />
  );
}

/** Where all got to the same page, that need not stand in each row. */
function columnsOf({ people, page }: Extract<Evidence, { people: unknown }>): Column<Reader>[] {
  if (people === 'followed') return followedColumns;
  return page === undefined ? peopleColumns : peopleColumns.filter(({ id }) => id !== 'far');
}

const who: Column<Reader> = {
  id: 'who',
  heading: 'Who',
  cell: ({ contact, email }) => contact?.name ?? email ?? 'Somebody unnamed',
};
const company: Column<Reader> = {
  id: 'account',
  heading: 'Company',
  cell: ({ account }) => account?.name ?? '–',
};
const lastRead: Column<Reader> = {
  id: 'last',
  heading: 'Last read',
  cell: ({ lastAt }) => <When at={lastAt} style="date" />,
  width: 120,
  align: 'end',
};

const peopleColumns: Column<Reader>[] = [
  who,
  company,
  {
    id: 'stage',
    heading: 'Stood at',
    cell: ({ lifecycleStage, buyingStage }) =>
      [lifecycleStage, buyingStage].filter((name) => name !== null).join(' · ') || '–',
    width: 165,
  },
  { id: 'time', heading: 'Read for', cell: ({ activeMs }) => spanWords(activeMs), width: 100, align: 'end' },
  {
    id: 'far',
    heading: 'Got',
    cell: ({ completion, furthestPage }) =>
      furthestPage !== null
        ? `to page ${furthestPage}`
        : completion === null
          ? '–'
          : `${Math.round(completion * 100)} %`,
    width: 90,
    align: 'end',
  },
  lastRead,
];

const followedColumns: Column<Reader>[] = [
  who,
  company,
  {
    id: 'what',
    heading: 'What followed',
    cell: ({ followed }) =>
      followed === null ? '–' : followed.opportunity ? `${followed.opportunity.name}` : followed.text,
  },
  {
    id: 'amount',
    heading: 'Deal',
    cell: ({ followed }) =>
      followed?.opportunity?.amountMinor && followed.opportunity.currency ? (
        <Money
          of={{ amountMinor: followed.opportunity.amountMinor, currency: followed.opportunity.currency }}
        />
      ) : (
        '–'
      ),
    width: 100,
    align: 'end',
  },
  {
    id: 'first',
    heading: 'First read',
    cell: ({ firstAt }) => <When at={firstAt} style="date" />,
    width: 120,
    align: 'end',
  },
  {
    id: 'then',
    heading: 'Then',
    cell: ({ followed }) => <When at={followed?.at ?? null} style="date" />,
    width: 120,
    align: 'end',
  },
];

function Visits({ scope, evidence }: { scope: Scope; evidence: Extract<Evidence, { visits: unknown }> }) {
  const { visits, reason } = evidence;
  const list = useInfiniteQuery(
    api.content.piece.visits.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...scope,
        of: visits,
        ...(reason === undefined ? {} : { reason }),
        limit: pageSize,
        cursor,
      }),
      ...paging,
    }),
  );
  return (
    <DataTable
      label={titleOf(evidence)}
      columns={visitColumnsOf(visits)}
      rowKey={(row) => row.id}
      rowHref={(row) => placeOf(row, scope)}
      exportHref={`/api/v1/assets/${scope.assetId}/visits.csv?timeZone=${encodeURIComponent(zone)}`}
      maxHeight={maxHeight}
      {...rowsOf(list)}
    />
  );
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function visitColumnsOf(of: Extract<Evidence, { visits: unknown }>['visits']): Column<Visit>[] {
  const last: Column<Visit> =
    of === 'left_out'
      ? { id: 'why', heading: 'Why not', cell: ({ flagText }) => flagText ?? '–' }
      : of === 'forwards'
        ? {
            id: 'how',
            heading: 'Read',
            cell: ({ forwardedReason }) => forwardWords[forwardedReason ?? ''] ?? '–',
          }
        : of === 'downloads'
          ? {
              id: 'downloaded',
              heading: 'Downloaded',
              cell: ({ downloadedAt }) => <When at={downloadedAt} style="exact" />,
            }
          : { id: 'link', heading: 'Through', cell: ({ link }) => link?.title ?? 'the site' };
  return [
    { id: 'who', heading: 'Who', cell: ({ contact, email }) => contact?.name ?? email ?? 'Somebody unnamed' },
    last,
    {
      id: 'version',
      heading: 'Version',
      cell: ({ version }) => version ?? '–',
      width: 75,
      align: 'end',
    },
    {
      id: 'time',
      heading: 'Read for',
      cell: ({ activeMs }) => spanWords(activeMs),
      width: 100,
      align: 'end',
    },
    {
      id: 'completion',
      heading: 'Seen',
      cell: ({ completion }) => (completion === null ? '–' : `${Math.round(completion * 100)} %`),
      width: 70,
      align: 'end',
    },
    { id: 'at', heading: 'When', cell: ({ at }) => <When at={at} style="date" />, width: 120, align: 'end' },
  ];
}

function Shares({ scope, evidence }: { scope: Scope; evidence: Extract<Evidence, { shares: unknown }> }) {
  const { teammateId, side } = evidence;
  const list = useInfiniteQuery(
    api.content.piece.shares.infiniteOptions({
      input: (cursor: string | undefined) => ({
        assetId: scope.assetId,
        period: scope.period,
        ...(teammateId ? { teammateId } : {}),
        ...(side ? { side } : {}),
        limit: pageSize,
        cursor,
      }),
      ...paging,
    }),
  );
  return (
    <DataTable
      label={titleOf(evidence)}
      columns={shareColumns}
      rowKey={(row) => row.id}
      rowHref={(row) => placeOf(row, scope)}
      maxHeight={maxHeight}
      {...rowsOf(list)}
    />
  );
}

const shareColumns: Column<Share>[] = [
  { id: 'to', heading: 'To', cell: ({ contact }) => contact?.name ?? 'whoever has the link' },
  { id: 'account', heading: 'Company', cell: ({ account }) => account?.name ?? '–' },
  { id: 'by', heading: 'By', cell: ({ by }) => by ?? '–', width: 140 },
  { id: 'how', heading: 'How', cell: ({ sentBy }) => wayWords[sentBy ?? ''] ?? '–', width: 130 },
  {
    id: 'read',
    heading: 'Read',
    cell: ({ readAt, completion }) =>
      readAt === null ? (
        <span className="mute">not yet</span>
      ) : (
        <>
          <When at={readAt} style="date" />
          {completion === null ? '' : `, ${Math.round(completion * 100)} %`}
        </>
      ),
    width: 140,
  },
  { id: 'at', heading: 'Shared', cell: ({ at }) => <When at={at} style="date" />, width: 120, align: 'end' },
];
