import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import type { Column } from '../../../web/parts/data-table.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { Money } from '../../../web/parts/money.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import type { DealRow } from './api-types.ts';
import { ButtonKey } from './button-key.tsx';
import { DayCell, NamedCell, TextCell } from './cells.tsx';
import { CreateDeal } from './create-deal.tsx';
import { amountOf, statusWords } from './deal-words.ts';
import { DealsSentence } from './list-sentences.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { RecordList } from './record-list.tsx';
import { useListPage } from './use-list-page.ts';

const onPhone = ['name', 'accountId', 'amountMinor', 'stage', 'expectedCloseOn'];

/** Deals: what they are worth, where they stand, when they close. */
export function DealsPage() {
  const list = useListPage('opportunity', { onPhone });
  const mayWrite = useMay('people:write');
  const [creating, dialog] = useDisclosure(false);
  const deals = useInfiniteQuery(
    api.people.opportunities.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...list.input, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const count = useQuery(
    api.people.opportunities.count.queryOptions({ input: list.selection, placeholderData: keepPreviousData }),
  );
  const all = useQuery(api.people.opportunities.count.queryOptions({ input: {} }));
  useKeys('Deals', [{ keys: 'n', label: 'New deal', run: dialog.open }], mayWrite);
  return (
    <>
      <FirstLine
        title="Deals"
        actions={
          mayWrite ? (
            <Button onClick={dialog.open} rightSection={<ButtonKey keys="n" />}>
              New deal
            </Button>
          ) : null
        }
      >
        <DealsSentence matching={list.isSelection ? count.data : undefined} all={all.data} />
      </FirstLine>
      <RecordList
        recordType="opportunity"
        name="deals"
        apiPath="/opportunities"
        noun={['deal', 'deals']}
        list={list}
        rows={rowsOf(deals)}
        count={count.data}
        columns={columns}
        rowHref={(row) => `/people/deals/${row.id}`}
        assign={assignDeals}
        empty={<NothingYet what="deals" onCreate={dialog.open} />}
      />
      <CreateDeal opened={creating} onClose={dialog.close} />
    </>
  );
}

async function assignDeals(ids: string[], ownerId: string | null): Promise<{ changed: number }> {
  // One after the other: each is a change of its own in the record of changes.
  for (const opportunityId of ids) await client.people.opportunities.update({ opportunityId, ownerId });
  return { changed: ids.length };
}

const columns: readonly Column<DealRow>[] = [
  { id: 'name', heading: 'Name', width: 330, sortable: true, cell: (row) => row.name },
  {
    id: 'accountId',
    heading: 'Company',
    cell: (row) => <NamedCell of={row.account} to="/people/accounts" />,
  },
  {
    id: 'amountMinor',
    heading: 'Amount',
    width: 120,
    align: 'end',
    sortable: true,
    cell: (row) => <Money of={amountOf(row)} />,
  },
  { id: 'stage', heading: 'Stage', width: 140, cell: (row) => <TextCell value={row.stage} /> },
  {
    id: 'status',
    heading: 'Status',
    width: 84,
    cell: (row) =>
      row.status === 'open' ? (
        statusWords[row.status]
      ) : (
        <Link to="/results/reasons" search={{ say: row.id }} className="mute" title="Say why">
          {statusWords[row.status]}
        </Link>
      ),
  },
  {
    id: 'expectedCloseOn',
    heading: 'Expected close',
    width: 130,
    sortable: true,
    cell: (row) => <DayCell value={row.expectedCloseOn} />,
  },
  { id: 'ownerId', heading: 'Owner', width: 150, cell: (row) => <NamedCell of={row.owner} /> },
  {
    id: 'closedAt',
    heading: 'Closed',
    width: 120,
    optional: true,
    sortable: true,
    cell: (row) => <When at={row.closedAt} style="date" />,
  },
  {
    id: 'openedAt',
    heading: 'Opened',
    width: 120,
    optional: true,
    cell: (row) => <When at={row.openedAt} style="date" />,
  },
  { id: 'product', heading: 'Product', optional: true, cell: (row) => <TextCell value={row.product} /> },
  { id: 'campaignId', heading: 'Campaign', optional: true, cell: (row) => <NamedCell of={row.campaign} /> },
  {
    id: 'createdAt',
    heading: 'Created',
    width: 120,
    optional: true,
    sortable: true,
    cell: (row) => <When at={row.createdAt} style="date" />,
  },
  {
    id: 'updatedAt',
    heading: 'Changed',
    width: 120,
    optional: true,
    cell: (row) => <When at={row.updatedAt} />,
  },
];
