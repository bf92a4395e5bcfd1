import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';

type Count = { count: number; precision: 'exact' | 'about' };

const summaryStaleMs = 30_000;

function useSummary() {
  return useQuery(api.people.history.summary.queryOptions({ staleTime: summaryStaleMs })).data;
}

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);
const about = (precision: 'exact' | 'about'): string => (precision === 'about' ? 'About ' : '');

/** "1,453 people at 318 companies; 112 wait for someone to act, 9 of them longer than agreed." */
export function ContactsSentence({ matching }: { matching: Count | undefined }) {
  const summary = useSummary();
  if (!summary) return 'People';
  if (matching) return <Matching of={matching} all={summary.contacts} one="person" many="people" />;
  const { contacts, accounts, waiting, overdue, precision } = summary;
  if (contacts === 0) return 'Nobody is here yet.';
  return (
    <>
      {about(precision)}
      <Figure href="/people/contacts">{formatCount(contacts)}</Figure> {plural(contacts, 'person', 'people')}{' '}
      at <Figure href="/people/accounts">{formatCount(accounts)}</Figure>{' '}
      {plural(accounts, 'company', 'companies')};{' '}
      {waiting === 0 ? (
        'nobody waits for you.'
      ) : (
        <>
          <Figure href="/people/contacts?waiting=waiting">{formatCount(waiting)}</Figure>{' '}
          {plural(waiting, 'waits', 'wait')} for someone to act
          {overdue > 0 ? (
            <>
              ,{' '}
              <Figure href="/people/contacts?waiting=overdue&sort=lifecycleSince" late>
                {formatCount(overdue)}
              </Figure>{' '}
              of them longer than agreed
            </>
          ) : null}
          .
        </>
      )}
    </>
  );
}

/** "318 companies with 1,453 people; 42 deals are open with them." */
export function AccountsSentence({ matching }: { matching: Count | undefined }) {
  const summary = useSummary();
  if (!summary) return 'Accounts';
  if (matching) return <Matching of={matching} all={summary.accounts} one="company" many="companies" />;
  const { contacts, accounts, openOpportunities: open, precision } = summary;
  if (accounts === 0) return 'No company is here yet.';
  return (
    <>
      {about(precision)}
      <Figure href="/people/accounts">{formatCount(accounts)}</Figure>{' '}
      {plural(accounts, 'company', 'companies')},{' '}
      <Figure href="/people/contacts">{formatCount(contacts)}</Figure> {plural(contacts, 'person', 'people')};{' '}
      <Figure href="/people/deals?status=open">{formatCount(open)}</Figure>{' '}
      {plural(open, 'deal is', 'deals are')} open with them.
    </>
  );
}

const ofStatus = (value: string) => ({ filter: JSON.stringify([{ field: 'status', op: 'equals', value }]) });
const withStatus = (value: string) =>
  api.people.opportunities.count.queryOptions({ input: ofStatus(value), staleTime: summaryStaleMs });

/** "42 deals are open; 118 were won and 97 lost." */
export function DealsSentence({ matching, all }: { matching: Count | undefined; all: Count | undefined }) {
  const open = useQuery(withStatus('open')).data;
  const won = useQuery(withStatus('won')).data;
  const lost = useQuery(withStatus('lost')).data;
  if (matching && all) return <Matching of={matching} all={all.count} one="deal" many="deals" />;
  if (!open || !won || !lost) return 'Deals';
  if (open.count + won.count + lost.count === 0) return 'No deal is here yet.';
  return (
    <>
      <Figure href="/people/deals?status=open">{formatCount(open.count)}</Figure>{' '}
      {plural(open.count, 'deal is', 'deals are')} open;{' '}
      <Figure href="/people/deals?status=won">{formatCount(won.count)}</Figure>{' '}
      {plural(won.count, 'was', 'were')} won and{' '}
      <Figure href="/people/deals?status=lost">{formatCount(lost.count)}</Figure> lost.
    </>
  );
}

function Matching({ of, all, one, many }: { of: Count; all: number; one: string; many: string }) {
  return (
    <>
      {about(of.precision)}
      {formatCount(of.count)} of {formatCount(all)} {plural(all, one, many)} {plural(of.count, 'fits', 'fit')}
      .
    </>
  );
}
