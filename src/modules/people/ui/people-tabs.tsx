import { PageTabs } from '../../../web/parts/page-tabs.tsx';

const tabs = [
  { to: '/people/contacts', label: 'Contacts' },
  { to: '/people/accounts', label: 'Accounts' },
  { to: '/people/deals', label: 'Deals' },
  { to: '/scores', label: 'Scores' },
  { to: '/people/matches', label: 'Which company?' },
];

/** The lists of the people pages. */
export function PeopleTabs() {
  return <PageTabs label="People" tabs={tabs} inBar />;
}
