import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, client } from '../../../web/api.ts';
import { Figure, FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount, formatMoney } from '../../../web/parts/money.tsx';
import { usePathParam } from '../../../web/parts/use-url-state.ts';
import { useMay, useWorkspace } from '../../../web/session.ts';
import { SharedWith } from '../../content/ui/links/shared-with.tsx';
import { ShareButton } from '../../content/ui/share/share-button.tsx';
import { Ledger } from '../../conversations/ui/ledger.tsx';
import { AccountHandoffs } from '../../handoff/ui/record/account-handoffs.tsx';
import { AccountStanding } from '../../language/ui/standing/account-standing.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import { MixPanel } from '../../timeline/ui/mix.tsx';
import { Timeline } from '../../timeline/ui/timeline.tsx';
import { type AccountChanges, accountCustomFacts, accountFacts } from './account-facts.ts';
import { AccountDeals, AccountPeople } from './account-records.tsx';
import type { AccountDetail } from './api-types.ts';
import { CreateContact } from './create-contact.tsx';
import { CreateDeal } from './create-deal.tsx';
import { EditableFacts } from './facts/editable-facts.tsx';
import { useRecordSave } from './facts/use-record-save.ts';
import { useFields } from './fields.ts';
import { MergeDialog, useMergeDialog } from './merge-dialog.tsx';
import classes from './people.module.css';
import { RecordChanges } from './record-changes.tsx';
import { RecordProblem, RecordWait } from './record-states.tsx';
import { ExternalIds, Merges } from './side-lists.tsx';
import { SideSection } from './side-section.tsx';

/** One company: its people, its deals, and everything that happened with it. */
export function AccountPage() {
  const accountId = usePathParam('id');
  const account = useQuery(api.people.accounts.get.queryOptions({ input: { accountId } }));
  if (account.error && !account.data)
    return (
      <RecordProblem error={account.error} onRetry={() => void account.refetch()} back="/people/accounts" />
    );
  if (!account.data) return <RecordWait title="Account" />;
  return <Account key={account.data.id} account={account.data} />;
}

function Account({ account }: { account: AccountDetail }) {
  const mayWrite = useMay('people:write');
  const [adding, person] = useDisclosure(false);
  const [dealing, deal] = useDisclosure(false);
  const merge = useMergeDialog();
  const named = { id: account.id, name: account.name };
  return (
    <>
      <FirstLine
        title={account.name}
        sub={<AccountHead account={account} />}
        actions={
          <>
            <ShareButton of={{ accountId: account.id }} />
            {mayWrite ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <Button variant="default">Add or merge</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={person.open}>New contact here…</Menu.Item>
                  <Menu.Item onClick={deal.open}>New deal with them…</Menu.Item>
                  <Menu.Item onClick={merge.open}>Merge with another company…</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </>
        }
      >
        <AccountSentence account={account} />
      </FirstLine>
      <div className={classes.record}>
        <div className={classes.main}>
          <AccountPeople account={named} count={account.contactCount} onAdd={person.open} />
          <AccountDeals account={named} onAdd={deal.open} />
          <Ledger of={{ accountId: account.id }} />
          <Timeline of={{ accountId: account.id }} />
        </div>
        <AccountSide account={account} />
      </div>
      <CreateContact opened={adding} onClose={person.close} account={named} />
      <CreateDeal opened={dealing} onClose={deal.close} account={named} />
      {mayWrite ? <MergeDialog recordType="account" record={named} /> : null}
    </>
  );
}

function AccountHead({ account }: { account: AccountDetail }) {
  const parent: string = account.parent ? `/people/accounts/${account.parent.id}` : '';
  const journey: string = `/results/journeys/account/${account.id}`;
  const maySeeResults = useMay('results:read');
  const place = [account.city, account.country].filter((part) => part !== null).join(', ');
  return (
    <div className={classes.head}>
      {(account.segment ?? account.industry) ? <span>{account.segment ?? account.industry}</span> : null}
      {account.employeeCount === null ? null : <span>{formatCount(account.employeeCount)} employees</span>}
      {place === '' ? null : <span>{place}</span>}
      {account.domain ? (
        <a href={`https://${account.domain}`} target="_blank" rel="noopener noreferrer">
          {account.domain}
        </a>
      ) : null}
      <span>{account.owner ? `owner ${account.owner.name}` : 'no owner'}</span>
      {maySeeResults ? <Link to={journey}>journey as a picture</Link> : null}
      {account.parent ? (
        <span>
          part of <Link to={parent}>{account.parent.name}</Link>
        </span>
      ) : null}
      {account.mergedFrom ? <span>the record you asked for was merged into this one</span> : null}
    </div>
  );
}

const amountsWords = (amounts: AccountDetail['openDeals']['amounts']): string =>
  amounts.map((amount) => formatMoney(amount)).join(' and ');

/** "Stadtwerke Grausiel: 7 people; 2 deals worth €120,000 are open, 1 worth €30,000 won." */
function AccountSentence({ account }: { account: AccountDetail }) {
  const { contactCount: people, openDeals, wonDeals } = account;
  const worth = (deals: AccountDetail['openDeals']) =>
    deals.amounts.length > 0 ? ` worth ${amountsWords(deals.amounts)}` : '';
  return (
    <>
      {account.name}: <Figure href={`/people/contacts?account=${account.id}`}>{formatCount(people)}</Figure>{' '}
      {people === 1 ? 'person' : 'people'};{' '}
      {openDeals.count === 0 ? (
        'no deal is open'
      ) : (
        <>
          <Figure href={`/people/deals?account=${account.id}&status=open`}>
            {formatCount(openDeals.count)}
          </Figure>{' '}
          {openDeals.count === 1 ? 'deal' : 'deals'}
          {worth(openDeals)} {openDeals.count === 1 ? 'is' : 'are'} open
        </>
      )}
      {wonDeals.count > 0 ? (
        <>
          ,{' '}
          <Figure href={`/people/deals?account=${account.id}&status=won`}>
            {formatCount(wonDeals.count)}
          </Figure>
          {worth(wonDeals)} <DefinedTerm term="won_revenue">won</DefinedTerm>
        </>
      ) : null}
      .
    </>
  );
}

function AccountSide({ account }: { account: AccountDetail }) {
  const mayWrite = useMay('people:write');
  const { currency } = useWorkspace();
  const fields = useFields('account');
  const queryClient = useQueryClient();
  const pathId = usePathParam('id');
  const save = useRecordSave({
    recordType: 'account',
    update: (changes: AccountChanges, expectedUpdatedAt: string) =>
      client.people.accounts.update({ ...changes, accountId: account.id, expectedUpdatedAt }),
    load: () => client.people.accounts.get({ accountId: account.id }),
    keep: (detail) =>
      queryClient.setQueryData(api.people.accounts.get.queryKey({ input: { accountId: pathId } }), detail),
    factsOf: (detail) => [...accountFacts(detail, currency), ...accountCustomFacts(detail, fields)],
  });
  const common = { updatedAt: account.updatedAt, save, mayEdit: mayWrite };
  const custom = accountCustomFacts(account, fields);
  return (
    <aside className="panel" aria-label="About this company">
      <AccountStanding accountId={account.id} />
      <AccountHandoffs accountId={account.id} />
      <SharedWith of={{ accountId: account.id }} />
      <SideSection heading="Details">
        <EditableFacts label="Details" facts={accountFacts(account, currency)} {...common} />
      </SideSection>
      {custom.length > 0 ? (
        <SideSection heading="Custom fields">
          <EditableFacts label="Custom fields" facts={custom} {...common} />
        </SideSection>
      ) : null}
      {account.subsidiaries.length > 0 ? (
        <SideSection heading="Subsidiaries">
          <ul className={classes.plain}>
            {account.subsidiaries.map((one) => {
              const href: string = `/people/accounts/${one.id}`;
              return (
                <li key={one.id}>
                  <Link to={href}>{one.name}</Link>
                </li>
              );
            })}
          </ul>
        </SideSection>
      ) : null}
      <MixPanel of={{ accountId: account.id }} compact />
      <ExternalIds ids={account.externalIds} />
      <Merges merges={account.merges} mayUndo={mayWrite} />
      <RecordChanges recordType="account" recordId={account.id} />
    </aside>
  );
}
