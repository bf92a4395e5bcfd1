import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { formatCount, Money } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import type { Named } from './api-types.ts';
import { DayCell, SinceCell, StageCell, TextCell } from './cells.tsx';
import { contactName } from './contact-columns.tsx';
import { amountOf, statusWords } from './deal-words.ts';
import { useStages } from './fields.ts';
import classes from './people.module.css';

const shownRows = 12;
const ofAccount = (accountId: string) => ({
  filter: JSON.stringify([{ field: 'accountId', op: 'equals', value: accountId }]),
  limit: shownRows,
});

/** Who is there, whom we heard of last on top. */
export function AccountPeople({
  account,
  count,
  onAdd,
}: {
  account: Named;
  count: number;
  onAdd: () => void;
}) {
  const stages = useStages();
  const mayWrite = useMay('people:write');
  const people = useQuery(
    api.people.contacts.list.queryOptions({
      input: { ...ofAccount(account.id), sort: 'lastInteractionAt', direction: 'desc' },
    }),
  );
  const rows = people.data?.items ?? [];
  return (
    <section className="panel" aria-label="People">
      <div className={classes.panelHead}>
        <h2>People</h2>
        {count > rows.length && rows.length > 0 ? (
          <Link to="/people/contacts" search={{ account: account.id }} className={classes.textButton}>
            All {formatCount(count)}
          </Link>
        ) : null}
      </div>
      <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />
      {people.data && rows.length === 0 ? (
        <p className={classes.quiet}>
          Nobody yet.{' '}
          {mayWrite ? (
            <Button size="compact-xs" variant="default" onClick={onAdd}>
              Add a contact
            </Button>
          ) : null}
        </p>
      ) : null}
      {rows.length > 0 ? (
        <table className={classes.small}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Title</th>
              <th scope="col">Stage</th>
              <th scope="col">Since</th>
              <th scope="col">Owner</th>
              <th scope="col" data-align="end">
                Last interaction
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const href: string = `/people/contacts/${row.id}`;
              return (
                <tr key={row.id}>
                  <td>
                    <Link to={href}>{contactName(row)}</Link>
                  </td>
                  <td>
                    <TextCell value={row.title} />
                  </td>
                  <td>
                    <StageCell row={row} stages={stages} />
                  </td>
                  <td className={classes.wide}>
                    <SinceCell row={row} stages={stages} />
                  </td>
                  <td className={classes.wide}>
                    <TextCell value={row.owner?.name ?? null} />
                  </td>
                  <td data-align="end" data-label="heard of">
                    <When at={row.lastInteractionAt} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

/** What is being bought, and what was. */
export function AccountDeals({ account, onAdd }: { account: Named; onAdd: () => void }) {
  const mayWrite = useMay('people:write');
  const deals = useQuery(
    api.people.opportunities.list.queryOptions({
      input: { ...ofAccount(account.id), sort: 'createdAt', direction: 'desc' },
    }),
  );
  const rows = deals.data?.items ?? [];
  return (
    <section className="panel" aria-label="Deals">
      <div className={classes.panelHead}>
        <h2>Deals</h2>
        {deals.data?.nextCursor ? (
          <Link to="/people/deals" search={{ account: account.id }} className={classes.textButton}>
            All of them
          </Link>
        ) : null}
      </div>
      <ProblemNotice error={deals.error} onRetry={() => void deals.refetch()} />
      {deals.data && rows.length === 0 ? (
        <p className={classes.quiet}>
          No deal yet.{' '}
          {mayWrite ? (
            <Button size="compact-xs" variant="default" onClick={onAdd}>
              Add a deal
            </Button>
          ) : null}
        </p>
      ) : null}
      {rows.length > 0 ? (
        <table className={classes.small}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Stage</th>
              <th scope="col">Status</th>
              <th scope="col">Expected close</th>
              <th scope="col">Owner</th>
              <th scope="col" data-align="end">
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const href: string = `/people/deals/${row.id}`;
              return (
                <tr key={row.id}>
                  <td>
                    <Link to={href}>{row.name}</Link>
                  </td>
                  <td>
                    <TextCell value={row.stage} />
                  </td>
                  <td>{statusWords[row.status]}</td>
                  <td data-label="closes">
                    <DayCell value={row.expectedCloseOn} />
                  </td>
                  <td className={classes.wide}>
                    <TextCell value={row.owner?.name ?? null} />
                  </td>
                  <td data-align="end">
                    <Money of={amountOf(row)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
