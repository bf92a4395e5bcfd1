import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import type { Column } from '../../../web/parts/data-table.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { formatCount, Money } from '../../../web/parts/money.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import type { AccountRow } from './api-types.ts';
import { ButtonKey } from './button-key.tsx';
import { Dash, NamedCell, TextCell } from './cells.tsx';
import { CreateAccount } from './create-account.tsx';
import { AccountsSentence } from './list-sentences.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { RecordList } from './record-list.tsx';
import { useListPage } from './use-list-page.ts';

const onPhone = ['name', 'domain', 'segment', 'contactCount', 'ownerId'];

/** Companies. */
export function AccountsPage() {
  const list = useListPage('account', { onPhone });
  const mayWrite = useMay('people:write');
  const [creating, dialog] = useDisclosure(false);
  const accounts = useInfiniteQuery(
    api.people.accounts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...list.input, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const count = useQuery(
    api.people.accounts.count.queryOptions({ input: list.selection, placeholderData: keepPreviousData }),
  );
  useKeys('Accounts', [{ keys: 'n', label: 'New account', run: dialog.open }], mayWrite);
  return (
    <>
      <FirstLine
        title="Accounts"
        actions={
          mayWrite ? (
            <Button onClick={dialog.open} rightSection={<ButtonKey keys="n" />}>
              New account
            </Button>
          ) : null
        }
      >
        <AccountsSentence matching={list.isSelection ? count.data : undefined} />
      </FirstLine>
      <RecordList
        recordType="account"
        name="accounts"
        apiPath="/accounts"
        noun={['company', 'companies']}
        list={list}
        rows={rowsOf(accounts)}
        count={count.data}
        columns={columns}
        rowHref={(row) => `/people/accounts/${row.id}`}
        assign={(accountIds, ownerId) => client.people.accounts.assignOwner({ accountIds, ownerId })}
        empty={<NothingYet what="companies" onCreate={dialog.open} />}
      />
      <CreateAccount opened={creating} onClose={dialog.close} />
    </>
  );
}

const text = (
  id: 'domain' | 'industry' | 'segment' | 'country' | 'city' | 'phone' | 'website' | 'currency',
  heading: string,
  more: Partial<Column<AccountRow>> = {},
): Column<AccountRow> => ({ id, heading, cell: (row) => <TextCell value={row[id]} />, ...more });

/** People of a company are counted up to this many. */
const maxCounted = 1_000;

const columns: readonly Column<AccountRow>[] = [
  { id: 'name', heading: 'Name', width: 230, sortable: true, cell: (row) => row.name },
  text('domain', 'Domain'),
  text('segment', 'Segment', { width: 140 }),
  text('country', 'Country', { width: 110 }),
  {
    id: 'employeeCount',
    heading: 'Employees',
    width: 100,
    align: 'end',
    cell: (row) => (row.employeeCount === null ? <Dash /> : formatCount(row.employeeCount)),
  },
  {
    id: 'contactCount',
    heading: 'People here',
    width: 100,
    align: 'end',
    cell: (row) => `${formatCount(row.contactCount)}${row.contactCount >= maxCounted ? '+' : ''}`,
  },
  { id: 'ownerId', heading: 'Owner', width: 150, cell: (row) => <NamedCell of={row.owner} /> },
  {
    id: 'createdAt',
    heading: 'Created',
    width: 120,
    sortable: true,
    cell: (row) => <When at={row.createdAt} style="date" />,
  },
  text('industry', 'Industry', { optional: true }),
  {
    id: 'annualRevenueMinor',
    heading: 'Annual revenue',
    width: 130,
    align: 'end',
    optional: true,
    cell: (row) => (
      <Money
        of={
          row.annualRevenueMinor === null || row.currency === null
            ? null
            : { amountMinor: row.annualRevenueMinor, currency: row.currency }
        }
      />
    ),
  },
  {
    id: 'parentId',
    heading: 'Parent company',
    optional: true,
    cell: (row) => <NamedCell of={row.parent} to="/people/accounts" />,
  },
  text('city', 'City', { optional: true }),
  text('website', 'Website', { optional: true }),
  text('phone', 'Phone', { optional: true }),
  {
    id: 'updatedAt',
    heading: 'Changed',
    width: 120,
    optional: true,
    cell: (row) => <When at={row.updatedAt} />,
  },
];
