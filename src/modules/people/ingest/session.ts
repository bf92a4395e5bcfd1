import type { Tx } from '../../../platform/postgres/database.ts';
import { companyNameOf } from '../matching/domains.ts';
import { Refusal } from './clean.ts';
import { type Found, type RecordType, type Registry, say } from './registry.ts';
import type { IngestOutcome, RecordRef } from './types.ts';

export type Outcome = {
  outcome: IngestOutcome;
  recordId: string | null;
  reason?: string;
  reasonCode?: string;
};

/** One call of ingest: what is known so far of the batch's records, and what became of its inputs. */
export type Session = {
  tx: Tx;
  workspaceId: string;
  system: string;
  actorName: string;
  now: Date;
  registries: Readonly<Record<RecordType, Registry>>;
  outcomes: Map<string, Outcome>;
};

export function refuse(outcomes: Map<string, Outcome>, key: string, code: string, reason: string): void {
  outcomes.set(key, { outcome: 'refused', recordId: null, reason, reasonCode: code });
}

/** Cleans inputs one by one; one that cannot be stored is refused and the others go on. */
export function prepareAll<Input extends { key: string }, Prepared>(
  outcomes: Map<string, Outcome>,
  inputs: readonly Input[] | undefined,
  prepare: (input: Input) => Prepared,
): Prepared[] {
  const prepared: Prepared[] = [];
  for (const input of inputs ?? []) {
    try {
      prepared.push(prepare(input));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(outcomes, input.key, error.code, error.message);
    }
  }
  return prepared;
}

/** The id of a referred-to record that must be there already. */
export function idOf(session: Session, type: RecordType, ref: RecordRef | undefined): string | undefined {
  return session.registries[type].resolve(ref, session.system)?.slot.id;
}

/** The record a reference names; made by the reference itself where that says enough to show it by. */
export function resolveOrCreate(
  session: Session,
  type: 'teammate' | 'campaign' | 'asset' | 'account',
  ref: RecordRef | undefined,
): Found | null {
  if (ref === undefined) return null;
  const registry = session.registries[type];
  const found = registry.resolve(ref, session.system);
  if (found) return found;
  const name = nameFromRef(type, ref);
  if (name === undefined) return null;
  const slot = registry.create();
  const isPerson = type === 'teammate';
  const identity = {
    externalIds: ref.externalIds ?? [],
    name,
    ...(isPerson && ref.email !== undefined ? { email: ref.email } : {}),
    ...(type === 'account' && ref.domain !== undefined ? { domain: ref.domain } : {}),
  };
  registry.claim(slot, identity);
  const title = type === 'asset' ? { title: name } : { name };
  say(slot, { values: { ...title, email: isPerson ? ref.email : undefined, domain: identity.domain } });
  return { slot, by: ref.name === undefined ? 'domain' : 'name' };
}

function nameFromRef(type: RecordType, ref: RecordRef): string | undefined {
  if (ref.name !== undefined) return ref.name;
  if (type === 'account' && ref.domain !== undefined) return companyNameOf(ref.domain);
  return type === 'teammate' ? ref.email : undefined;
}
