import { useAskedCount } from '../modules/attribution/ui/reasons/use-asked.ts';
import { useDecisionsCount } from '../modules/content/ui/coverage/use-decisions-count.ts';
import { useReadingCount } from '../modules/content/ui/links/reading/use-reading-count.ts';
import { useTrayCount } from '../modules/conversations/ui/tray/use-tray-count.ts';
import { useHandoffCount } from '../modules/handoff/ui/queue/use-handoff-count.ts';
import { useReturnedCount } from '../modules/handoff/ui/tray/use-returned-count.ts';
import { useUnsignedCount } from '../modules/language/ui/pages/use-unsigned-count.ts';
import { useOpenQuestions } from '../modules/language/ui/questions/use-open-questions.ts';
import { useFindingCount } from '../modules/quality/ui/use-finding-count.ts';
import type { Permission } from '../modules/workspace/access.ts';
import { useAccountCount, useContactCount, useDealCount } from './shell/people-counts.ts';

export type NavigationCount = { text: string; late?: boolean };

export type NavigationEntry = {
  /** The route's path; an entry whose route is not registered is not shown. */
  to: string;
  label: string;
  /** Two keys in a row that go there. */
  keys: string;
  group: 'main' | 'records' | 'data' | 'house';
  permission: Permission;
  /** A short count beside the label, from a cheap query; null shows nothing. */
  useCount?: () => NavigationCount | null;
  /** Shown only while its count says something; the search and its keys find it all the same. */
  onlyWithCount?: boolean;
  /** More words the ⌘K search finds the page by. */
  words?: string;
};

export const navigation: readonly NavigationEntry[] = [
  {
    to: '/funnel',
    label: 'Funnel',
    keys: 'g f',
    group: 'main',
    permission: 'funnel:read',
    words: 'gates filter lens',
  },
  {
    to: '/timeline',
    label: 'Timeline',
    keys: 'g t',
    group: 'main',
    permission: 'interactions:read',
    words: 'interactions log activity live clicks calls visits mix',
  },
  {
    to: '/handoffs',
    label: 'Hand-offs',
    keys: 'g h',
    group: 'main',
    permission: 'handoffs:read',
    words: 'queue offers accept reject recycle leads sales pool packet sla',
    useCount: useHandoffCount,
  },
  {
    to: '/handoffs/returned',
    label: 'Came back',
    keys: 'g b',
    group: 'main',
    permission: 'handoffs:offer',
    words: 'returned rejected recycled leads marketing tray reasons offer again',
    useCount: useReturnedCount,
    onlyWithCount: true,
  },
  {
    to: '/content',
    label: 'Content',
    keys: 'g c',
    group: 'main',
    permission: 'content:read',
    words: 'coverage map personas buying stages gaps decide repair promote retire make usage',
    useCount: useDecisionsCount,
  },
  {
    to: '/content/links',
    label: 'Links',
    keys: 'g r',
    group: 'main',
    permission: 'content:read',
    words: 'shared links read now readers visits revoke take back',
    useCount: useReadingCount,
    onlyWithCount: true,
  },
  {
    to: '/results',
    label: 'Results',
    keys: 'g v',
    group: 'main',
    permission: 'results:read',
    words: 'attribution credit revenue models value journeys board two-by-two baseline',
  },
  {
    to: '/results/reasons',
    label: 'Say why',
    keys: 'g w',
    group: 'main',
    permission: 'results:say',
    words: 'reasons won lost deals closed why competitor price',
    useCount: useAskedCount,
    onlyWithCount: true,
  },
  {
    to: '/language',
    label: 'Language',
    keys: 'g l',
    group: 'main',
    permission: 'language:read',
    words: 'definitions words glossary gates scores mql sql sign propose object',
    useCount: useUnsignedCount,
  },
  {
    to: '/language/questions',
    label: 'Questions',
    keys: 'g o',
    group: 'main',
    permission: 'language:read',
    words: 'open asked answer what do you mean',
    useCount: useOpenQuestions,
    onlyWithCount: true,
  },
  {
    to: '/people/contacts',
    label: 'People',
    keys: 'g p',
    group: 'records',
    permission: 'people:read',
    words: 'contacts leads',
    useCount: useContactCount,
  },
  {
    to: '/scores',
    label: 'Scores',
    keys: 'g k',
    group: 'records',
    permission: 'people:read',
    words: 'grades points fit engagement matrix leads',
  },
  {
    to: '/people/accounts',
    label: 'Accounts',
    keys: 'g a',
    group: 'records',
    permission: 'people:read',
    words: 'companies',
    useCount: useAccountCount,
  },
  {
    to: '/people/deals',
    label: 'Deals',
    keys: 'g d',
    group: 'records',
    permission: 'people:read',
    words: 'opportunities',
    useCount: useDealCount,
  },
  {
    to: '/imports',
    label: 'Imports',
    keys: 'g i',
    group: 'data',
    permission: 'import:run',
    words: 'csv upload salesforce hubspot',
  },
  {
    to: '/tray',
    label: 'Tray',
    keys: 'g y',
    group: 'data',
    permission: 'interactions:write',
    words: 'mail inbox unmatched waiting meetings',
    useCount: useTrayCount,
    onlyWithCount: true,
  },
  {
    to: '/quality',
    label: 'Data quality',
    keys: 'g q',
    group: 'data',
    permission: 'people:read',
    words: 'findings duplicates',
    useCount: useFindingCount,
  },
  {
    to: '/status',
    label: 'Status',
    keys: 'g s',
    group: 'house',
    permission: 'workspace:read',
    words: 'engines memory lag health',
  },
  {
    to: '/settings',
    label: 'Settings',
    keys: 'g e',
    group: 'house',
    permission: 'workspace:read',
    words: 'workspace members tokens',
  },
];
