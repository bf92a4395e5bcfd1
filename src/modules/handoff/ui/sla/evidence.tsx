import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { Money } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { Sla, SlaCase } from '../../measures/contract.ts';
import { itemWords } from '../parts/item-words.ts';
import { type Evidence, evidenceInput, evidenceShape, type PageState } from './state.ts';
import { dayWords, figureWords, listTitle } from './words.ts';

const pageSize = 50;

/** What any number of the page is made of. */
export function SlaEvidence({ state, sla }: { state: PageState; sla: Sla }) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={titleOf}>
      {(evidence) => (
        <Cases key={JSON.stringify(evidence)} state={state} evidence={evidence} source={sla.source} />
      )}
    </EvidenceDrawer>
  );
}

function titleOf({ of, state, where, lacks, from, to }: Evidence): string {
  const parts = [
    where ? `: ${where.label || where.value || 'none'}` : '',
    lacks ? `, without ${nameOfItem(lacks)}` : '',
    from && to ? `, ${dayWords(from)} to ${dayWords(to)}` : '',
  ];
  return `${listTitle(of, state)}${parts.join('')}`;
}

const words: Readonly<Record<string, string>> = itemWords;
const nameOfItem = (item: string): string => words[item] ?? item;

type CasesProps = { state: PageState; evidence: Evidence; source: Sla['source'] };

function Cases({ state, evidence, source }: CasesProps) {
  const { of, lacks } = evidence;
  const list = useInfiniteQuery(
    api.handoff.measures.listSlaCases.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...evidenceInput(state, evidence),
        of,
        state: evidence.state,
        ...(lacks ? { lacks } : {}),
        limit: pageSize,
        cursor,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <DataTable
      label={titleOf(evidence)}
      columns={columnsOf(of)}
      rowKey={(row) => row.id}
      rowHref={(row) =>
        source === 'handoffs'
          ? `/handoffs?whose=everybody&id=${row.id}`
          : `/people/contacts/${row.contact.id}`
      }
      maxHeight="calc(100dvh - 140px)"
      {...rowsOf(list)}
    />
  );
}

const states: Record<SlaCase['state'], string> = {
  offered: 'waits',
  accepted: 'accepted',
  rejected: 'rejected',
  recycled: 'recycled',
  expired: 'expired',
  withdrawn: 'taken back',
  returned: 'given back',
  converted: 'became a deal',
};

function columnsOf(of: Evidence['of']): Column<SlaCase>[] {
  const measured: Column<SlaCase> = {
    id: 'value',
    heading: headings[of] ?? 'Took',
    cell: (row) => <Measured row={row} />,
    width: 150,
    align: 'end',
  };
  const won: Column<SlaCase> = {
    id: 'won',
    heading: 'Won',
    cell: (row) => <Money of={row.won} />,
    width: 110,
    align: 'end',
  };
  const last =
    of === 'accepted_revenue' || of === 'rejected_revenue' ? won : of === 'volume' ? null : measured;
  return [
    { id: 'contact', heading: 'Who', cell: (row) => row.contact.name },
    { id: 'account', heading: 'Company', cell: (row) => row.account?.name ?? '–' },
    { id: 'owner', heading: 'Owner', cell: (row) => row.owner?.name ?? '–', width: 130 },
    { id: 'state', heading: 'Now', cell: (row) => states[row.state], width: 110 },
    {
      id: 'offered',
      heading: 'Offered',
      cell: (row) => <When at={row.offeredAt} style="date" />,
      width: 110,
      align: 'end',
    },
    ...(last ? [last] : []),
    {
      id: 'reason',
      heading: of === 'completeness' || of === 'thin_packets' ? 'Lacks' : 'Reason',
      cell: (row) =>
        of === 'completeness' || of === 'thin_packets'
          ? row.lacks.map(nameOfItem).join(', ') || 'nothing'
          : (row.reason ?? '–'),
    },
  ];
}

const headings: Partial<Record<Evidence['of'], string>> = {
  response: 'First response after',
  owed_answers: 'Due',
  open: 'Due',
  completeness: 'Packet',
  thin_packets: 'Packet',
  attempts: 'Tries',
};

function Measured({ row }: { row: SlaCase }) {
  const className = row.outcome === 'broken' ? 'late' : undefined;
  if (row.value !== null && row.unit !== null)
    return <span className={className}>{figureWords(row.value, row.unit)}</span>;
  if (row.dueAt !== null)
    return (
      <span className={className}>
        {row.outcome === 'broken' ? 'was due ' : 'due '}
        <When at={row.dueAt} />
      </span>
    );
  return <span className="mute">–</span>;
}
