import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { asPersonKey, type PersonKey } from './identity-fact.ts';
import { texts } from './read-facts.ts';

/** The contacts that persons were found to be; of a merged one, whom it was merged into. */
export async function contactsOfPersons(
  tx: Tx,
  persons: readonly PersonKey[],
): Promise<Map<PersonKey, string>> {
  const rows = await tx.rows<{ person_key: string; contact_id: string }>(sql`
    select p.person_key,
      case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as contact_id
    from identity_person p join contact c on c.id = p.contact_id
    where p.person_key = any(${texts(persons)})`);
  const contacts = new Map<PersonKey, string>();
  for (const row of rows) {
    const key = asPersonKey(row.person_key);
    if (key !== null) contacts.set(key, row.contact_id);
  }
  return contacts;
}
