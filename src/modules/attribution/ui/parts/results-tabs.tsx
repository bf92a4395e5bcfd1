import { PageTabs } from '../../../../web/parts/page-tabs.tsx';

const tabs = [
  { to: '/results', label: 'Credit' },
  { to: '/results/journeys', label: 'Journeys' },
  { to: '/results/value', label: 'Value' },
  { to: '/results/two-by-two', label: 'Two-by-two' },
  { to: '/results/reasons', label: 'Reasons' },
  { to: '/results/board', label: 'Board' },
];

/** The pages of results: who gets the credit, how buyers came, what it was worth, who can show it, why, all on one page. */
export function ResultsTabs({ counts }: { counts?: Readonly<Record<string, number | null>> }) {
  return <PageTabs label="Results" tabs={tabs} {...(counts ? { counts } : {})} />;
}
