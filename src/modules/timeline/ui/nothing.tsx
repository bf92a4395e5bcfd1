import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../../web/api.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { useMay } from '../../../web/session.ts';
import { openLog } from '../../conversations/ui/log-store.ts';
import { ButtonKey } from '../../people/ui/button-key.tsx';
import type { Item, Scope } from './api-types.ts';
import type { SetFilters } from './filter-bar.tsx';
import {
  activeFilters,
  type FilterKey,
  type Filters,
  filterLabels,
  filterWords,
  noFilters,
  queryOf,
} from './filters.ts';
import { useFilterNames } from './use-filter-names.ts';

type NothingFitsProps = { scope: Scope; filters: Filters; onChange: SetFilters };

const without = (key: FilterKey): Partial<Filters> => ({
  [key]: undefined,
  ...(key === 'from' ? { to: undefined } : {}),
});

const noItems: readonly Item[] = [];

/** The filters leave nothing: which of them to take off so that something is there. */
export function NothingFits({ scope, filters, onChange }: NothingFitsProps) {
  const active = activeFilters(filters);
  const nameOf = useFilterNames(filters, noItems);
  const tries = useQueries({
    queries: active.map((key) =>
      api.timeline.list.queryOptions({
        input: { ...queryOf(scope, { ...filters, ...without(key) }), limit: 1 },
        enabled: active.length > 1,
      }),
    ),
  });
  const helpful = active.filter((_, index) => (tries[index]?.data?.items.length ?? 0) > 0);
  const sure = active.length === 1 || tries.every((one) => !one.isPending);
  return (
    <EmptyState
      heading="Nothing matches these filters"
      action={
        <>
          {(active.length === 1 ? active : helpful).map((key) => (
            <Button key={key} variant="default" onClick={() => onChange(without(key))}>
              Drop {filterLabels[key].toLowerCase()} {filterWords(key, filters, nameOf)}
            </Button>
          ))}
          {active.length > 1 ? (
            <Button variant="default" onClick={() => onChange(noFilters)}>
              Drop all of them
            </Button>
          ) : null}
        </>
      }
    >
      {active.length === 1
        ? 'Without it, the whole list is there again.'
        : !sure
          ? 'Looking which of them leaves nothing over…'
          : helpful.length > 0
            ? 'Taking off one of these is enough.'
            : 'No single one of them is the reason; together they leave nothing.'}
    </EmptyState>
  );
}

/** Nothing has happened at all: how it begins. */
export function NothingYet({ of, children }: { of: Scope; children?: ReactNode }) {
  const mayImport = useMay('import:run');
  const mayLog = useMay('interactions:write');
  const isAll = !of.contactId && !of.accountId && !of.opportunityId;
  return (
    <EmptyState
      heading="Nothing has happened yet"
      action={
        <>
          {mayLog ? (
            <Button
              variant={isAll ? 'default' : 'filled'}
              onClick={openLog}
              rightSection={<ButtonKey keys="l" />}
            >
              Log a conversation
            </Button>
          ) : null}
          <Button component={Link} to="/settings/tracking" variant={isAll ? 'filled' : 'default'}>
            Put the tracker on your site
          </Button>
          {mayImport ? (
            <Button component={Link} to="/imports" variant="default">
              Import files
            </Button>
          ) : null}
        </>
      }
    >
      {children ??
        'What people read and what is said with them stands here: as soon as the tracker sees it, an import brings it, a mail is forwarded, or someone logs a call.'}
    </EmptyState>
  );
}
