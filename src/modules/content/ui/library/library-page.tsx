import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { ContentTabs } from '../parts/content-tabs.tsx';
import type { Overview, Piece } from './api-types.ts';
import classes from './library.module.css';
import { libraryColumns } from './library-columns.tsx';
import { LibraryFilters } from './library-filters.tsx';
import { LibrarySentence, LibrarySub } from './library-sentence.tsx';
import {
  exportHref,
  filterKeys,
  type LibraryState,
  libraryState,
  listInput,
  noFilters,
  type SetLibrary,
} from './library-state.ts';
import { PageHits } from './page-hits.tsx';
import { assetPath } from './words.ts';

const AddDialog = lazy(async () => ({ default: (await import('./add/add-dialog.tsx')).AddDialog }));
const AssetDialogs = lazy(async () => ({ default: (await import('./asset-dialogs.tsx')).AssetDialogs }));

const pageRows = 100;
const pauseMs = 150;
/** While pages are being made, the list looks again by itself. */
const lookAgainMs = 2_500;

/** Everything there is to read: what, for whom, how it stands and what became of it. */
export function LibraryPage() {
  const [state, set] = useUrlState(libraryState);
  const mayWrite = useMay('content:write');
  const overview = useQuery(
    api.content.library.overview.queryOptions({
      refetchInterval: ({ state: { data } }) => ((data?.preparing ?? 0) > 0 ? lookAgainMs : false),
    }),
  );
  useKeys(
    'Library',
    [{ keys: 'n', label: 'Add to the library', run: () => set({ add: 'piece' }) }],
    mayWrite,
  );
  return (
    <>
      <FirstLine
        title="Library"
        sub={<LibrarySub overview={overview.data} />}
        actions={
          mayWrite ? (
            <Button
              color="marketing"
              onClick={() => set({ add: 'piece' })}
              rightSection={<ButtonKey keys="n" />}
            >
              Add
            </Button>
          ) : null
        }
      >
        <LibrarySentence overview={overview.data} />
      </FirstLine>
      <ContentTabs />
      <PieceList state={state} set={set} overview={overview.data} mayWrite={mayWrite} />
      <Suspense>
        {state.add && mayWrite ? (
          <AddDialog overview={overview.data} onClose={() => set({ add: undefined })} />
        ) : null}
        {state.does && state.to && mayWrite ? (
          <AssetDialogs
            key={`${state.does}-${state.to}`}
            assetId={state.to}
            doing={state.does}
            onClose={() => set({ does: undefined, to: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

type ListProps = { state: LibraryState; set: SetLibrary; overview: Overview | undefined; mayWrite: boolean };

function PieceList({ state, set, overview, mayWrite }: ListProps) {
  const isPhone = useMediaQuery(phone) ?? false;
  const [settled] = useDebouncedValue(state, pauseMs);
  const isPreparing = (overview?.preparing ?? 0) > 0;
  const pieces = useInfiniteQuery(
    api.content.library.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...listInput(settled), limit: pageRows, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: isPreparing ? lookAgainMs : false,
    }),
  );
  const stages = overview?.buyingStages;
  const columns = useMemo(
    () => libraryColumns({ stages: stages ?? [], set, isPhone }),
    [stages, set, isPhone],
  );
  const isFiltered = filterKeys.some((key) => state[key] !== undefined);
  const isNarrowed = state.q.trim() !== '' || isFiltered;
  return (
    <>
      <DataTable<Piece>
        label="Pieces"
        {...rowsOf(pieces)}
        columns={columns}
        rowKey={(piece) => piece.id}
        rowHref={(piece) => assetPath(piece.id)}
        exportHref={exportHref(state)}
        toolbar={
          <>
            <SearchBox q={state.q} onType={(q) => set({ q }, { replace: true })} />
            <div className={classes.filters}>
              <LibraryFilters state={state} set={set} overview={overview} />
            </div>
          </>
        }
        empty={
          isNarrowed && !isFiltered ? (
            <p className="mute">No title or description holds these words.</p>
          ) : (
            <Nothing
              isNarrowed={isNarrowed}
              mayWrite={mayWrite}
              onClear={() => set({ ...noFilters, q: undefined })}
              onAdd={() => set({ add: 'piece' })}
            />
          )
        }
      />
      <PageHits q={state.q} retired={state.state === 'all' || state.state === 'retired'} />
    </>
  );
}

/** Looks in titles and descriptions, and inside the pages. Typed text stays here until the address has it. */
function SearchBox({ q, onType }: { q: string; onType: (q: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const [told, setTold] = useState(q);
  if (q !== told) {
    setTold(q);
    if (q !== text) setText(q);
  }
  useKeys('Library', [
    { keys: '/', label: 'Find a piece or words in its pages', run: () => input.current?.focus() },
  ]);
  return (
    <TextInput
      ref={input}
      className={classes.search ?? ''}
      size="xs"
      type="search"
      aria-label="Find a piece, or words inside its pages"
      placeholder="Find a piece, or words inside its pages"
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        setTold(next);
        onType(next);
      }}
      rightSection={text === '' ? <ButtonKey keys="/" /> : null}
      rightSectionPointerEvents="none"
    />
  );
}

type NothingProps = { isNarrowed: boolean; mayWrite: boolean; onClear: () => void; onAdd: () => void };

function Nothing({ isNarrowed, mayWrite, onClear, onAdd }: NothingProps) {
  if (isNarrowed) {
    return (
      <EmptyState
        heading="No piece fits"
        action={
          <Button variant="default" onClick={onClear}>
            Show all pieces
          </Button>
        }
      >
        No title or description holds these words, or the filters leave nothing over.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      heading="Nothing to read yet"
      action={mayWrite ? <Button onClick={onAdd}>Add the first pieces</Button> : null}
    >
      {mayWrite
        ? 'Drop PDFs, films and pictures, or give the address of a page. Say for whom each is and for which stage: then sellers find it from the lead they work, and you see what is really read.'
        : 'Marketing adds what there is to read here. Each piece then shows who was given it and who finished it.'}
    </EmptyState>
  );
}
