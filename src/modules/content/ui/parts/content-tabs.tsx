import { PageTabs } from '../../../../web/parts/page-tabs.tsx';

const tabs = [
  { to: '/content', label: 'Content' },
  { to: '/content/library', label: 'Library' },
  { to: '/content/links', label: 'Links' },
  { to: '/content/usage', label: 'Usage' },
];

/** The pages of content: where there is something to read, all of it, who was given it, who uses it. */
export function ContentTabs({ counts }: { counts?: Readonly<Record<string, number | null>> }) {
  return <PageTabs label="Content" tabs={tabs} {...(counts ? { counts } : {})} />;
}
