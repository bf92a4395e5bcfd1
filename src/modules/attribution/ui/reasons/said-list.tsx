import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { type Column, DataTable } from '../../../../web/parts/data-table.tsx';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { FilterChip } from '../../../../web/parts/filter-chips.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { Money } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { DealReason, ReasonRow } from './api-types.ts';
import classes from './reasons.module.css';
import { type PageState, periodInput, type SetState } from './state.ts';

const withHeading = { display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' } as const;

type Props = { state: PageState; set: SetState; rows: readonly ReasonRow[] };

/** The deals of which it was said, those closed last first. */
export function SaidList({ state, set, rows }: Props) {
  const show = useShowEvidence();
  const { outcome, reason } = state;
  const period = periodInput(state);
  const list = useInfiniteQuery(
    api.results.reasons.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ outcome, reason, ...period, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const chosen = rows.find(({ key }) => key === reason);
  const search = new URLSearchParams(
    Object.entries(period).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return (
    <section className={classes.list} aria-label="Deals of which it was said">
      <DataTable
        label="What was said, deal by deal"
        columns={columns}
        {...rowsOf(list)}
        rowKey={({ id }) => id}
        onOpen={({ deal }) => show({ deal: deal.id, name: deal.name })}
        exportHref={`/api/v1/results/reasons/export?${search}`}
        maxHeight="70vh"
        toolbar={
          <div style={withHeading}>
            <h2 className={classes.listHeading}>Deal by deal</h2>
            <FilterChip
              label="Reason"
              value={chosen?.label ?? 'any'}
              {...(reason ? { onClear: () => set({ reason: undefined }) } : {})}
            >
              {(close) => (
                <div className={classes.pick}>
                  {rows.map(({ key, label }) => (
                    <button
                      key={key}
                      type="button"
                      aria-pressed={key === reason}
                      onClick={() => {
                        set({ reason: key });
                        close();
                      }}
                    >
                      {label}
                    </button>
                  ))}
                </div>
              )}
            </FilterChip>
          </div>
        }
      />
    </section>
  );
}

export const columns: readonly Column<DealReason>[] = [
  { id: 'deal', heading: 'Deal', width: 300, cell: ({ deal }) => deal.name },
  {
    id: 'reasons',
    heading: 'Why',
    cell: ({ reasons }) => reasons.map(({ label }) => label).join(', '),
  },
  {
    id: 'mattered',
    heading: 'What mattered',
    cell: ({ mattered, note }) =>
      mattered.length > 0 ? (
        mattered.map(({ label }) => label).join(', ')
      ) : (
        <span className="mute">{note ?? '–'}</span>
      ),
  },
  {
    id: 'amount',
    heading: 'Amount',
    width: 110,
    align: 'end',
    cell: ({ deal: { amountMinor, currency } }) => (
      <Money of={amountMinor === null || currency === null ? null : { amountMinor, currency }} />
    ),
  },
  { id: 'seller', heading: 'Sold by', width: 140, cell: ({ deal }) => deal.owner?.name ?? '–' },
  {
    id: 'closed',
    heading: 'Closed',
    width: 110,
    cell: ({ deal }) => <When at={deal.closedAt} style="date" />,
  },
];
