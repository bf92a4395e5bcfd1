import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import { bindByAddress } from './bind-by-address.ts';
import { bindGroups } from './bind-groups.ts';
import { emailKey, type IdentityFact } from './identity-fact.ts';
import { PostgresStore } from './postgres-store.ts';
import { factColumns, readFacts, uuids } from './read-facts.ts';
import { recountContacts } from './recount-contacts.ts';
import { settleFacts, settleProfiles } from './settle-facts.ts';
import { saidOfPerson } from './traits.ts';

/** What PostgreSQL tells whoever listens for somebody having become known; the payload is the workspace's id. */
const identityChannel = 'identity';

type Options = { tx: Tx; workspaceId: string; now: Date };

/** Settles these facts, under `lockPeople`; a fact that was settled before changes nothing. */
export async function settleBatch(options: Options & { factIds: readonly string[] }): Promise<number> {
  return withKeyedPlans(options.tx, async () => {
    const facts = await claim(options);
    if (facts.length === 0) return 0;
    const store = new PostgresStore(options);
    await settleFacts(store, facts);
    await follow(options, store, options.factIds);
    return facts.length;
  });
}

/** Works out anew whose these profiles are, from facts settled before; for what people say and undo by hand. */
export async function resettleProfiles(options: Options & { profileIds: readonly string[] }): Promise<void> {
  await withKeyedPlans(options.tx, async () => {
    const store = new PostgresStore(options);
    await settleProfiles(store, options.profileIds);
    await follow(options, store, []);
  });
}

/** An address was given to somebody or taken away: the persons who are known by it are whoever has it now. */
export async function followAddresses(
  options: Options & { emails: readonly (string | null | undefined)[] },
): Promise<void> {
  const keys = options.emails.flatMap((email) => (email ? [emailKey(email.toLowerCase())] : []));
  if (keys.length === 0) return;
  await withKeyedPlans(options.tx, async () => {
    const store = new PostgresStore(options);
    const known = await store.contactsOf(keys);
    const moved = await store.ensureContacts([...known.keys()].map((person) => ({ person, users: [] })));
    if (moved.length === 0) return;
    await settleProfiles(store, [...new Set(await store.profilesOfPersons(moved))]);
    await follow(options, store, []);
  });
}

/** The same where a merge sees to what else follows. */
export async function resettleSpans(options: Options & { profileIds: readonly string[] }): Promise<void> {
  const changed = await withKeyedPlans(options.tx, () =>
    settleProfiles(new PostgresStore(options), options.profileIds),
  );
  if (changed.length > 0) await tellOthers(options);
}

/** What follows from people having become known: accounts, when they were last heard of, and the news of it. */
async function follow(options: Options, store: PostgresStore, factIds: readonly string[]): Promise<void> {
  const { tx } = options;
  const contactIds = new Set([
    ...store.touchedContacts,
    ...store.changes.flatMap(({ gained, lost }) => [...gained, ...lost]),
  ]);
  const weighed = await bindGroups({ ...options, factIds, contactIds: [...contactIds] });
  await bindByAddress({ ...options, contactIds: [...new Set([...contactIds, ...weighed])] });
  await recountContacts(tx, store.changes);
  if (store.changes.length > 0) await tellOthers(options);
}

async function tellOthers({ tx, workspaceId }: Options): Promise<void> {
  await tx.run(sql`select pg_notify(${identityChannel}, ${workspaceId})`);
}

// What an address is at least, and the longest id that other systems' ids may have.
const emailPattern = '^[^\\s@,;<>"]+@[^\\s@,;<>"]+$';
const maxEmailLength = 320;
const maxIdLength = 300;

/** Marks facts as settled, so that all that follows sees them; addresses are written one way, ids that nothing can hold dropped. */
async function claim({
  tx,
  now,
  factIds,
}: Options & { factIds: readonly string[] }): Promise<IdentityFact[]> {
  const email = sql`lower(btrim(email))`;
  const id = (name: string) => {
    const column = sql.raw(name);
    return sql`${column} = case when length(btrim(${column})) between 1 and ${maxIdLength} then btrim(${column}) end`;
  };
  const claimed = await tx.rows<{ id: string }>(sql`
    update identity_fact f set settled_at = ${now}::timestamptz, error = null, said = ${saidOfPerson},
      email = case when length(email) <= ${maxEmailLength} and ${email} ~ ${emailPattern} then ${email} end,
      ${id('user_id')}, ${id('previous_user_id')}, ${id('group_id')}
    where id = any(${uuids(factIds)}) and settled_at is null returning id`);
  if (claimed.length === 0) return [];
  return readFacts(
    tx,
    sql`select ${factColumns} from identity_fact f where f.id = any(${uuids(claimed.map((row) => row.id))})`,
  );
}
