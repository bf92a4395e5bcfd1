import type { client } from '../../../web/api.ts';
import type { ListField } from '../lists/contract.ts';
import type { DealDetail } from './api-types.ts';
import { asNumber, asText, customFacts, type Fact } from './facts/fact.ts';

export type DealChanges = Omit<
  Parameters<typeof client.people.opportunities.update>[0],
  'opportunityId' | 'expectedUpdatedAt'
>;

/** A deal's own fields but its stage, which is moved with a reason. */
export function dealFacts(deal: DealDetail, currency: string): Fact<DealChanges>[] {
  const text = { kind: 'text' as const };
  return [
    {
      ...text,
      key: 'name',
      rare: true,
      label: 'Name',
      value: deal.name,
      change: (value) => ({ name: asText(value) ?? '' }),
    },
    {
      key: 'amountMinor',
      label: 'Amount',
      kind: 'money',
      currency: deal.currency ?? currency,
      value: deal.amountMinor,
      change: (value) => ({ amountMinor: asNumber(value), currency: deal.currency ?? currency }),
    },
    {
      key: 'accountId',
      label: 'Company',
      kind: 'ref',
      refers: 'account',
      value: deal.account?.id ?? null,
      known: deal.account,
      ...(deal.account ? { href: `/people/accounts/${deal.account.id}` } : {}),
      change: (value) => ({ accountId: asText(value) }),
    },
    {
      key: 'ownerId',
      label: 'Owner',
      kind: 'ref',
      refers: 'teammate',
      value: deal.owner?.id ?? null,
      known: deal.owner,
      change: (value) => ({ ownerId: asText(value) }),
    },
    {
      key: 'expectedCloseOn',
      label: 'Expected close',
      kind: 'date',
      value: deal.expectedCloseOn,
      change: (value) => ({ expectedCloseOn: asText(value) }),
    },
    {
      key: 'openedAt',
      label: 'Opened',
      kind: 'time',
      value: deal.openedAt,
      change: (value) => ({ openedAt: asText(value) }),
    },
    {
      key: 'closedAt',
      label: 'Closed',
      kind: 'time',
      value: deal.closedAt,
      change: (value) => ({ closedAt: asText(value) }),
    },
    {
      ...text,
      key: 'product',
      label: 'Product',
      value: deal.product,
      change: (value) => ({ product: asText(value) }),
    },
    {
      key: 'campaignId',
      label: 'Campaign',
      kind: 'ref',
      refers: 'campaign',
      value: deal.campaign?.id ?? null,
      known: deal.campaign,
      change: (value) => ({ campaignId: asText(value) }),
    },
  ];
}

export const dealCustomFacts = (deal: DealDetail, fields: readonly ListField[]): Fact<DealChanges>[] =>
  customFacts(fields, deal.custom, (custom) => ({ custom }));
