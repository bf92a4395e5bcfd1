import type { client } from '../../../web/api.ts';
import type { ListField } from '../lists/contract.ts';
import type { ContactDetail } from './api-types.ts';
import { asText, customFacts, type Fact } from './facts/fact.ts';

export type ContactChanges = Omit<
  Parameters<typeof client.people.contacts.update>[0],
  'contactId' | 'expectedUpdatedAt'
>;

/** A contact's own fields, each with what changes it. */
export function contactFacts(contact: ContactDetail): Fact<ContactChanges>[] {
  const text = { kind: 'text' as const };
  return [
    {
      ...text,
      key: 'email',
      label: 'E-mail',
      value: contact.email,
      ...(contact.email ? { href: `mailto:${contact.email}` } : {}),
      change: (value) => ({ email: asText(value) }),
    },
    {
      ...text,
      key: 'phone',
      label: 'Phone',
      value: contact.phone,
      ...(contact.phone ? { href: `tel:${contact.phone}` } : {}),
      change: (value) => ({ phone: asText(value) }),
    },
    {
      ...text,
      key: 'title',
      label: 'Title',
      value: contact.title,
      change: (value) => ({ title: asText(value) }),
    },
    {
      key: 'accountId',
      label: 'Company',
      kind: 'ref',
      refers: 'account',
      value: contact.account?.id ?? null,
      known: contact.account,
      ...(contact.account ? { href: `/people/accounts/${contact.account.id}` } : {}),
      change: (value) => ({ accountId: asText(value) }),
    },
    {
      key: 'ownerId',
      label: 'Owner',
      kind: 'ref',
      refers: 'teammate',
      value: contact.owner?.id ?? null,
      known: contact.owner,
      change: (value) => ({ ownerId: asText(value) }),
    },
    {
      ...text,
      key: 'persona',
      label: 'Persona',
      value: contact.persona,
      change: (value) => ({ persona: asText(value) }),
    },
    {
      ...text,
      key: 'buyingRole',
      label: 'Buying role',
      value: contact.buyingRole,
      change: (value) => ({ buyingRole: asText(value) }),
    },
    {
      ...text,
      key: 'channel',
      label: 'Original channel',
      value: contact.channel,
      change: (value) => ({ channel: asText(value) }),
    },
    {
      key: 'campaignId',
      label: 'Original campaign',
      kind: 'ref',
      refers: 'campaign',
      value: contact.campaign?.id ?? null,
      known: contact.campaign,
      change: (value) => ({ campaignId: asText(value) }),
    },
    {
      ...text,
      key: 'city',
      label: 'City',
      value: contact.city,
      change: (value) => ({ city: asText(value) }),
    },
    {
      ...text,
      key: 'country',
      label: 'Country',
      value: contact.country,
      change: (value) => ({ country: asText(value) }),
    },
    {
      ...text,
      key: 'firstName',
      rare: true,
      label: 'First name',
      value: contact.firstName,
      change: (value) => ({ firstName: asText(value) }),
    },
    {
      ...text,
      key: 'lastName',
      rare: true,
      label: 'Last name',
      value: contact.lastName,
      change: (value) => ({ lastName: asText(value) }),
    },
    {
      ...text,
      key: 'name',
      rare: true,
      label: 'Full name',
      value: contact.name,
      change: (value) => ({ name: asText(value) ?? '' }),
    },
  ];
}

export const contactCustomFacts = (
  contact: ContactDetail,
  fields: readonly ListField[],
): Fact<ContactChanges>[] => customFacts(fields, contact.custom, (custom) => ({ custom }));
