import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../ingest/ingest.ts';
import type { ContactInput, ExternalId } from '../ingest/types.ts';
import type { PersonKey } from './identity-fact.ts';
import { trackingSystem } from './link-users.ts';
import { texts } from './read-facts.ts';
import { type Field, type Said, saidOf } from './said-traits.ts';
import { rememberTraits } from './write-traits.ts';

type Options = { tx: Tx; workspaceId: string; now: Date };

/** Who carries a user's id. */
export type Carrier = { contactId: string; email: string | null; externalId: ExternalId; isOurs: boolean };

/** A person who is nobody here; `carrier`: who carries a user's id and is to be given the address. */
export type OpenPerson = { person: PersonKey; users: readonly string[]; carrier: Carrier | undefined };

/** A person with where they were found. */
export type Placed = {
  person: PersonKey;
  users: readonly string[];
  contactId: string;
  /** Nobody was here before trackers spoke of them. */
  isNew: boolean;
  /** Made with all that trackers said of them. */
  isWhole: boolean;
};

/** New contacts through ingest, as from any source, with what was said of them. */
export async function createContacts(options: Options, open: readonly OpenPerson[]): Promise<Placed[]> {
  if (open.length === 0) return [];
  await takeBackIds(options.tx, open);
  const fresh = open.filter(({ carrier }) => carrier === undefined);
  const said = await saidOf(
    options,
    fresh.map(({ person, users }) => ({ contact_id: person, person_key: person, made: true, users })),
  );
  const { outcomes } = await ingest(options.tx, {
    workspaceId: options.workspaceId,
    system: trackingSystem,
    actorName: 'Tracking',
    now: options.now,
    batch: { contacts: open.map((one) => ({ ...identityOf(one), ...valuesOf(said.get(one.person)) })) },
  });
  const placed = open.map(({ person, users, carrier }): Placed => {
    const outcome = outcomes.get(person);
    if (!outcome?.recordId) throw new Error(outcome?.reason ?? `${person} could not be made a contact.`);
    const isWhole = carrier === undefined && !said.get(person)?.has('accountId');
    return { person, users, contactId: outcome.recordId, isNew: carrier?.isOurs ?? true, isWhole };
  });
  await rememberTraits(
    options,
    placed.flatMap(({ person, contactId }) =>
      [...(said.get(person) ?? [])]
        .filter(([field]) => field !== 'accountId')
        .map(([field, value]) => ({ record_id: contactId, field, ...value })),
    ),
  );
  return placed;
}

function identityOf({ person, users, carrier }: OpenPerson): ContactInput {
  const own = users.slice(0, 1).map((id) => ({ system: trackingSystem, id }));
  if (!person.startsWith('email:')) return { key: person, externalIds: own };
  const email = person.slice('email:'.length);
  return carrier ? { key: person, email, externalIds: [carrier.externalId] } : { key: person, email };
}

/** The company is not among them: an account that is there is not to be written over. */
function valuesOf(said: ReadonlyMap<Field, Said> | undefined): Omit<ContactInput, 'key'> {
  const values: { [Name in Exclude<Field, 'knownSince' | 'accountId'>]?: string } & { createdAt?: Date } = {};
  for (const [field, { value }] of said ?? []) {
    if (field === 'knownSince') values.createdAt = new Date(value);
    else if (field !== 'accountId') values[field] = value;
  }
  return values;
}

/** Ids that lead to another user's contact would make the new one that contact again. */
async function takeBackIds(tx: Tx, open: readonly OpenPerson[]): Promise<void> {
  const ids = open.flatMap(({ person, users }) => (person.startsWith('user:') ? users.slice(0, 1) : []));
  if (ids.length === 0) return;
  await tx.run(sql`delete from external_id where record_type = 'contact' and system = ${trackingSystem}
    and external_id = any(${texts(ids)}) and workspace_id = current_setting('liaison.workspace_id')::uuid`);
}
