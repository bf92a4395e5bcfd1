import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { DataTable } from '../../../web/parts/data-table.tsx';
import type { Column } from '../../../web/parts/data-table-types.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { When } from '../../../web/parts/when.tsx';
import type { ImportView } from './import-view.ts';
import { refusalsHref } from './refusals.tsx';
import { counted, listed, rowsRead } from './words.ts';

const columns: Column<ImportView>[] = [
  { id: 'name', heading: 'Import', width: 260, cell: (row) => row.name },
  { id: 'outcome', heading: 'What came of it', width: 320, cell: (row) => outcomeInWords(row) },
  { id: 'refused', heading: 'Refused', width: 90, align: 'end', cell: (row) => <Refused record={row} /> },
  { id: 'by', heading: 'By', width: 160, cell: (row) => row.createdBy ?? '–' },
  {
    id: 'when',
    heading: 'When',
    width: 120,
    cell: (row) => <When at={row.finishedAt ?? row.startedAt ?? row.createdAt} />,
  },
];

/** Past imports: who, when, what came of them. */
export function ImportsPage() {
  const list = useInfiniteQuery(
    api.import.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(isUnderWay) ? 2_000 : false),
    }),
  );
  const rows = rowsOf(list);
  const begin = (
    <Button component={Link} to="/imports/new">
      Import a file
    </Button>
  );
  return (
    <>
      <FirstLine title="Imports" actions={rows.rows.length > 0 ? begin : null}>
        {rows.loading ? 'Imports.' : firstSentence(rows.rows)}
      </FirstLine>
      <DataTable
        label="Imports"
        columns={columns}
        {...rows}
        rowKey={(row) => row.id}
        rowHref={(row) => `/imports/${row.id}`}
        empty={
          <EmptyState heading="Nothing has been imported yet" action={begin}>
            A CSV file of leads, deals or accounts, HubSpot’s export of contacts, or a whole Salesforce
            export. You see what would become of every row before anything goes in.
          </EmptyState>
        }
      />
    </>
  );
}

const isUnderWay = (record: ImportView): boolean => record.status === 'queued' || record.status === 'running';

function firstSentence(rows: readonly ImportView[]) {
  const running = rows.find(isUnderWay);
  if (running)
    return (
      <>
        {running.name} is being read: {outcomeInWords(running)}.
      </>
    );
  const last = rows.find((row) => row.status === 'done' && !row.dryRun);
  if (!last) return <>Bring your people and deals in from the files you have.</>;
  const { refused } = last.outcomes;
  return (
    <>
      Last to go in: {last.name}, <When at={last.finishedAt ?? last.createdAt} />:{' '}
      {counted(rowsRead(last.outcomes) - refused, 'row')} taken
      {refused > 0 ? (
        <>
          ,{' '}
          <Link to="/imports/$id" params={{ id: last.id }} hash="refused" className="late">
            {formatCount(refused)} refused
          </Link>
          .
        </>
      ) : (
        ', none refused.'
      )}
    </>
  );
}

/** `842 created, 12 updated`; where it has not come to that, how far it is. */
function outcomeInWords(record: ImportView): string {
  const { status, dryRun, outcomes, progress } = record;
  if (status === 'uploading') return 'File not all sent yet';
  if (status === 'ready') return 'Waits for its mapping';
  if (status === 'queued') return 'About to start';
  if (status === 'running') {
    const share = progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : 0;
    return `${dryRun ? 'Trial run, ' : ''}${formatShare(share)} read`;
  }
  const parts = [
    outcomes.created > 0 ? `${formatCount(outcomes.created)} created` : null,
    outcomes.updated > 0 ? `${formatCount(outcomes.updated)} updated` : null,
    outcomes.unchanged > 0 ? `${formatCount(outcomes.unchanged)} unchanged` : null,
  ].filter((part) => part !== null);
  const said = parts.length > 0 ? listed(parts) : 'no row taken';
  if (status === 'cancelled' && record.startedAt === null) return 'Discarded';
  if (status === 'cancelled') return `Cancelled: ${said}`;
  if (status === 'failed') return `Stopped by an error: ${said}`;
  return dryRun ? `Trial run only: ${said}` : said.charAt(0).toUpperCase() + said.slice(1);
}

function Refused({ record }: { record: ImportView }) {
  const { refused } = record.outcomes;
  if (record.startedAt === null) return <span className="mute">–</span>;
  if (refused === 0) return <span className="mute">0</span>;
  const label = `${counted(refused, 'refused row')} of ${record.name}`;
  if (record.files.length === 1) {
    return (
      <a href={refusalsHref(record.id, 0)} download aria-label={`Download the ${label}`}>
        {formatCount(refused)}
      </a>
    );
  }
  return (
    <Link to="/imports/$id" params={{ id: record.id }} hash="refused" aria-label={`Show the ${label}`}>
      {formatCount(refused)}
    </Link>
  );
}
