import { useMediaQuery } from '@mantine/hooks';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column, Sort } from '../../../../web/parts/data-table-types.ts';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { Usage } from './api-types.ts';
import classes from './coverage.module.css';
import type { UsageShow } from './usage-state.ts';
import { secondsWords } from './words.ts';

type Piece = Usage['pieces'][number];

type PiecesTableProps = {
  usage: Usage;
  state: { period: string; show: UsageShow; by: string; direction: 'asc' | 'desc' };
  set: (changes: { show?: UsageShow; by?: string; direction?: 'asc' | 'desc' }) => void;
};

const fits: Record<UsageShow, (piece: Piece) => boolean> = {
  all: () => true,
  used: ({ shares }) => shares > 0,
  never_shared: ({ neverShared }) => neverShared,
  never_finished: ({ neverFinished }) => neverFinished,
};

/** Every piece in use: what sales does with it, and what buyers do. */
export function PiecesTable({ usage, state, set }: PiecesTableProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const counts = (show: UsageShow) => formatCount(usage.pieces.filter(fits[show]).length);
  const rows = sorted(usage.pieces.filter(fits[state.show]), state);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="use-of-pieces">
      <h2 id="use-of-pieces">By piece</h2>
      <DataTable
        label="Pieces"
        columns={small ? columns.filter(({ id }) => onPhone.has(id)) : columns}
        rows={rows}
        rowKey={({ asset }) => asset.id}
        rowHref={({ asset }) => `/content/assets/${asset.id}`}
        sort={{ by: state.by, direction: state.direction }}
        onSort={({ by, direction }: Sort) => set({ by, direction })}
        exportHref={`/api/v1/content/usage/export?period=${state.period}`}
        maxHeight="none"
        empty={<p className="mute">No piece is so.</p>}
        toolbar={
          <Segmented
            label="Which pieces"
            value={state.show}
            onChange={(show) => set({ show })}
            options={[
              { value: 'all', label: `All ${counts('all')}` },
              { value: 'used', label: `Shared ${counts('used')}` },
              { value: 'never_shared', label: `Unshared ${counts('never_shared')}` },
              { value: 'never_finished', label: `Unfinished ${counts('never_finished')}` },
            ]}
          />
        }
      />
    </section>
  );
}

const values: Record<string, (piece: Piece) => number | string> = {
  title: ({ asset }) => asset.title.toLowerCase(),
  shares: ({ shares }) => shares,
  sellers: ({ sellers }) => sellers,
  readers: ({ readers }) => readers,
  finish: ({ finishRate }) => finishRate ?? -1,
  time: ({ medianMs }) => medianMs ?? -1,
  next: ({ nextSteps }) => nextSteps,
  last: ({ lastSharedAt }) => lastSharedAt ?? '',
};

function sorted(
  rows: readonly Piece[],
  { by, direction }: { by: string; direction: 'asc' | 'desc' },
): Piece[] {
  const of = values[by] ?? values.title;
  if (!of) return [...rows];
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const left = of(one);
    const right = of(other);
    return left < right ? -sign : left > right ? sign : 0;
  });
}

/** A card on a phone says what matters most. */
const onPhone = new Set(['title', 'shares', 'readers', 'finish']);

const end = { align: 'end' as const, sortable: true };

const columns: Column<Piece>[] = [
  { id: 'title', heading: 'Piece', sortable: true, cell: ({ asset }) => asset.title },
  { id: 'type', heading: 'Type', width: 120, cell: ({ asset }) => asset.type ?? '–' },
  { id: 'shares', heading: 'Shares', width: 85, ...end, cell: ({ shares }) => formatCount(shares) },
  { id: 'sellers', heading: 'Sellers', width: 85, ...end, cell: ({ sellers }) => formatCount(sellers) },
  {
    id: 'readers',
    heading: 'Readers',
    width: 105,
    ...end,
    cell: ({ readers, pageViewers }) =>
      readers === 0 && pageViewers > 0 ? (
        <span className="mute">{formatCount(pageViewers)} saw it</span>
      ) : (
        formatCount(readers)
      ),
  },
  {
    id: 'finish',
    heading: 'Finish',
    width: 90,
    ...end,
    cell: ({ finishRate, measured }) =>
      finishRate === null ? (
        <span className="mute">{measured === 0 ? '–' : 'too few'}</span>
      ) : (
        formatShare(finishRate)
      ),
  },
  {
    id: 'time',
    heading: 'Half under',
    width: 110,
    ...end,
    cell: ({ medianMs }) => (medianMs === null ? '–' : secondsWords(medianMs)),
  },
  { id: 'next', heading: 'Next step', width: 100, ...end, cell: ({ nextSteps }) => formatCount(nextSteps) },
  {
    id: 'last',
    heading: 'Last shared',
    width: 115,
    ...end,
    cell: ({ lastSharedAt }) => <When at={lastSharedAt} style="date" />,
  },
];
