import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import type { ShareOf } from './share-store.ts';

export type Recipient = { id: string; name: string; email: string | null; detail: string | null };

/** undefined: as the page says; null: whoever has the address. */
type Choice = { id: string; name: string } | null | undefined;

const offeredPeople = 6;

/** Whom it is for: the person of the page, the first of the deal, one of the company, or whoever has the address. */
export function useForWhom(of: ShareOf, first: { id: string; name: string } | null) {
  const [choice, choose] = useState<Choice>(undefined);
  const deal = useQuery(
    api.people.opportunities.get.queryOptions({
      input: { opportunityId: of.opportunityId ?? '' },
      enabled: of.opportunityId !== undefined,
    }),
  );
  const account = useQuery(
    api.people.contacts.list.queryOptions({
      input: {
        filter: JSON.stringify([{ field: 'accountId', op: 'equals', value: of.accountId }]),
        sort: 'lastInteractionAt',
        direction: 'desc',
        limit: offeredPeople,
      },
      enabled: of.accountId !== undefined && of.contactId === undefined,
    }),
  );
  const offered = [
    ...(deal.data?.buyingGroup ?? []).map(({ contact }) => ({ id: contact.id, name: contact.name })),
    ...(account.data?.items ?? []).map(({ id, name, email }) => ({ id, name: name || email || 'No name' })),
  ].slice(0, offeredPeople);
  const ofPage = of.contactId === undefined ? (first?.id ?? null) : of.contactId;
  const id = choice === undefined ? ofPage : (choice?.id ?? null);
  const person = useQuery(
    api.people.contacts.get.queryOptions({ input: { contactId: id ?? '' }, enabled: id !== null }),
  );
  const known = person.data;
  const name =
    (known ? known.name || known.email : null) ??
    choice?.name ??
    offered.find((one) => one.id === id)?.name ??
    first?.name ??
    'this person';
  const recipient: Recipient | null =
    id === null
      ? null
      : {
          id,
          name,
          email: known?.email ?? null,
          detail: known
            ? [known.title, known.account?.name, known.name ? known.email : null]
                .filter((part) => part)
                .join(' · ')
            : null,
        };
  return { recipient, offered, choose, error: person.error };
}
