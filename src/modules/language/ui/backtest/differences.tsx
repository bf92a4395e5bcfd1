import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { csvText, download } from '../../../../web/csv.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import classes from './backtest.module.css';
import { type BacktestEvidence, backtestEvidence } from './state.ts';
import type { Backtest, BacktestInput, Difference } from './types.ts';
import { monthYear } from './words.ts';

const pageSize = 50;
/** Beyond this a list is for the command line. */
const mostExported = 5_000;

/** The leads behind any figure of the panel, each with its reason. */
export function DifferencesDrawer({ backtest, input }: { backtest: Backtest; input: BacktestInput }) {
  return (
    <EvidenceDrawer schema={backtestEvidence} title={(evidence) => titleOf(evidence, backtest)}>
      {(evidence) => (
        <Leads key={JSON.stringify(evidence)} evidence={evidence} backtest={backtest} input={input} />
      )}
    </EvidenceDrawer>
  );
}

function titleOf({ which, side, month }: BacktestEvidence, { subject, against }: Backtest): string {
  const own = side === 'against' ? (against?.label ?? '') : subject.label;
  const during = month === undefined ? '' : `, ${monthYear(month)}`;
  switch (which) {
    case 'differ':
      return `Leads on whom ${subject.label} and ${against?.label ?? 'the other'} differ${during}`;
    case 'onlySubject':
      return `Leads that come in under ${subject.label}${during}`;
    case 'onlyAgainst':
      return `Leads that stay out under ${subject.label}${during}`;
    case 'qualified':
      return `Leads that qualify under ${own}${during}`;
    case 'won_missed':
      return `Won, but not found in time by ${own}`;
    case 'won_found':
      return `Won, and found in time by ${own}`;
  }
}

function inputOf(input: BacktestInput, evidence: BacktestEvidence) {
  const { which, side, month } = evidence;
  return { ...input, which, of: side, ...(month === undefined ? {} : { month }) };
}

type LeadsProps = { evidence: BacktestEvidence; backtest: Backtest; input: BacktestInput };

function Leads({ evidence, backtest, input }: LeadsProps) {
  const asked = inputOf(input, evidence);
  const list = useInfiniteQuery(
    api.language.listDifferences.infiniteOptions({
      input: (offset: number) => ({ ...asked, offset, limit: pageSize }),
      initialPageParam: 0,
      getNextPageParam: (page, pages) => {
        const shown = pages.reduce((sum, one) => sum + one.items.length, 0);
        return page.items.length === 0 || shown >= page.total ? undefined : shown;
      },
      staleTime: 5 * 60_000,
    }),
  );
  const save = useMutation({
    mutationFn: async () => {
      const rows: Difference[] = [];
      while (rows.length < mostExported) {
        const page = await client.language.listDifferences({ ...asked, offset: rows.length, limit: 500 });
        rows.push(...page.items);
        if (page.items.length === 0 || rows.length >= page.total) break;
      }
      download('backtest-leads.csv', csvText(csvRows(rows, backtest)));
    },
  });
  const total = list.data?.pages[0]?.total;
  return (
    <>
      <ProblemNotice error={save.error} />
      <DataTable
        label={titleOf(evidence, backtest)}
        columns={columnsOf(backtest)}
        rows={list.data?.pages.flatMap((page) => page.items) ?? []}
        rowKey={(row) => row.contact.id}
        rowHref={(row) => `/people/contacts/${row.contact.id}`}
        loading={list.isPending}
        error={list.error}
        onRetry={() => void list.refetch()}
        hasMore={list.hasNextPage}
        loadingMore={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage({ cancelRefetch: false })}
        empty="Nobody."
        maxHeight="calc(100dvh - 180px)"
        toolbar={
          <span className={classes.drawerTools}>
            {total === undefined ? null : `${formatCount(total)} ${total === 1 ? 'lead' : 'leads'}`}
            <Button
              size="compact-xs"
              variant="default"
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              CSV
            </Button>
          </span>
        }
      />
    </>
  );
}

function columnsOf({ subject, against }: Backtest): Column<Difference>[] {
  const day = (at: string | null) => (at === null ? '–' : formatDate(at));
  return [
    { id: 'name', heading: 'Who', cell: (row) => row.contact.name, width: 150 },
    {
      id: 'reason',
      heading: 'Why',
      cell: (row) => <span className={classes.reason}>{row.reason}</span>,
    },
    ...(against
      ? [
          {
            id: 'against',
            heading: against.label,
            cell: (row: Difference) => day(row.againstAt),
            width: 124,
            align: 'end' as const,
          },
        ]
      : []),
    {
      id: 'subject',
      heading: subject.label,
      cell: (row) => day(row.subjectAt),
      width: 124,
      align: 'end',
    },
    { id: 'won', heading: 'Won', cell: (row) => (row.won ? 'yes' : '–'), width: 64, align: 'end' },
  ];
}

const csvRows = (rows: readonly Difference[], { subject, against }: Backtest) => [
  ['name', 'company', against?.label ?? 'against', subject.label, 'stage now', 'won', 'why'],
  ...rows.map((row) => [
    row.contact.name,
    row.account?.name ?? '',
    row.againstAt ?? '',
    row.subjectAt ?? '',
    row.stage ?? '',
    row.won ? 'yes' : 'no',
    row.reason,
  ]),
];
