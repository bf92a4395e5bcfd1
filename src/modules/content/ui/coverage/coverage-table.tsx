import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { formatCount, formatShare, Money } from '../../../../web/parts/money.tsx';
import type { Cell, Coverage } from './api-types.ts';
import { placeOf } from './state.ts';
import { personaName, stageName } from './words.ts';

const stateWords: Record<Cell['state'], string> = {
  gap: 'gap',
  crowded: 'crowded',
  covered: 'covered',
  empty: 'empty',
};
const order: readonly Cell['state'][] = ['gap', 'crowded', 'covered', 'empty'];

/** The map as a table: gaps and crowding first, most money first. */
export function CoverageTable({ coverage }: { coverage: Coverage }) {
  const show = useShowEvidence();
  const rows = coverage.cells.toSorted(
    (one, other) =>
      order.indexOf(one.state) - order.indexOf(other.state) ||
      other.money.amountMinor - one.money.amountMinor,
  );
  return (
    <DataTable
      label="Coverage"
      columns={columnsOf(coverage)}
      rows={rows}
      rowKey={({ persona, phase, steps }) => `${persona}/${phase}/${steps.join()}`}
      onOpen={(cell) => show(placeOf(cell))}
      maxHeight="none"
    />
  );
}

function columnsOf(coverage: Coverage): Column<Cell>[] {
  const end = { align: 'end' as const };
  return [
    { id: 'persona', heading: 'Persona', cell: ({ persona }) => personaName(coverage, persona) },
    { id: 'stage', heading: 'Stage', cell: (cell) => stageName(coverage, cell) },
    {
      id: 'state',
      heading: 'State',
      width: 85,
      cell: ({ state }) => <span className={state === 'gap' ? 'late' : undefined}>{stateWords[state]}</span>,
    },
    { id: 'pieces', heading: 'Pieces', width: 75, ...end, cell: ({ pieces }) => formatCount(pieces) },
    { id: 'readers', heading: 'Readers', width: 85, ...end, cell: ({ readers }) => formatCount(readers) },
    {
      id: 'finish',
      heading: 'Finish',
      width: 85,
      ...end,
      cell: ({ finishRate, measured }) =>
        finishRate === null ? (measured === 0 ? '–' : 'too few') : formatShare(finishRate),
    },
    { id: 'shares', heading: 'Shares', width: 80, ...end, cell: ({ shares }) => formatCount(shares) },
    { id: 'sellers', heading: 'Sellers', width: 80, ...end, cell: ({ sellers }) => formatCount(sellers) },
    { id: 'deals', heading: 'Open deals', width: 105, ...end, cell: ({ deals }) => formatCount(deals) },
    {
      id: 'money',
      heading: 'Waiting',
      width: 115,
      ...end,
      cell: ({ money }) => (money.amountMinor === 0 ? '–' : <Money of={money} />),
    },
    { id: 'requests', heading: 'Requests', width: 95, ...end, cell: ({ requests }) => formatCount(requests) },
  ];
}
