import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import type { Item } from './api-types.ts';
import type { Filters } from './filters.ts';

const listed = 200;
const common = { staleTime: 60_000, retry: false } as const;

/** Names of the records that stand in the address as ids; what is in the list already need not be asked for. */
export function useFilterNames(filters: Filters, items: readonly Item[]): (id: string) => string {
  const known = knownNames(items, filters);
  const missing = (id: string | undefined) => id !== undefined && !known.has(id);
  const contact = useQuery(
    api.people.contacts.get.queryOptions({
      input: { contactId: filters.personId ?? '' },
      enabled: missing(filters.personId),
      ...common,
    }),
  );
  const teammates = useQuery(
    api.people.teammates.list.queryOptions({
      input: { limit: listed },
      enabled: missing(filters.teammateId),
      ...common,
    }),
  );
  const campaigns = useQuery(
    api.people.pickers.campaigns.queryOptions({
      input: { limit: listed },
      enabled: missing(filters.campaignId),
      ...common,
    }),
  );
  const assets = useQuery(
    api.content.library.list.queryOptions({
      input: { limit: listed, state: 'all' },
      enabled: missing(filters.assetId),
      ...common,
    }),
  );
  if (contact.data) known.set(filters.personId ?? '', contact.data.name || contact.data.email || 'No name');
  for (const one of [...(teammates.data?.items ?? []), ...(campaigns.data?.items ?? [])]) {
    known.set(one.id, one.name);
  }
  for (const asset of assets.data?.items ?? []) known.set(asset.id, asset.title);
  return (id) => known.get(id) ?? '…';
}

function knownNames(items: readonly Item[], filters: Filters): Map<string, string> {
  const names = new Map<string, string>();
  const wanted = new Set([filters.personId, filters.teammateId, filters.campaignId, filters.assetId]);
  const note = (one: { id: string; name: string } | null) => {
    if (one && wanted.has(one.id)) names.set(one.id, one.name || 'No name');
  };
  for (const item of items) {
    if (item.what === 'mark') continue;
    for (const one of item.participants) note(one);
    note(item.person);
    note(item.teammate);
    note(item.campaign);
    note(item.asset && { id: item.asset.id, name: item.asset.title });
  }
  return names;
}
