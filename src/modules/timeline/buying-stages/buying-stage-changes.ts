import { notFound } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BuyingStageChange } from './contract.ts';

/** Whose buying stage: one of the three is given. */
export type Buyer = {
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
};

export type NamedBuyer = { type: 'contact' | 'account' | 'opportunity'; id: string; name: string };

/** The record itself; 404 where there is none. */
export async function findBuyer(tx: Tx, buyer: Buyer): Promise<NamedBuyer> {
  const type = buyer.contactId ? 'contact' : buyer.accountId ? 'account' : 'opportunity';
  const id = buyer.contactId ?? buyer.accountId ?? buyer.opportunityId ?? '';
  const name = type === 'contact' ? sql`coalesce(nullif(name, ''), email, 'Unnamed')` : sql`name`;
  const row = await tx.first<{ name: string }>(
    sql`select ${name} as name from ${sql.identifier(type)} where id = ${id}`,
  );
  if (!row) throw notFound(type);
  return { type, id, name: row.name };
}

/**
 * Which changes say where a buyer is: `b` is a row of buying_stage_change. A contact is where their own, their deals'
 * and their account's changes say; an account where its own, its people's and its deals' do.
 */
export function changesOf(buyer: NamedBuyer): { ctes: SQL; condition: SQL } {
  const { type, id } = buyer;
  if (type === 'opportunity')
    return { ctes: sql`nobody as (select 1)`, condition: sql`b.opportunity_id = ${id}` };
  if (type === 'contact') {
    return {
      ctes: sql`recursive person as (
          select id, account_id from contact where id = ${id}
          union select c.id, person.account_id from contact c join person on c.merged_into_id = person.id
        ), deal as (
          select distinct oc.opportunity_id as id from opportunity_contact oc join person on person.id = oc.contact_id
        )`,
      condition: sql`(b.contact_id in (select id from person) or b.opportunity_id in (select id from deal)
        or b.account_id in (select account_id from person))`,
    };
  }
  return {
    ctes: sql`recursive company as (
        select id from account where id = ${id}
        union select a.id from account a join company on a.merged_into_id = company.id
      ), person as (
        select id from contact where account_id in (select id from company)
      ), deal as (
        select id from opportunity where account_id in (select id from company)
      )`,
    condition: sql`(b.account_id in (select id from company) or b.contact_id in (select id from person)
      or b.opportunity_id in (select id from deal))`,
  };
}

export type ChangeRow = {
  id: string;
  stage: string;
  stage_name: string;
  at: Date;
  at_text: string;
  recorded_at: Date;
  actor_name: string | null;
  reason: string | null;
  source: string;
  contact_id: string | null;
  contact_name: string | null;
  account_id: string | null;
  account_name: string | null;
  opportunity_id: string | null;
  opportunity_name: string | null;
  undone_at: Date | null;
  undone_by: string | null;
};

/** Columns and joins of a change in words; `b` is the change. */
export const changeColumns = sql`b.id, b.stage, s.name as stage_name, b.at, b.at::text as at_text, b.recorded_at, b.actor_name,
  b.reason, b.source, b.contact_id, coalesce(nullif(c.name, ''), c.email) as contact_name, b.account_id, a.name as account_name,
  b.opportunity_id, o.name as opportunity_name, b.undone_at, b.undone_by`;
export const changeJoins = sql`join buying_stage s on s.workspace_id = b.workspace_id and s.key = b.stage
  left join contact c on c.id = b.contact_id
  left join account a on a.id = b.account_id
  left join opportunity o on o.id = b.opportunity_id`;

const named = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? 'Unnamed' };

export function presentChange(row: ChangeRow): BuyingStageChange {
  return {
    id: row.id,
    stage: row.stage,
    stageName: row.stage_name,
    at: row.at,
    recordedAt: row.recorded_at,
    by: row.actor_name,
    reason: row.reason,
    source: row.source,
    contact: named(row.contact_id, row.contact_name),
    account: named(row.account_id, row.account_name),
    opportunity: named(row.opportunity_id, row.opportunity_name),
    undoneAt: row.undone_at,
    undoneBy: row.undone_by,
  };
}

export async function findChange(tx: Tx, id: string): Promise<BuyingStageChange> {
  const row = await tx.first<ChangeRow>(
    sql`select ${changeColumns} from buying_stage_change b ${changeJoins} where b.id = ${id}`,
  );
  if (!row) throw notFound('change of buying stage');
  return presentChange(row);
}

/** The latest change that holds: where the buyer is now. */
export async function currentChange(tx: Tx, buyer: NamedBuyer): Promise<BuyingStageChange | null> {
  const { ctes, condition } = changesOf(buyer);
  const row = await tx.first<ChangeRow>(sql`
    with ${ctes}
    select ${changeColumns} from buying_stage_change b ${changeJoins}
    where ${condition} and b.undone_at is null
    order by b.at desc, b.id desc limit 1`);
  return row ? presentChange(row) : null;
}
