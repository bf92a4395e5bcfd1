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
      {(evidence) => <Cases key={JSON.stringify(evidence)} state={state} evidence={evidence} sla={sla} />}
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

type CasesProps = { state: PageState; evidence: Evidence; sla: Sla };

function Cases({ state, evidence, sla: { source, agreement } }: CasesProps) {
  const isPromised = agreement !== null && !agreement.unsigned;
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
      columns={columnsOf(of, isPromised)}
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

/** The drawer is narrow: what the list is about stands beside the name, and only what helps to read it after that. */
function columnsOf(of: Evidence['of'], isPromised: boolean): Column<SlaCase>[] {
  const isPacket = of === 'completeness' || of === 'thin_packets';
  const isRevenue = of === 'accepted_revenue' || of === 'rejected_revenue';
  const who: Column<SlaCase> = { id: 'contact', heading: 'Who', cell: (row) => row.contact.name };
  const company: Column<SlaCase> = {
    id: 'account',
    heading: 'Company',
    cell: (row) => row.account?.name ?? '–',
  };
  const measured: Column<SlaCase> = {
    id: 'value',
    heading: headings[of] ?? 'Took',
    cell: (row) => <Measured row={row} isPromised={isPromised} />,
    width: isPacket ? 70 : 135,
    align: 'end',
  };
  const won: Column<SlaCase> = {
    id: 'won',
    heading: 'Won',
    cell: (row) => <Money of={row.won} />,
    width: 105,
    align: 'end',
  };
  const lacks: Column<SlaCase> = {
    id: 'lacks',
    heading: 'Lacks',
    cell: (row) => row.lacks.map(nameOfItem).join(', ') || 'nothing',
  };
  const reason: Column<SlaCase> = { id: 'reason', heading: 'Reason', cell: (row) => row.reason ?? '–' };
  const about = isPacket
    ? [measured, lacks]
    : isRevenue
      ? [company, won]
      : of === 'acceptance'
        ? [reason]
        : of === 'volume'
          ? [company]
          : [company, measured];
  const rest: Column<SlaCase>[] = [
    { id: 'owner', heading: 'Owner', cell: (row) => row.owner?.name ?? '–', width: 120 },
    { id: 'state', heading: 'Now', cell: (row) => states[row.state], width: 105 },
    {
      id: 'offered',
      heading: 'Offered',
      cell: (row) => <When at={row.offeredAt} style="date" />,
      width: 105,
      align: 'end',
    },
  ];
  return [who, ...about, ...(about.length > 1 ? rest.filter(({ id }) => id !== 'state') : rest)];
}

const headings: Partial<Record<Evidence['of'], string>> = {
  response: 'Answered after',
  owed_answers: 'Due',
  open: 'Due',
  completeness: 'Packet',
  thin_packets: 'Packet',
  attempts: 'Tries',
};

function Measured({ row, isPromised }: { row: SlaCase; isPromised: boolean }) {
  const className = isPromised && row.outcome === 'broken' ? 'late' : undefined;
  if (row.value !== null && row.unit !== null)
    return <span className={className}>{figureWords(row.value, row.unit)}</span>;
  if (row.dueAt !== null)
    return (
      <span className={className}>
        due <When at={row.dueAt} />
      </span>
    );
  return <span className="mute">–</span>;
}
