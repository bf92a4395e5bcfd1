import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { api, client } from '../../../web/api.ts';

/** What a reference may point at. */
export type Refers = 'teammate' | 'account' | 'campaign' | 'contact' | 'opportunity';
export type Choice = { value: string; label: string; detail?: string };

const shownChoices = 50;
const pauseMs = 150;

async function findChoices(refers: Refers, search: string, signal: AbortSignal): Promise<Choice[]> {
  const input = { limit: shownChoices, ...(search === '' ? {} : { search }) };
  if (refers === 'teammate') {
    const page = await client.people.teammates.list(input, { signal });
    return page.items.map((row) => choice(row.id, row.name, row.team ?? row.side));
  }
  if (refers === 'campaign') {
    const page = await client.people.pickers.campaigns(input, { signal });
    return page.items.map((row) => choice(row.id, row.name, row.channel));
  }
  if (refers === 'account') {
    const page = await client.people.accounts.list(input, { signal });
    return page.items.map((row) => choice(row.id, row.name, row.domain));
  }
  if (refers === 'opportunity') {
    const page = await client.people.opportunities.list(input, { signal });
    return page.items.map((row) => choice(row.id, row.name, row.account?.name ?? null));
  }
  const page = await client.people.contacts.list(input, { signal });
  return page.items.map((row) => choice(row.id, row.name || row.email || 'No name', contactDetail(row)));
}

function contactDetail(row: {
  title: string | null;
  account: { name: string } | null;
  email: string | null;
}) {
  return [row.title, row.account?.name, row.email].filter((part) => part).join(' · ');
}

const choice = (value: string, label: string, detail: string | null): Choice => ({
  value,
  label,
  ...(detail ? { detail } : {}),
});

/** What can be chosen for a reference, by what was typed. */
export function useChoices(refers: Refers, search: string, enabled = true) {
  const [settled] = useDebouncedValue(search.trim(), pauseMs);
  const found = useQuery({
    queryKey: ['people', 'choices', refers, settled],
    queryFn: ({ signal }) => findChoices(refers, settled, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  return { choices: found.data ?? [], searching: found.isFetching || settled !== search.trim() };
}

const unknownName: Record<Refers, string> = {
  teammate: 'a teammate',
  account: 'a company',
  campaign: 'a campaign',
  contact: 'a person',
  opportunity: 'a deal',
};

/** Names of references that stand in an address as ids. */
export function useNames(wanted: readonly { refers: Refers; id: string }[]): (id: string) => string {
  const listed = new Set(
    wanted.map(({ refers }) => refers).filter((refers) => refers === 'teammate' || refers === 'campaign'),
  );
  const teammates = useQuery(
    api.people.teammates.list.queryOptions({
      input: { limit: 200 },
      enabled: listed.has('teammate'),
      staleTime: 60_000,
    }),
  );
  const campaigns = useQuery(
    api.people.pickers.campaigns.queryOptions({
      input: { limit: 200 },
      enabled: listed.has('campaign'),
      staleTime: 60_000,
    }),
  );
  const accounts = useQueries({
    queries: wanted
      .filter(({ refers }) => refers === 'account')
      .map(({ id }) =>
        api.people.accounts.get.queryOptions({ input: { accountId: id }, staleTime: 60_000, retry: false }),
      ),
  });
  const names = new Map<string, string>();
  for (const row of [...(teammates.data?.items ?? []), ...(campaigns.data?.items ?? [])])
    names.set(row.id, row.name);
  for (const account of accounts) if (account.data) names.set(account.data.id, account.data.name);
  const kinds = new Map(wanted.map(({ refers, id }) => [id, refers]));
  return (id) => names.get(id) ?? unknownName[kinds.get(id) ?? 'account'];
}
