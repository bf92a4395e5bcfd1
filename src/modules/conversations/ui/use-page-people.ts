import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import type { Chosen } from './draft.ts';

export type PagePeople = {
  /** Names the page a draft was begun on. */
  page: string;
  /** What the page is about, once it is known. */
  ready: boolean;
  people: Chosen[];
  deal: Chosen | null;
  account: Chosen | null;
  /** Whom it might be about, where the page is no person's. */
  offered: Chosen[];
};

const paths = /^\/people\/(contacts|accounts|deals)\/([0-9a-f-]{36})$/;
const shownPeople = 8;

/**
 * Whom the page that is open is about: a person, the people of a company, or the buying group of a deal. A page that
 * shows many says whom of them it is asked about: their draft is then the one of their own page.
 */
export function usePagePeople(contactId?: string): PagePeople {
  const shown = useRouterState({ select: (state) => state.location.pathname });
  const path = contactId === undefined ? shown : `/people/contacts/${contactId}`;
  const [, kind, id = ''] = paths.exec(path) ?? [];
  const contact = useQuery(
    api.people.contacts.get.queryOptions({ input: { contactId: id }, enabled: kind === 'contacts' }),
  );
  const account = useQuery(
    api.people.accounts.get.queryOptions({ input: { accountId: id }, enabled: kind === 'accounts' }),
  );
  const colleagues = useQuery(
    api.people.contacts.list.queryOptions({
      input: {
        filter: JSON.stringify([{ field: 'accountId', op: 'equals', value: id }]),
        sort: 'lastInteractionAt',
        direction: 'desc',
        limit: shownPeople,
      },
      enabled: kind === 'accounts',
    }),
  );
  const deal = useQuery(
    api.people.opportunities.get.queryOptions({ input: { opportunityId: id }, enabled: kind === 'deals' }),
  );
  const nothing = { page: 'anywhere', ready: true, people: [], deal: null, account: null, offered: [] };
  if (kind === 'contacts') {
    const person = contact.data;
    const people = person ? [{ id: person.id, name: person.name || person.email || 'No name' }] : [];
    return { ...nothing, page: path, ready: !contact.isPending, people, account: chosen(person?.account) };
  }
  if (kind === 'accounts') {
    const people = (colleagues.data?.items ?? []).map(({ id: one, name, email }) => ({
      id: one,
      name: name || email || 'No name',
    }));
    return {
      ...nothing,
      page: path,
      ready: !account.isPending && !colleagues.isPending,
      people: people.length === 1 ? people : [],
      account: chosen(account.data),
      offered: people,
    };
  }
  if (kind === 'deals') {
    const group = deal.data?.buyingGroup ?? [];
    const people = group.map(({ contact: { id: one, name } }) => ({ id: one, name }));
    const main =
      group.find(({ isPrimary }) => isPrimary)?.contact ?? (group.length === 1 ? group[0]?.contact : null);
    return {
      ...nothing,
      page: path,
      ready: !deal.isPending,
      people: main ? [{ id: main.id, name: main.name }] : [],
      deal: chosen(deal.data),
      account: chosen(deal.data?.account),
      offered: people,
    };
  }
  return nothing;
}

const chosen = (one: { id: string; name: string } | null | undefined): Chosen | null =>
  one ? { id: one.id, name: one.name } : null;
