import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { Money } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import type { Cost } from './api-types.ts';
import type { SetState } from './state.ts';
import classes from './value.module.css';
import { plural } from './words.ts';

const refusedShown = 5;

/** What was spent: entered, read from a file, or as the campaigns' records say. */
export function CostsCard({ set }: { set: SetState }) {
  const mayWrite = useMay('results:write');
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: api.results.value.key() });
  const planned = useQuery(api.results.value.costs.planned.queryOptions());
  const load = useMutation(
    api.results.value.costs.import.mutationOptions({
      onSuccess: async ({ created, unchanged }) => {
        notifications.show({
          message: `${plural(created, 'cost')} read${unchanged > 0 ? `, ${unchanged} known already` : ''}.`,
        });
        await refresh();
      },
    }),
  );
  const byRecord = planned.data?.items.filter(({ counts }) => counts === 'record') ?? [];
  const nothing = planned.data?.items.filter(({ counts }) => counts === 'nothing') ?? [];
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="costs-heading">
      <div className={classes.head}>
        <h2 id="costs-heading">Costs recorded</h2>
        {mayWrite ? (
          <div className={classes.tools}>
            <FileButton accept=".csv,text/csv" onChange={(data) => data && load.mutate({ data })}>
              {(props) => (
                <Button {...props} size="compact-sm" variant="default" loading={load.isPending}>
                  Read a CSV file
                </Button>
              )}
            </FileButton>
            <Button size="compact-sm" variant="default" onClick={() => set({ edit: 'cost' })}>
              Record a cost
            </Button>
          </div>
        ) : null}
      </div>
      <p className={classes.below}>
        Each entry counts once, on the days it was spent for.
        {byRecord.length > 0
          ? ` Of ${plural(byRecord.length, 'campaign')} without an entry what their own record says counts.`
          : ''}
        {nothing.length > 0
          ? ` Nothing is recorded of ${nothing
              .slice(0, 4)
              .map(({ campaign }) => campaign.name)
              .join(', ')}${nothing.length > 4 ? ` and ${nothing.length - 4} more` : ''}.`
          : ''}
      </p>
      <ProblemNotice error={load.error} />
      {load.data && load.data.refused.length > 0 ? (
        <ul className={classes.refused} aria-label="Rows that were refused">
          {load.data.refused.slice(0, refusedShown).map(({ line, reason }) => (
            <li key={line}>
              Line {line}: {reason}
            </li>
          ))}
          {load.data.refused.length > refusedShown ? (
            <li>{plural(load.data.refused.length - refusedShown, 'more row')}</li>
          ) : null}
        </ul>
      ) : null}
      <CostList mayWrite={mayWrite} onChanged={refresh} />
    </section>
  );
}

const subjects = { campaign: 'Campaign', channel: 'Channel', asset: 'Piece', teammate: 'Teammate' } as const;

function CostList({ mayWrite, onChanged }: { mayWrite: boolean; onChanged: () => Promise<void> }) {
  const ask = useConfirm();
  const query = useInfiniteQuery(
    api.results.value.costs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const remove = useMutation(api.results.value.costs.remove.mutationOptions({ onSuccess: onChanged }));
  const takeBack = async (cost: Cost) => {
    const answer = await ask({
      title: 'Take this cost back?',
      body: `${cost.on.label}, ${formatDate(cost.fromOn)} to ${formatDate(cost.toOn)}: it counts no longer.`,
      action: 'Take it back',
    });
    if (answer) remove.mutate({ costId: cost.id });
  };
  const columns: Column<Cost>[] = [
    {
      id: 'on',
      heading: 'Spent on',
      cell: (cost) => (
        <>
          {cost.on.label} <span className="mute">· {subjects[cost.subject].toLowerCase()}</span>
        </>
      ),
    },
    {
      id: 'days',
      heading: 'Days',
      width: 220,
      cell: (cost) =>
        cost.fromOn === cost.toOn
          ? formatDate(cost.fromOn)
          : `${formatDate(cost.fromOn)} to ${formatDate(cost.toOn)}`,
    },
    { id: 'what', heading: 'For', width: 200, cell: (cost) => cost.what ?? '' },
    {
      id: 'from',
      heading: 'Recorded by',
      width: 180,
      cell: (cost) => (cost.fileName ? `${cost.createdBy}, ${cost.fileName}` : cost.createdBy),
    },
    { id: 'amount', heading: 'Amount', align: 'end', width: 110, cell: (cost) => <Money of={cost} /> },
    ...(mayWrite
      ? [
          {
            id: 'remove',
            heading: '',
            align: 'end' as const,
            width: 124,
            cell: (cost: Cost) => (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Take back the cost of ${cost.on.label}, ${formatDate(cost.fromOn)}`}
                onClick={() => void takeBack(cost)}
              >
                Take back
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <ProblemNotice error={remove.error} />
      <DataTable
        label="Costs"
        columns={columns}
        rowKey={(cost) => cost.id}
        maxHeight="320px"
        empty={
          <EmptyState heading="No cost is entered yet">
            Record what was spent, or read a CSV file with the columns campaign (or channel, asset, teammate),
            from, to and amount.
          </EmptyState>
        }
        {...rowsOf(query)}
      />
    </>
  );
}
