import { PageTabs } from '../../../../web/parts/page-tabs.tsx';

const tabs = [
  { to: '/handoffs', label: 'Queue' },
  { to: '/handoffs/returned', label: 'Came back' },
  { to: '/handoffs/sla', label: 'SLA' },
  { to: '/handoffs/capacity', label: 'Capacity' },
  { to: '/handoffs/goal', label: 'Lead goal' },
];

/** The pages of hand-offs: what sales has to do, what came back, what both promised, who can take how many, what the goal takes. */
export function HandoffTabs({ counts }: { counts?: Readonly<Record<string, number | null>> }) {
  return <PageTabs label="Hand-offs" tabs={tabs} {...(counts ? { counts } : {})} />;
}
