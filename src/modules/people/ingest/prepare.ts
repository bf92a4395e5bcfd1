import { companyNameOf, isFreeMailDomain, registrableDomain } from '../matching/domains.ts';
import {
  cleanCount,
  cleanCurrency,
  cleanCustom,
  cleanDay,
  cleanEmail,
  cleanExternalIds,
  cleanMoney,
  cleanRef,
  cleanText,
  cleanTime,
  type Json,
  maxIndexedLength,
  maxLongTextLength,
  Refusal,
} from './clean.ts';
import type { Identity } from './registry.ts';
import type {
  AccountInput,
  AssetInput,
  CampaignInput,
  ContactInput,
  CustomValue,
  ProductInput,
  RecordRef,
  TeammateInput,
} from './types.ts';

/** An input, cleaned, with its columns by name and what it refers to. */
export type Prepared = {
  key: string;
  identity: Identity;
  values: Record<string, Json | undefined>;
  custom: Record<string, CustomValue>;
  createdAt: string | undefined;
  refs: {
    owner?: RecordRef | undefined;
    campaign?: RecordRef | undefined;
    account?: RecordRef | undefined;
    parent?: RecordRef | undefined;
  };
  /** What a new record is called when the input gives it no name. */
  fallbackName: string;
};

const cleanName = (value: string | undefined, field = 'name') => cleanText(value, field, maxIndexedLength);

function knownBy(
  what: string,
  identity: Identity,
  fallbackName?: string,
): { identity: Identity; fallbackName: string } {
  const { externalIds, email, domain, name } = identity;
  const anything = name ?? fallbackName ?? email ?? domain ?? externalIds[0]?.id;
  if (anything !== undefined) return { identity, fallbackName: anything };
  throw new Refusal(
    'no_identity',
    `Nothing says which ${what} this is: it needs a name, an e-mail address, a domain or an id.`,
  );
}

export function prepareTeammate(input: TeammateInput): Prepared {
  const name = cleanName(input.name);
  const email = cleanEmail(input.email);
  return {
    key: input.key,
    ...knownBy('teammate', { externalIds: cleanExternalIds(input.externalIds), email, name }),
    values: { name, email, side: input.side, team: cleanText(input.team, 'team') },
    custom: {},
    createdAt: undefined,
    refs: {},
  };
}

export function prepareCampaign(input: CampaignInput): Prepared {
  const name = cleanName(input.name);
  return {
    key: input.key,
    ...knownBy('campaign', { externalIds: cleanExternalIds(input.externalIds), name }),
    values: {
      name,
      type: cleanText(input.type, 'type'),
      status: cleanText(input.status, 'status'),
      channel: cleanText(input.channel, 'channel'),
      objective: cleanText(input.objective, 'objective'),
      starts_on: cleanDay(input.startsOn, 'start'),
      ends_on: cleanDay(input.endsOn, 'end'),
      budget_minor: cleanMoney(input.budgetMinor, 'budget'),
      cost_minor: cleanMoney(input.costMinor, 'cost'),
      currency: cleanCurrency(input.currency),
    },
    custom: cleanCustom(input.custom),
    createdAt: undefined,
    refs: { owner: cleanRef(input.owner) },
  };
}

export function prepareProduct(input: ProductInput): Prepared {
  const name = cleanName(input.name);
  if (name === undefined) throw new Refusal('missing', 'A product needs a name.');
  return {
    key: input.key,
    ...knownBy('product', { externalIds: cleanExternalIds(input.externalIds), name }),
    values: {
      name,
      family: cleanText(input.family, 'family'),
      list_price_minor: cleanMoney(input.listPriceMinor, 'list price'),
      currency: cleanCurrency(input.currency),
    },
    custom: {},
    createdAt: undefined,
    refs: {},
  };
}

export function prepareAsset(input: AssetInput): Prepared {
  const title = cleanName(input.title, 'title');
  if (title === undefined) throw new Refusal('missing', 'An asset needs a title.');
  return {
    key: input.key,
    ...knownBy('asset', { externalIds: cleanExternalIds(input.externalIds), name: title }),
    values: {
      title,
      type: cleanText(input.type, 'type'),
      url: cleanText(input.url, 'address'),
      audience: input.audience,
      personas: cleanList(input.personas, 'persona'),
      buying_stages: cleanList(input.buyingStages, 'buying stage'),
    },
    custom: {},
    createdAt: undefined,
    refs: { campaign: cleanRef(input.campaign) },
  };
}

function cleanList(items: readonly string[] | undefined, field: string): string[] | undefined {
  const clean = (items ?? []).map((item) => cleanText(item, field)).filter((item) => item !== undefined);
  return clean.length === 0 ? undefined : clean;
}

export function prepareAccount(input: AccountInput): Prepared {
  const name = cleanName(input.name);
  const website = cleanText(input.website, 'website');
  const domain = accountDomain(cleanText(input.domain, 'domain', maxIndexedLength) ?? website);
  const identity = { externalIds: cleanExternalIds(input.externalIds), domain, name };
  return {
    key: input.key,
    ...knownBy('account', identity, domain === undefined ? undefined : companyNameOf(domain)),
    values: {
      name,
      domain,
      website,
      industry: cleanText(input.industry, 'industry'),
      segment: cleanText(input.segment, 'segment'),
      employee_count: cleanCount(input.employeeCount, 'number of employees'),
      annual_revenue_minor: cleanMoney(input.annualRevenueMinor, 'annual revenue'),
      currency: cleanCurrency(input.currency),
      country: cleanText(input.country, 'country'),
      city: cleanText(input.city, 'city'),
      phone: cleanText(input.phone, 'phone'),
      description: cleanText(input.description, 'description', maxLongTextLength),
    },
    custom: cleanCustom(input.custom),
    createdAt: cleanTime(input.createdAt, 'date of creation'),
    refs: { owner: cleanRef(input.owner), parent: cleanRef(input.parent) },
  };
}

function accountDomain(address: string | undefined): string | undefined {
  if (address === undefined || address.length > maxIndexedLength) return undefined;
  const domain = registrableDomain(address);
  return domain === null || isFreeMailDomain(domain) ? undefined : domain;
}

export type PreparedContact = Prepared & {
  email: string | undefined;
  /** Known by name alone: the same person only if the account is the same too. */
  byNameOnly: boolean;
};

export function prepareContact(input: ContactInput): PreparedContact {
  const externalIds = cleanExternalIds(input.externalIds);
  const email = cleanEmail(input.email);
  const firstName = cleanName(input.firstName, 'first name');
  const lastName = cleanName(input.lastName, 'last name');
  const said = cleanName(input.name);
  const parts = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  const name = said ?? (cleanName(parts) || undefined);
  return {
    key: input.key,
    ...knownBy('contact', { externalIds, email, name }),
    fallbackName: name ?? '',
    email,
    byNameOnly: externalIds.length === 0 && email === undefined,
    values: {
      email,
      first_name: firstName,
      last_name: lastName,
      name,
      // A part of a name given alone must meet the part that is stored; the database joins them.
      joins_name: said === undefined && parts !== '' ? true : undefined,
      title: cleanText(input.title, 'title'),
      phone: cleanText(input.phone, 'phone'),
      city: cleanText(input.city, 'city'),
      country: cleanText(input.country, 'country'),
      persona: cleanText(input.persona, 'persona'),
      buying_role: cleanText(input.buyingRole, 'buying role'),
      channel: cleanText(input.channel, 'channel'),
    },
    custom: cleanCustom(input.custom),
    createdAt: cleanTime(input.createdAt, 'date of creation'),
    refs: {
      account: cleanRef(input.account),
      campaign: cleanRef(input.campaign),
      owner: cleanRef(input.owner),
    },
  };
}
