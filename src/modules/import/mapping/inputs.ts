import type {
  AccountInput,
  CampaignInput,
  ContactInput,
  CustomValue,
  ExternalId,
  InteractionInput,
  OpportunityInput,
  ProductInput,
  RecordRef,
  TeammateInput,
} from '../../people/index.ts';

/** The values of one record of one row, by field. */
export type RecordValues = {
  texts: Partial<Record<string, string>>;
  numbers: Partial<Record<string, number>>;
  moments: Partial<Record<string, Date>>;
  flags: Partial<Record<string, boolean>>;
  externalIds: ExternalId[];
  links: Partial<Record<string, RecordRef>>;
  custom: Record<string, CustomValue> | undefined;
};

export function noValues(): RecordValues {
  return { texts: {}, numbers: {}, moments: {}, flags: {}, externalIds: [], links: {}, custom: undefined };
}

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text);
}

const statuses = ['open', 'won', 'lost'] as const;

export function asTeammate(key: string, { texts, externalIds }: RecordValues): TeammateInput {
  const side = oneOf(['marketing', 'sales', 'liaison'] as const, texts.side);
  return { key, externalIds, name: texts.name, email: texts.email, side, team: texts.team };
}

export function asProduct(key: string, { texts, numbers, externalIds }: RecordValues): ProductInput {
  const { name = '', family, currency } = texts;
  return { key, externalIds, name, family, currency, listPriceMinor: numbers.listPrice };
}

export function asCampaign(
  key: string,
  { texts, numbers, externalIds, links, custom }: RecordValues,
): CampaignInput {
  return {
    key,
    externalIds,
    name: texts.name,
    type: texts.type,
    status: texts.status,
    channel: texts.channel,
    objective: texts.objective,
    startsOn: texts.startsOn,
    endsOn: texts.endsOn,
    budgetMinor: numbers.budget,
    costMinor: numbers.cost,
    currency: texts.currency,
    owner: links.owner,
    custom,
  };
}

export function asAccount(key: string, values: RecordValues): AccountInput {
  const { texts, numbers, moments, externalIds, links, custom } = values;
  return {
    key,
    externalIds,
    name: texts.name,
    domain: texts.domain,
    website: texts.website,
    industry: texts.industry,
    segment: texts.segment,
    employeeCount: numbers.employeeCount,
    annualRevenueMinor: numbers.annualRevenue,
    currency: texts.currency,
    country: texts.country,
    city: texts.city,
    phone: texts.phone,
    description: texts.description,
    parent: links.parent,
    owner: links.owner,
    createdAt: moments.createdAt,
    custom,
  };
}

export function asContact(
  key: string,
  { texts, moments, externalIds, links, custom }: RecordValues,
): ContactInput {
  return {
    key,
    externalIds,
    email: texts.email,
    firstName: texts.firstName,
    lastName: texts.lastName,
    name: texts.name,
    title: texts.title,
    phone: texts.phone,
    city: texts.city,
    country: texts.country,
    persona: texts.persona,
    buyingRole: texts.buyingRole,
    channel: texts.channel,
    campaign: links.campaign,
    account: links.account,
    owner: links.owner,
    createdAt: moments.createdAt,
    custom,
  };
}

export function asOpportunity(
  key: string,
  { texts, numbers, moments, externalIds, links, custom }: RecordValues,
  more: Pick<OpportunityInput, 'buyingGroup' | 'stageHistory'>,
): OpportunityInput {
  return {
    key,
    externalIds,
    name: texts.name,
    account: links.account,
    amountMinor: numbers.amount,
    currency: texts.currency,
    stage: texts.stage,
    status: oneOf(statuses, texts.status),
    openedAt: moments.openedAt,
    expectedCloseOn: texts.expectedCloseOn,
    closedAt: moments.closedAt,
    product: texts.product,
    campaign: links.campaign,
    owner: links.owner,
    createdAt: moments.createdAt,
    custom,
    ...more,
  };
}

export function asInteraction(
  key: string,
  { texts, numbers, moments, flags, externalIds, links }: RecordValues,
  properties: Readonly<Record<string, unknown>> | undefined,
): InteractionInput | null {
  const kind = oneOf(['content', 'person'] as const, texts.kind);
  const occurredAt = moments.occurredAt;
  if (!kind || !occurredAt || texts.type === undefined) return null;
  return {
    key,
    kind,
    type: texts.type,
    occurredAt,
    direction: oneOf(['inbound', 'outbound'] as const, texts.direction),
    contact: links.contact,
    account: links.account,
    opportunity: links.opportunity,
    teammate: links.teammate,
    channel: texts.channel,
    campaign: links.campaign,
    subject: texts.subject,
    url: texts.url,
    engagedSeconds: numbers.engagedSeconds,
    completion: numbers.completion,
    verified: flags.verified,
    flagReason: texts.flagReason,
    properties,
    externalId: externalIds[0]?.id,
  };
}
