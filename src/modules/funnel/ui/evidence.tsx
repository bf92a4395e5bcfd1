import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { DataTable } from '../../../web/parts/data-table.tsx';
import type { Column } from '../../../web/parts/data-table-types.ts';
import { EvidenceDrawer } from '../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { formatCount, Money } from '../../../web/parts/money.tsx';
import { useNow, When } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { DealRow, Funnel, PersonRow } from './rows.ts';
import { type Evidence, evidenceFilter, evidenceShape, type PageState } from './state.ts';
import { countOf, formatDays, groupWords, timeLeft } from './words.ts';

const pageSize = 50;

/** What any number of the page is made of. */
export function FunnelEvidence({ state, funnel }: { state: PageState; funnel: Funnel }) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={(evidence) => titleOf(evidence, funnel)}>
      {(evidence) =>
        evidence.of === 'deals' ? (
          <Deals key={JSON.stringify(evidence)} state={state} evidence={evidence} />
        ) : (
          <People key={JSON.stringify(evidence)} state={state} evidence={evidence} funnel={funnel} />
        )
      }
    </EvidenceDrawer>
  );
}

function titleOf(evidence: Evidence, funnel: Funnel): string {
  const stage = funnel.stages.find((one) => one.key === evidence.stage);
  const isLast = stage !== undefined && stage.key === funnel.stages.at(-1)?.key;
  const words =
    evidence.of === 'people' && stage
      ? groupWords(stage, evidence.state, isLast)
      : `won deals${stage && !isLast ? ` of people who reached ${stage.name}` : ''}`;
  const before = evidence.before ? ', the period before' : '';
  const count =
    evidence.of === 'people' && stage && isOfThePage(evidence) ? countOf(stage, evidence.state) : null;
  if (count !== null) return `${formatCount(count)} ${words}`;
  return words.charAt(0).toUpperCase() + words.slice(1) + before;
}

/** Whether it is a number of the page's own funnel, not of a row of the table, a month or the period before. */
function isOfThePage(evidence: Evidence): boolean {
  return !evidence.before && !evidence.where && !evidence.from && !evidence.to;
}

type PeopleEvidence = Extract<Evidence, { of: 'people' }>;

function People({ state, evidence, funnel }: { state: PageState; evidence: PeopleEvidence; funnel: Funnel }) {
  const now = useNow();
  const { stage, before } = evidence;
  const isTimed = evidence.state === 'timed';
  const list = useInfiniteQuery(
    api.funnel.listFunnelPeople.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...evidenceFilter(state, evidence),
        stage,
        state: evidence.state,
        before: before ? 'true' : 'false',
        sort: isTimed ? ('slowest' as const) : ('waiting' as const),
        limit: pageSize,
        cursor,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const nameOf = (key: string | null) => funnel.stages.find((one) => one.key === key)?.name ?? '–';
  const columns: Column<PersonRow>[] = [
    { id: 'name', heading: 'Who', cell: (row) => row.name },
    { id: 'account', heading: 'Company', cell: (row) => row.account?.name ?? '–' },
    {
      id: 'stage',
      heading: 'Now',
      explained: (heading) => <DefinedTerm term="lifecycle_stage">{heading}</DefinedTerm>,
      cell: (row) => (
        <>
          {row.status === 'left' ? 'left at ' : ''}
          {row.stage === null ? (
            nameOf(null)
          ) : (
            <DefinedTerm term={row.stage}>{nameOf(row.stage)}</DefinedTerm>
          )}
        </>
      ),
      width: 120,
    },
    isTimed
      ? {
          id: 'days',
          heading: 'Took',
          cell: (row) => (row.daysToNext === null ? '–' : formatDays(row.daysToNext)),
          width: 90,
          align: 'end',
        }
      : {
          id: 'since',
          heading: 'Since',
          cell: (row) => <Since row={row} now={now} />,
          width: 110,
          align: 'end',
        },
    { id: 'owner', heading: 'Owner', cell: (row) => row.owner?.name ?? '–', width: 110 },
    {
      id: 'value',
      heading: 'Deals',
      cell: (row) => <Money of={row.value} style="compact" />,
      width: 80,
      align: 'end',
    },
  ];
  return (
    <DataTable
      label={titleOf(evidence, funnel)}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/people/contacts/${row.id}`}
      maxHeight="calc(100dvh - 140px)"
      {...rowsOf(list)}
    />
  );
}

function Since({ row, now }: { row: PersonRow; now: Date }) {
  if (row.since === null) return <>–</>;
  if (row.status === 'left') return <When at={row.since} />;
  const time = timeLeft({ since: row.since, dueAt: row.dueAt, now });
  return <span className={time.isLate ? 'late' : undefined}>{time.text}</span>;
}

function Deals({ state, evidence }: { state: PageState; evidence: Extract<Evidence, { of: 'deals' }> }) {
  const list = useInfiniteQuery(
    api.funnel.listFunnelDeals.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...evidenceFilter(state, evidence),
        ...(evidence.stage ? { stage: evidence.stage } : {}),
        before: evidence.before ? 'true' : 'false',
        limit: pageSize,
        cursor,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const columns: Column<DealRow>[] = [
    { id: 'name', heading: 'Deal', cell: (row) => row.name },
    { id: 'account', heading: 'Company', cell: (row) => row.account?.name ?? '–' },
    { id: 'person', heading: 'Primary contact', cell: (row) => row.person?.name ?? '–' },
    {
      id: 'closedAt',
      heading: 'Won',
      cell: (row) => <When at={row.closedAt} style="date" />,
      width: 110,
      align: 'end',
    },
    { id: 'value', heading: 'Value', cell: (row) => <Money of={row.value} />, width: 110, align: 'end' },
  ];
  return (
    <DataTable
      label="Won deals"
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/people/deals/${row.id}`}
      maxHeight="calc(100dvh - 140px)"
      {...rowsOf(list)}
    />
  );
}
