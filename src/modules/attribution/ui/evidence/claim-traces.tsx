import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { formatCount, formatMoney, formatShare, Money } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { metricNames } from '../../evidence/contract.ts';
import type { Traces } from './api-types.ts';
import classes from './evidence.module.css';

const pageSize = 50;

type Trace = Traces['items'][number];

const columns: Column<Trace>[] = [
  { id: 'name', heading: 'What', cell: ({ name }) => name },
  { id: 'account', heading: 'Company', cell: ({ account }) => account?.name ?? '–' },
  { id: 'at', heading: 'When', width: 110, cell: ({ at }) => <When at={at} style="date" /> },
  {
    id: 'amount',
    heading: 'Worth',
    width: 110,
    align: 'end',
    cell: ({ amountMinor, currency }) =>
      amountMinor !== null && currency !== null ? <Money of={{ amountMinor, currency }} /> : '–',
  },
  {
    id: 'touchpoint',
    heading: 'First met it',
    width: 190,
    cell: ({ touchpoint }) => (
      <>
        {touchpoint.type.replaceAll('_', ' ')}, <When at={touchpoint.at} style="date" />
      </>
    ),
  },
];

const hrefOf = ({ kind, id, touchpoint }: Trace): string =>
  kind === 'deal'
    ? `/people/deals/${id}`
    : `/people/contacts/${kind === 'person' ? id : touchpoint.person?.id}`;

/** What of a claim is found: each lead, meeting or deal with the touchpoint of the campaign before it. */
export function ClaimTraces({ id }: { id: string }) {
  const list = useInfiniteQuery(
    api.results.evidence.traces.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: pageSize, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const first = list.data?.pages[0];
  return (
    <div className={classes.drawer}>
      {first ? <Claimed claim={first.claim} traced={first.traced} /> : null}
      <DataTable
        label="What of the claim is found"
        columns={columns}
        rowKey={(row) => `${row.kind} ${row.id}`}
        rowHref={hrefOf}
        maxHeight="calc(100dvh - 260px)"
        {...rowsOf(list)}
      />
    </div>
  );
}

function Claimed({ claim, traced }: Pick<Traces, 'claim' | 'traced'>) {
  const { amountMinor, currency } = claim;
  const what =
    amountMinor !== null && currency !== null
      ? `${formatMoney({ amountMinor, currency })} of won revenue`
      : `${formatCount(claim.count ?? 0)} ${metricNames[claim.metric]}`;
  return (
    <p>
      {claim.claimedBy} claims {what} for {claim.campaign.name}, {claim.from} to {claim.to}
      {claim.statedIn ? ` (${claim.statedIn})` : ''}.{' '}
      {traced
        ? `${formatCount(traced.count)} ${traced.count === 1 ? 'is' : 'are'} found with a touchpoint of it before: ${formatShare(traced.share)} of what is claimed.`
        : 'It counts for nothing, so nothing is looked for.'}
    </p>
  );
}
