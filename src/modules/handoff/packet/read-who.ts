import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto, joinSurvivor, survivorOf } from '../../people/index.ts';
import type { Packet } from './packet.ts';

/** Whom a packet is about, with what the other parts of it need to know of them. */
export type Lead = {
  /** The record that stands now; others may have been merged into it. */
  contactId: string;
  contactIds: string[];
  accountId: string | null;
  campaignId: string | null;
  buyingStageKey: string | null;
  timeZone: string;
  who: Packet['who'];
};

type Row = {
  name: string;
  title: string | null;
  email: string | null;
  phone: string | null;
  persona: string | null;
  buying_role: string | null;
  channel: string | null;
  campaign_id: string | null;
  account_id: string | null;
  account_name: string | null;
  domain: string | null;
  industry: string | null;
  employee_count: number | null;
  country: string | null;
  account_since: Date | null;
  owner_id: string | null;
  owner_name: string | null;
  time_zone: string;
};

export async function readLead(tx: Tx, id: string): Promise<Lead> {
  const contactId = await survivorOf(tx, 'contact', id);
  const contactIds = await idsMergedInto(tx, 'contact', contactId);
  const row = await tx.first<Row>(sql`
    select coalesce(nullif(c.name, ''), c.email, 'Somebody without a name') as name, c.title, c.email, c.phone, c.persona, c.channel,
      c.campaign_id, a.id as account_id, a.name as account_name, a.domain, a.industry, a.employee_count, a.country,
      a.created_at as account_since, t.id as owner_id, t.name as owner_name, w.time_zone,
      coalesce((select g.role from opportunity_contact g join opportunity o on o.id = g.opportunity_id
        where g.contact_id = c.id and g.role is not null and o.status = 'open'
        order by o.opened_at desc nulls last, o.id desc limit 1), c.buying_role) as buying_role
    from contact c
    ${joinSurvivor('account', sql`c.account_id`, sql`a`)}
    left join teammate t on t.id = a.owner_id
    cross join workspace w
    where c.id = ${contactId}`);
  if (!row) throw notFound('contact');
  const stage = await readBuyingStage(tx, contactIds, row.account_id);
  return {
    contactId,
    contactIds,
    accountId: row.account_id,
    campaignId: row.campaign_id,
    buyingStageKey: stage?.key ?? null,
    timeZone: row.time_zone,
    who: {
      name: row.name,
      title: row.title,
      email: row.email,
      phone: row.phone,
      persona: row.persona,
      buyingRole: row.buying_role,
      buyingStage: stage?.name ?? null,
      channel: row.channel,
      account: accountOf(row),
    },
  };
}

function accountOf(row: Row): Packet['who']['account'] {
  if (row.account_id === null || row.account_since === null) return null;
  return {
    id: row.account_id,
    name: row.account_name ?? '',
    domain: row.domain,
    industry: row.industry,
    employeeCount: row.employee_count,
    country: row.country,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    knownSince: row.account_since.toISOString(),
  };
}

/** What was last said of where they are in their purchase: of themselves, of their deals or of their company. */
async function readBuyingStage(
  tx: Tx,
  contactIds: readonly string[],
  accountId: string | null,
): Promise<{ key: string; name: string } | null> {
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
