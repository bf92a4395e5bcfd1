import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Kbd } from '../parts/kbd.tsx';
import { type SearchResult, searchProviders } from '../search.ts';
import classes from './finder.module.css';
import { useNavigation } from './sidebar.tsx';

const [store, finder] = createSpotlight();
const pauseMs = 150;
const minQueryLength = 2;

/** ⌘K: goes to any page, finds any record that a module's search provider knows. */
export function Finder({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const router = useRouter();
  useEffect(() => {
    if (opened) finder.open();
    else finder.close();
  }, [opened]);
  const pages = useMatchingPages(query);
  const { groups, searching } = useFound(query);
  const first = groups[0]?.results[0]?.href ?? pages[0]?.to;
  const go = (href: string) => void router.navigate({ href });
  // Enter goes to what stands first, until the arrow keys have picked something.
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || first === undefined || query.trim() === '') return;
    if (document.querySelector(`.${classes.list} [data-selected]`)) return;
    event.preventDefault();
    finder.close();
    go(first);
  };
  const nothing = pages.length === 0 && groups.length === 0;
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Find' } }}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.25 }}
      scrollable
      maxHeight="min(60vh, 480px)"
      transitionProps={{ duration: 100 }}
    >
      <Spotlight.Search
        className={classes.search}
        onKeyDown={onEnter}
        placeholder="A page, a person, a company, a deal…"
        aria-label="Go to a page or find a record"
      />
      <Spotlight.ActionsList className={classes.list} data-picks-first={query.trim() !== '' || undefined}>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.results.map((result) => (
              <Spotlight.Action
                key={result.id}
                label={result.label}
                description={result.detail ?? ''}
                onClick={() => go(result.href)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {pages.length > 0 ? (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map((entry) => (
              <Spotlight.Action
                key={entry.to}
                label={entry.label}
                rightSection={<Kbd keys={entry.keys} />}
                onClick={() => go(entry.to)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {nothing ? (
          <Spotlight.Empty>
            {searching ? 'Looking…' : 'Nothing by that name. Try fewer letters.'}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useMatchingPages(query: string) {
  const entries = useNavigation();
  const wanted = query.trim().toLowerCase();
  return entries.filter((entry) => `${entry.label} ${entry.words ?? ''}`.toLowerCase().includes(wanted));
}

type Found = { label: string; results: SearchResult[] };

function useFound(query: string): { groups: Found[]; searching: boolean } {
  const [settled] = useDebouncedValue(query.trim(), pauseMs);
  const enabled = settled.length >= minQueryLength && searchProviders.length > 0;
  const found = useQuery({
    queryKey: ['finder', settled],
    queryFn: ({ signal }) => searchEverywhere(settled, signal),
    enabled,
    placeholderData: (previous) => previous,
  });
  return {
    groups: enabled ? (found.data ?? []) : [],
    searching: found.isFetching || settled !== query.trim(),
  };
}

/** One provider's failure (an engine restarting) leaves the others' results. */
async function searchEverywhere(query: string, signal: AbortSignal): Promise<Found[]> {
  const answers = await Promise.allSettled(
    searchProviders.map(async (load) => {
      const provider = await load();
      return { label: provider.label, results: await provider.search({ query, signal }) };
    }),
  );
  return answers.flatMap((answer) =>
    answer.status === 'fulfilled' && answer.value.results.length > 0 ? [answer.value] : [],
  );
}
