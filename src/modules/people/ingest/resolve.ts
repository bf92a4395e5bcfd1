import { companyDomainOf } from '../matching/domains.ts';
import type { Prepared, PreparedContact } from './prepare.ts';
import type { DealStageEntry, DealStatus, PreparedOpportunity } from './prepare-events.ts';
import {
  type AccountSource,
  type Found,
  type FoundBy,
  type Identity,
  type RecordType,
  type Registry,
  type Slot,
  say,
} from './registry.ts';
import { idOf, resolveOrCreate, type Session } from './session.ts';

// Resolution goes through the inputs in order, so that what a batch does is what its rows would do one by one.

/** Teammates, campaigns, products, assets and accounts. */
export function resolveRecords(session: Session, type: RecordType, inputs: readonly Prepared[]): void {
  for (const input of inputs) {
    const slot = slotFor(session, type, input, (candidate) => fitsByName(type, candidate, input.identity));
    const ownerId = resolveOrCreate(session, 'teammate', input.refs.owner)?.slot.id;
    const campaignId = resolveOrCreate(session, 'campaign', input.refs.campaign)?.slot.id;
    const refs = {
      ...(ownerId === undefined ? {} : { owner_id: ownerId }),
      ...(campaignId === undefined ? {} : { campaign_id: campaignId }),
    };
    claimAndFinish(session, type, slot, input, { ...input.values, ...refs });
  }
  if (type !== 'account') return;
  for (const input of inputs) {
    const slot = session.registries.account.resolve({ key: input.key }, session.system)?.slot;
    const parent = resolveOrCreate(session, 'account', input.refs.parent)?.slot;
    if (slot && parent && parent !== slot) say(slot, { values: { parent_id: parent.id } });
  }
}

/** A name alone does not make two companies of different domains, or two people of different addresses, one. */
function fitsByName(type: RecordType, slot: Slot, identity: Identity): boolean {
  if (type === 'account') return !differ(slot.domain, identity.domain);
  if (type === 'teammate') return !differ(slot.email, identity.email);
  return true;
}

function differ(stored: string | null, said: string | undefined): boolean {
  return stored !== null && said !== undefined && stored !== said;
}

export function resolveContacts(session: Session, inputs: readonly PreparedContact[]): void {
  for (const input of inputs) {
    const explicit = resolveOrCreate(session, 'account', input.refs.account);
    const identity = input.byNameOnly ? input.identity : { ...input.identity, name: undefined };
    const slot = personFor(session, { ...input, identity }, explicit?.slot.id ?? null);
    const emailBefore = slot.email;
    const idsBefore = slot.newExternalIds.length;
    const { emailIsOurs } = session.registries.contact.claim(slot, input.identity);
    if (input.values.joins_name === undefined && input.values.name !== undefined)
      delete slot.values.joins_name;
    const account = chooseAccount(
      session,
      slot,
      explicit,
      emailIsOurs ? input.email : undefined,
      emailBefore,
    );
    const ownerId = resolveOrCreate(session, 'teammate', input.refs.owner)?.slot.id;
    const campaignId = resolveOrCreate(session, 'campaign', input.refs.campaign)?.slot.id;
    finish(
      session.registries.contact,
      slot,
      input,
      {
        ...input.values,
        ...(emailIsOurs ? {} : { email: undefined }),
        ...(account ?? {}),
        owner_id: ownerId,
        campaign_id: campaignId,
      },
      slot.newExternalIds.length > idsBefore,
    );
  }
}

/** Of several that fit a name, one that is known by name alone is meant before one that is known better. */
function personFor(
  session: Session,
  input: Pick<Prepared, 'identity' | 'key'>,
  accountId: string | null,
): Slot {
  const fits = (slot: Slot) => isSamePerson(slot, accountId);
  const found = session.registries.contact.find(input.identity, (slot) => isKnownByName(slot) && fits(slot));
  if (found === null) return slotFor(session, 'contact', input, fits);
  session.registries.contact.bindKey(input.key, found.slot);
  return found.slot;
}

function isKnownByName(slot: Slot): boolean {
  return slot.email === null && slot.systems.size === 0;
}

/** For people known by name alone: the same account, or nothing known of either but the name. */
function isSamePerson(slot: Slot, accountId: string | null): boolean {
  if (slot.accountId !== null || accountId !== null) return slot.accountId === accountId;
  return isKnownByName(slot);
}

/** What the input says of the contact's account; else its e-mail's domain, if nothing better is known. */
function chooseAccount(
  session: Session,
  slot: Slot,
  explicit: Found | null,
  email: string | undefined,
  emailBefore: string | null,
): { account_id: string; account_source: AccountSource } | null {
  if (slot.accountSource === 'hand') return null;
  if (explicit) return link(slot, explicit.slot.id, sourceOf(explicit.by));
  const isOpen = slot.accountId === null || (slot.accountSource === 'domain' && email !== emailBefore);
  const domain = isOpen && email !== undefined ? companyDomainOf(email) : null;
  const account = domain === null ? null : resolveOrCreate(session, 'account', { domain });
  return account ? link(slot, account.slot.id, 'domain') : null;
}

function link(slot: Slot, accountId: string, source: AccountSource) {
  slot.accountId = accountId;
  slot.accountSource = source;
  return { account_id: accountId, account_source: source };
}

function sourceOf(by: FoundBy): AccountSource {
  if (by === 'external_id' || by === 'name') return by;
  return 'import';
}

/** Finds or makes the record an input means and makes it known by what the input calls it. */
function slotFor(
  session: Session,
  type: RecordType,
  input: Pick<Prepared, 'identity' | 'key'>,
  accept: (slot: Slot) => boolean,
): Slot {
  const registry = session.registries[type];
  const slot = registry.find(input.identity, accept)?.slot ?? registry.create();
  registry.bindKey(input.key, slot);
  return slot;
}

/** Writes down what the input says of its record, under the name it goes by where it has none. */
function finish(
  registry: Registry,
  slot: Slot,
  input: Prepared,
  values: Prepared['values'],
  hasNewId: boolean,
): void {
  const isFirst = slot.inputs.length === 0;
  const adds = say(slot, { values, custom: input.custom, createdAt: input.createdAt });
  const column = registry.type === 'asset' ? 'title' : 'name';
  if (slot.isNew && slot.values[column] === undefined) {
    slot.values[column] = input.fallbackName;
    registry.claim(slot, { externalIds: [], name: input.fallbackName });
  }
  slot.inputs.push({ key: input.key, adds: isFirst || adds || hasNewId });
}

/** For all but contacts: makes the record known by the input's identity, then writes down what the input says. */
function claimAndFinish(
  session: Session,
  type: RecordType,
  slot: Slot,
  input: Prepared,
  values: Prepared['values'],
): void {
  const idsBefore = slot.newExternalIds.length;
  const { emailIsOurs, nameIsOurs } = session.registries[type].claim(slot, input.identity);
  const ours = {
    ...values,
    ...(emailIsOurs ? {} : { email: undefined }),
    ...(nameIsOurs ? {} : { name: undefined }),
  };
  finish(session.registries[type], slot, input, ours, slot.newExternalIds.length > idsBefore);
}

/** A deal's state as its inputs pass by: what must be written to its history. */
export type DealWork = {
  input: PreparedOpportunity;
  slot: Slot;
  entries: DealStageEntry[];
  group: { contactId: string; role: string | null; isPrimary: boolean }[];
};

export function resolveOpportunities(session: Session, inputs: readonly PreparedOpportunity[]): DealWork[] {
  const registry = session.registries.opportunity;
  return inputs.map((input) => {
    const account = resolveOrCreate(session, 'account', input.refs.account)?.slot.id;
    const known = input.identity.externalIds.length > 0;
    const identity = known ? { externalIds: input.identity.externalIds } : input.identity;
    const slot = slotFor(
      session,
      'opportunity',
      { ...input, identity },
      (deal) => deal.accountId === (account ?? null),
    );
    const entries = changesOf(session, slot, input);
    const group: DealWork['group'] = [];
    for (const member of input.buyingGroup) {
      const contactId = idOf(session, 'contact', member.contact);
      if (contactId) group.push({ contactId, role: member.role ?? null, isPrimary: member.isPrimary });
    }
    const ownerId = resolveOrCreate(session, 'teammate', input.refs.owner)?.slot.id;
    const campaignId = resolveOrCreate(session, 'campaign', input.refs.campaign)?.slot.id;
    if (account !== undefined) slot.accountId = account;
    registry.bindKey(input.key, slot);
    claimAndFinish(session, 'opportunity', slot, input, {
      ...input.values,
      account_id: account,
      owner_id: ownerId,
      campaign_id: campaignId,
    });
    return { input, slot, entries, group };
  });
}

function statusOf(slot: Slot): DealStatus {
  return slot.status === 'won' || slot.status === 'lost' ? slot.status : 'open';
}

/** The history the input brings, and the change it makes itself where that history does not hold it. */
function changesOf(session: Session, slot: Slot, input: PreparedOpportunity): DealStageEntry[] {
  const stage = input.stage ?? slot.stage;
  const status = input.status ?? statusOf(slot);
  const hasChanged = slot.status === null || stage !== slot.stage || status !== slot.status;
  const isFirst = slot.status === null;
  slot.stage = stage;
  slot.status = status;
  const isTold = input.stageHistory.some((entry) => entry.stage === stage && entry.status === status);
  if (!hasChanged || isTold) return input.stageHistory;
  const now = session.now.toISOString();
  const began = isFirst ? (input.openedAt ?? input.createdAt ?? now) : now;
  const at = status === 'open' ? began : (input.closedAt ?? now);
  return [...input.stageHistory, { stage: stage ?? null, status, at, reason: null }];
}
