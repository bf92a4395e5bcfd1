import { newId } from '../../../platform/ids.ts';
import type { Json } from './clean.ts';
import type { CustomValue, ExternalId, RecordRef } from './types.ts';

export type RecordType =
  | 'teammate'
  | 'campaign'
  | 'product'
  | 'asset'
  | 'account'
  | 'contact'
  | 'opportunity';

/** By what a record is known. E-mail and domain are normalised. */
export type Identity = {
  externalIds: readonly ExternalId[];
  email?: string | undefined;
  domain?: string | undefined;
  name?: string | undefined;
};

export type AccountSource = 'domain' | 'external_id' | 'name' | 'hand' | 'import' | 'group';

/** What is known of a stored record before the batch. */
export type StoredRecord = {
  id: string;
  email: string | null;
  domain: string | null;
  name: string | null;
  accountId: string | null;
  accountSource: AccountSource | null;
  stage: string | null;
  status: string | null;
  /** Systems that have an id for it. */
  systems: readonly string[];
};

/** One record of the batch: what is stored plus what all its inputs say, later ones over earlier ones. */
export type Slot = Omit<StoredRecord, 'systems'> & {
  isNew: boolean;
  systems: Set<string>;
  /** The inputs that are this record; `adds` where the input said something that those before it did not. */
  inputs: { key: string; adds: boolean }[];
  /** Columns to write, by column name. */
  values: Record<string, Json>;
  custom: Record<string, CustomValue>;
  createdAt: string | undefined;
  newExternalIds: ExternalId[];
};

export type FoundBy = 'key' | 'id' | 'external_id' | 'email' | 'domain' | 'name';
export type Found = { slot: Slot; by: FoundBy };

/** The same letter by letter as PostgreSQL's lower(): JavaScript's own lowers İ and the final Σ otherwise. */
export function lowerCase(text: string): string {
  let lower = '';
  for (const letter of text) lower += letter === 'İ' ? 'i' : letter.toLowerCase();
  return lower;
}

const externalKey = (externalId: ExternalId) => `${externalId.system}\u0000${externalId.id}`;

/** All records of one type that a batch touches or names, and the ways to find them. */
export class Registry {
  readonly type: RecordType;
  readonly slots = new Map<string, Slot>();
  /** Where an e-mail address was said of one person and belongs to another. */
  readonly emailConflicts: { slot: Slot; owner: Slot; email: string }[] = [];
  private readonly byKey = new Map<string, Slot>();
  private readonly byOwnId = new Map<string, Slot>();
  private readonly byExternalId = new Map<string, Slot>();
  private readonly byEmail = new Map<string, Slot>();
  private readonly byDomain = new Map<string, Slot[]>();
  private readonly byName = new Map<string, Slot[]>();

  constructor(type: RecordType) {
    this.type = type;
  }

  addStored(record: StoredRecord): Slot {
    const known = this.slots.get(record.id);
    if (known) return known;
    const slot: Slot = { ...record, systems: new Set(record.systems), ...nothingSaid(), isNew: false };
    this.slots.set(slot.id, slot);
    return slot;
  }

  /** What a probe of the database found. The first found for an e-mail address stays. */
  addMatch(by: FoundBy, probe: { externalId?: ExternalId; text?: string; id?: string }, slot: Slot): void {
    if (by === 'id' && probe.id) this.byOwnId.set(probe.id, slot);
    else if (by === 'external_id' && probe.externalId)
      this.byExternalId.set(externalKey(probe.externalId), slot);
    else if (probe.text === undefined) return;
    else if (by === 'email') this.byEmail.set(probe.text, this.byEmail.get(probe.text) ?? slot);
    else if (by === 'domain') addTo(this.byDomain, probe.text, slot);
    else if (by === 'name') addTo(this.byName, lowerCase(probe.text), slot);
  }

  /** The record that an input means: by external ids, e-mail, domain, then (if it may) exact name. */
  find(identity: Identity, accept: (slot: Slot) => boolean = () => true): Found | null {
    for (const externalId of identity.externalIds) {
      const slot = this.byExternalId.get(externalKey(externalId));
      if (slot) return { slot, by: 'external_id' };
    }
    const byEmail = identity.email === undefined ? undefined : this.byEmail.get(identity.email);
    if (byEmail) return { slot: byEmail, by: 'email' };
    // Products have one row a name, whatever ids they go by.
    const fits = (slot: Slot) =>
      (this.type === 'product' || !hasOtherId(slot, identity.externalIds)) && accept(slot);
    const byDomain = identity.domain === undefined ? [] : (this.byDomain.get(identity.domain) ?? []);
    const sameDomain = byDomain.find(fits);
    if (sameDomain) return { slot: sameDomain, by: 'domain' };
    const byName = identity.name === undefined ? [] : (this.byName.get(lowerCase(identity.name)) ?? []);
    const sameName = byName.find(fits);
    return sameName ? { slot: sameName, by: 'name' } : null;
  }

  /** The record a reference names, if there is one. A name may also be an id in the batch's own system. */
  resolve(ref: RecordRef | undefined, system: string): Found | null {
    if (ref === undefined) return null;
    const byKey = ref.key === undefined ? undefined : this.byKey.get(ref.key);
    if (byKey) return { slot: byKey, by: 'key' };
    const byId = ref.id === undefined ? undefined : this.byOwnId.get(ref.id);
    if (byId) return { slot: byId, by: 'id' };
    const found = this.find({ ...ref, externalIds: ref.externalIds ?? [] });
    if (found || ref.name === undefined) return found;
    return this.find({ externalIds: [{ system, id: ref.name }] });
  }

  create(): Slot {
    const stored = {
      id: newId(),
      email: null,
      domain: null,
      name: null,
      accountId: null,
      accountSource: null,
    };
    const slot: Slot = {
      ...stored,
      stage: null,
      status: null,
      systems: new Set(),
      ...nothingSaid(),
      isNew: true,
    };
    this.slots.set(slot.id, slot);
    return slot;
  }

  /**
   * Makes the record known by this identity from here on. An external id or e-mail address that is another's stays
   * with it, and so does a product's name; the answer says what could be taken.
   */
  claim(slot: Slot, identity: Identity): { emailIsOurs: boolean; nameIsOurs: boolean } {
    for (const externalId of identity.externalIds) {
      const owner = this.byExternalId.get(externalKey(externalId));
      if (owner) continue;
      this.byExternalId.set(externalKey(externalId), slot);
      slot.systems.add(externalId.system);
      slot.newExternalIds.push(externalId);
    }
    if (identity.domain !== undefined && slot.domain !== identity.domain) {
      removeFrom(this.byDomain, slot.domain, slot);
      addTo(this.byDomain, identity.domain, slot);
      slot.domain = identity.domain;
    }
    const nameIsOurs = this.type !== 'product' || !this.isNameOfAnother(slot, identity.name);
    if (identity.name !== undefined && nameIsOurs) {
      removeFrom(this.byName, slot.name === null ? null : lowerCase(slot.name), slot);
      addTo(this.byName, lowerCase(identity.name), slot);
      slot.name = identity.name;
    }
    return { emailIsOurs: this.claimEmail(slot, identity.email), nameIsOurs };
  }

  private isNameOfAnother(slot: Slot, name: string | undefined): boolean {
    const owners = name === undefined ? [] : (this.byName.get(lowerCase(name)) ?? []);
    return owners.some((owner) => owner !== slot);
  }

  private claimEmail(slot: Slot, email: string | undefined): boolean {
    if (email === undefined || slot.email === email) return true;
    const owner = this.byEmail.get(email);
    if (owner && owner !== slot) {
      this.emailConflicts.push({ slot, owner, email });
      return false;
    }
    if (slot.email !== null && this.byEmail.get(slot.email) === slot) this.byEmail.delete(slot.email);
    this.byEmail.set(email, slot);
    slot.email = email;
    return true;
  }

  /** Ids of the records that this batch makes. */
  newIds(): Set<string> {
    return new Set([...this.slots.values()].filter((slot) => slot.isNew).map((slot) => slot.id));
  }

  bindKey(key: string, slot: Slot): void {
    this.byKey.set(key, slot);
  }
}

function nothingSaid() {
  return { inputs: [], values: {}, custom: {}, createdAt: undefined, newExternalIds: [] };
}

/** Two ids in one system are two records there, however alike their names and domains. */
function hasOtherId(slot: Slot, externalIds: readonly ExternalId[]): boolean {
  return externalIds.some((externalId) => slot.systems.has(externalId.system));
}

/** The oldest first, as the database finds them: ids sort by the time they were made. */
function addTo(map: Map<string, Slot[]>, key: string, slot: Slot): void {
  const slots = map.get(key);
  if (slots === undefined) map.set(key, [slot]);
  else if (!slots.includes(slot)) {
    slots.push(slot);
    slots.sort((left, right) => (left.id < right.id ? -1 : 1));
  }
}

function removeFrom(map: Map<string, Slot[]>, key: string | null, slot: Slot): void {
  const slots = key === null ? undefined : map.get(key);
  if (key !== null && slots)
    map.set(
      key,
      slots.filter((other) => other !== slot),
    );
}

/** Puts what an input says over what is there; says whether it added anything to what this batch said before. */
export function say(
  slot: Slot,
  said: {
    values: Readonly<Record<string, Json | undefined>>;
    custom?: Readonly<Record<string, CustomValue>>;
    createdAt?: string | undefined;
  },
): boolean {
  let adds = false;
  for (const [column, value] of Object.entries(said.values)) {
    if (value === undefined || value === null || sameJson(slot.values[column], value)) continue;
    slot.values[column] = value;
    adds = true;
  }
  for (const [key, value] of Object.entries(said.custom ?? {})) {
    if (slot.custom[key] === value) continue;
    slot.custom[key] = value;
    adds = true;
  }
  if (said.createdAt !== undefined && (slot.createdAt === undefined || said.createdAt < slot.createdAt)) {
    slot.createdAt = said.createdAt;
    adds = true;
  }
  return adds;
}

function sameJson(left: Json | undefined, right: Json): boolean {
  return left === right || (typeof right === 'object' && JSON.stringify(left) === JSON.stringify(right));
}
