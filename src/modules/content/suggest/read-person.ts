import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto, survivorOf } from '../../people/index.ts';
import type { Person } from './read-candidates.ts';

/** A person with whoever was merged into them, and where they are in their purchase. */
export async function readPerson(tx: Tx, id: string): Promise<Person & { id: string; name: string }> {
  const contactId = await survivorOf(tx, 'contact', id);
  const contactIds = await idsMergedInto(tx, 'contact', contactId);
  const row = await tx.first<{ name: string; persona: string | null; account_id: string | null }>(sql`
    select coalesce(nullif(name, ''), email, 'Unnamed') as name, nullif(persona, '') as persona,
      surviving_record('account', account_id) as account_id
    from contact where id = ${contactId}`);
  const accountId = row?.account_id ?? null;
  return {
    id: contactId,
    name: row?.name ?? '',
    contactIds,
    accountId,
    persona: row?.persona ?? null,
    buyingStage: await readBuyingStage(tx, { contactIds, accountId }),
  };
}

/** What was last said of where they are in their purchase: of themselves, of their deals or of their company. */
export async function readBuyingStage(
  tx: Tx,
  { contactIds, accountId }: Pick<Person, 'contactIds' | 'accountId'>,
): Promise<Person['buyingStage']> {
  const ids = sql`any(${sql.param([...contactIds])}::uuid[])`;
  return tx.first<{ key: string; name: string }>(sql`
    select b.key, b.name from (
      (select stage, at, id from buying_stage_change where contact_id = ${ids} and undone_at is null
        order by at desc, id desc limit 1)
      union all
      (select s.stage, s.at, s.id from opportunity_contact g
        join buying_stage_change s on s.opportunity_id = g.opportunity_id and s.undone_at is null
        where g.contact_id = ${ids} order by s.at desc, s.id desc limit 1)
      union all
      (select stage, at, id from buying_stage_change where account_id = ${accountId}::uuid and undone_at is null
        order by at desc, id desc limit 1)
    ) as said join buying_stage b on b.key = said.stage
    order by said.at desc, said.id desc limit 1`);
}
