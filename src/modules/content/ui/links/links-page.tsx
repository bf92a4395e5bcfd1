import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import { Figure, FirstLine } from '../../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMe } from '../../../../web/session.ts';
import { ContentTabs } from '../parts/content-tabs.tsx';
import { ShareButton } from '../share/share-button.tsx';
import { linkColumns } from './link-columns.tsx';
import { LinkFilters } from './link-filters.tsx';
import { counted } from './link-words.ts';
import { isNarrowed, type LinkState, linkState, queryOf, whoseOf } from './links-state.ts';
import { NoLinks } from './no-links.tsx';
import { readersOf, whoReads } from './reading/reader-words.ts';
import { ReadingList } from './reading/reading-list.tsx';
import { useReadingNow } from './reading/use-reading-now.ts';
import { useLinkSteps } from './use-link-steps.ts';

/** What was shared with whom, and what became of it. */
export function LinksPage() {
  const [state, set] = useUrlState(linkState);
  const { role } = useMe();
  const whose = whoseOf(state, role ?? 'viewer');
  const query = queryOf(state, whose);
  const steps = useLinkSteps();
  const search = useRef<HTMLInputElement>(null);
  const links = useInfiniteQuery(
    api.content.links.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...query, cursor, limit: 50 }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  useKeys('Links', [{ keys: '/', label: 'Search in the links', run: () => search.current?.focus() }]);
  return (
    <>
      <FirstLine
        title="Links"
        actions={<ShareButton of={noOne} />}
        sub="Only people count: scanners and colleagues are left out."
      >
        <LinksSentence whose={whose} />
      </FirstLine>
      <ContentTabs />
      <ReadingList />
      <LinkFilters
        state={state}
        whose={whose}
        onChange={set}
        searchRef={search}
        first={links.data?.pages[0]?.items[0]}
      />
      <DataTable
        label="Links"
        columns={linkColumns(steps, whose)}
        {...rowsOf(links)}
        rowKey={(row) => row.id}
        rowHref={(row) => `/content/links/${row.id}`}
        sort={{ by: state.sort, direction: 'desc' }}
        onSort={({ by }) => set({ sort: sortOf(by) })}
        empty={<NoLinks narrowed={isNarrowed(state)} whose={whose} onAll={() => set({ whose: 'all' })} />}
      />
    </>
  );
}

const noOne = {};

const sortOf = (by: string): LinkState['sort'] => (by === 'lastRead' || by === 'visits' ? by : 'created');

/** "14 of your 31 links were read, 9 wait to be opened; Ana Ruiz reads one now." */
function LinksSentence({ whose }: { whose: 'mine' | 'all' }) {
  const counts = useQuery(
    api.content.links.overview.queryOptions({
      input: whose === 'mine' ? { mine: 'true' } : {},
      placeholderData: keepPreviousData,
    }),
  );
  const readers = readersOf(useReadingNow());
  if (!counts.data) return <>Links</>;
  const { links, read, waiting } = counts.data;
  const your = whose === 'mine' ? 'your ' : '';
  const href = (more: string) => `/content/links?whose=${whose}${more}`;
  if (links === 0)
    return whose === 'mine' ? (
      <>You have shared nothing yet. Share what a buyer needs from their page: the key is S.</>
    ) : (
      <>Nothing was shared yet. Links come from the page of a person, company or deal: the key is S.</>
    );
  return (
    <>
      {read === 0 ? 'None' : <Figure href={href('&read=true')}>{read}</Figure>} of {your}
      {counted(links, 'link')} {read > 1 ? 'were' : 'was'} read{read === 0 ? ' yet' : ''}
      {waiting > 0 ? (
        <>
          , <Figure href={href('&read=false&state=open')}>{waiting}</Figure>{' '}
          {waiting === 1 ? 'waits' : 'wait'} to be opened
        </>
      ) : null}
      {readers[0] ? (
        <>
          ; <b>{readers.length === 1 ? whoReads(readers[0]) : counted(readers.length, 'person', 'people')}</b>{' '}
          {readers.length === 1 ? 'reads' : 'read'} now
        </>
      ) : null}
      .
    </>
  );
}
