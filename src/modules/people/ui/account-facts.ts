import type { client } from '../../../web/api.ts';
import type { ListField } from '../lists/contract.ts';
import type { AccountDetail } from './api-types.ts';
import { asNumber, asText, customFacts, type Fact } from './facts/fact.ts';

export type AccountChanges = Omit<
  Parameters<typeof client.people.accounts.update>[0],
  'accountId' | 'expectedUpdatedAt'
>;

/** A company's own fields, each with what changes it. */
export function accountFacts(account: AccountDetail, currency: string): Fact<AccountChanges>[] {
  const text = { kind: 'text' as const };
  return [
    {
      ...text,
      key: 'name',
      rare: true,
      label: 'Name',
      value: account.name,
      change: (value) => ({ name: asText(value) ?? '' }),
    },
    {
      ...text,
      key: 'domain',
      label: 'Domain',
      value: account.domain,
      ...(account.domain ? { href: `https://${account.domain}` } : {}),
      change: (value) => ({ domain: asText(value) }),
    },
    {
      ...text,
      key: 'website',
      label: 'Website',
      value: account.website,
      ...(account.website?.startsWith('http') ? { href: account.website } : {}),
      change: (value) => ({ website: asText(value) }),
    },
    {
      key: 'ownerId',
      label: 'Owner',
      kind: 'ref',
      refers: 'teammate',
      value: account.owner?.id ?? null,
      known: account.owner,
      change: (value) => ({ ownerId: asText(value) }),
    },
    {
      ...text,
      key: 'segment',
      label: 'Segment',
      value: account.segment,
      change: (value) => ({ segment: asText(value) }),
    },
    {
      ...text,
      key: 'industry',
      label: 'Industry',
      value: account.industry,
      change: (value) => ({ industry: asText(value) }),
    },
    {
      key: 'employeeCount',
      label: 'Employees',
      kind: 'number',
      value: account.employeeCount,
      change: (value) => ({ employeeCount: asNumber(value) }),
    },
    {
      key: 'annualRevenueMinor',
      label: 'Annual revenue',
      kind: 'money',
      currency: account.currency ?? currency,
      value: account.annualRevenueMinor,
      change: (value) => ({ annualRevenueMinor: asNumber(value), currency: account.currency ?? currency }),
    },
    {
      key: 'parentId',
      label: 'Parent company',
      kind: 'ref',
      refers: 'account',
      value: account.parent?.id ?? null,
      known: account.parent,
      ...(account.parent ? { href: `/people/accounts/${account.parent.id}` } : {}),
      change: (value) => ({ parentId: asText(value) }),
    },
    {
      ...text,
      key: 'country',
      label: 'Country',
      value: account.country,
      change: (value) => ({ country: asText(value) }),
    },
    {
      ...text,
      key: 'city',
      label: 'City',
      value: account.city,
      change: (value) => ({ city: asText(value) }),
    },
    {
      ...text,
      key: 'phone',
      label: 'Phone',
      value: account.phone,
      change: (value) => ({ phone: asText(value) }),
    },
    {
      ...text,
      key: 'description',
      label: 'About',
      long: true,
      value: account.description,
      change: (value) => ({ description: asText(value) }),
    },
  ];
}

export const accountCustomFacts = (
  account: AccountDetail,
  fields: readonly ListField[],
): Fact<AccountChanges>[] => customFacts(fields, account.custom, (custom) => ({ custom }));
