import { notFound } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto, survivorOf } from '../../people/index.ts';
import type { OnIt } from './contract.ts';

export type RecordOf = { recordType: 'contact' | 'opportunity'; recordId: string };
export type Team = { marketing: OnIt[]; sales: OnIt[] };

type Row = {
  id: string;
  name: string;
  side: 'marketing' | 'sales';
  how: string;
  since: Date | null;
  said: boolean;
};

/**
 * Who from each side is on a lead or a deal: whoever somebody put there, and whoever owns what belongs to it. Each person
 * stands once, by what ties them closest.
 */
export async function readTeam(tx: Tx, record: RecordOf): Promise<Team> {
  const rows =
    record.recordType === 'contact'
      ? await ofContact(tx, record.recordId)
      : await ofDeal(tx, record.recordId);
  const team: Team = { marketing: [], sales: [] };
  for (const { id, name, side, how, since, said } of rows) {
    if (team[side].some(({ teammate }) => teammate.id === id)) continue;
    team[side].push({ teammate: { id, name }, side, how, since: since?.toISOString() ?? null, said });
  }
  return team;
}

/** An owner is on the side that they work for; of whom it is not known, sales owns. */
const ownSide = sql`case when t.side = 'marketing' then 'marketing' else 'sales' end`;

const ties = (tie: SQL): SQL =>
  sql`select t.id, t.name, x.side, x.how, x.since, x.said from (${tie}) as x(rank, teammate_id, side, how, since, said)
    join teammate t on t.id = x.teammate_id order by x.rank, x.since desc nulls last, t.name`;

const ofHandoffs = (ids: SQL): SQL => sql`
  select 1, h.owner_id, 'sales', case h.state when 'offered' then 'has the offer to answer' else 'accepted the hand-off' end,
    coalesce(h.decided_at, h.offered_at), false
  from handoff h where h.contact_id = any(${ids}) and h.state in ('offered', 'accepted', 'converted') and h.owner_id is not null
  union all
  select 2, h.marketer_id, 'marketing', 'offered the lead', h.offered_at, false
  from handoff h where h.contact_id = any(${ids}) and h.marketer_id is not null and h.state <> 'withdrawn'`;

const said = (recordType: string, ids: SQL): SQL => sql`
  select 0, teammate_id, side, 'joined, ' || said_by || ' said so', since, true
  from record_team where record_type = ${recordType} and record_id = any(${ids})`;

async function ofContact(tx: Tx, id: string): Promise<Row[]> {
  const survivorId = await survivorOf(tx, 'contact', id);
  const ids = sql`${sql.param(await idsMergedInto(tx, 'contact', survivorId))}::uuid[]`;
  return tx.rows<Row>(
    ties(sql`${said('contact', ids)} union all ${ofHandoffs(ids)}
    union all
    select 3, c.owner_id, ${ownSide}, 'owns the contact', null, false from contact c join teammate t on t.id = c.owner_id
      where c.id = ${survivorId}
    union all
    select 4, a.owner_id, ${ownSide}, 'owns the account', null, false
      from contact c join account a on a.id = c.account_id join teammate t on t.id = a.owner_id where c.id = ${survivorId}
    union all
    select 5, k.owner_id, 'marketing', 'owns the campaign ' || k.name, null, false
      from contact c join campaign k on k.id = c.campaign_id where c.id = ${survivorId} and k.owner_id is not null`),
  );
}

async function ofDeal(tx: Tx, id: string): Promise<Row[]> {
  if (!(await tx.first(sql`select id from opportunity where id = ${id}`))) throw notFound('deal');
  const people = sql`array(select g.contact_id from opportunity_contact g where g.opportunity_id = ${id})`;
  return tx.rows<Row>(
    ties(sql`${said('opportunity', sql`array[${id}::uuid]`)}
    union all
    select 1, o.owner_id, ${ownSide}, 'owns the deal', o.opened_at, false
      from opportunity o join teammate t on t.id = o.owner_id where o.id = ${id}
    union all ${ofHandoffs(people)}
    union all ${said('contact', people)}
    union all
    select 4, a.owner_id, ${ownSide}, 'owns the account', null, false
      from opportunity o join account a on a.id = o.account_id join teammate t on t.id = a.owner_id where o.id = ${id}
    union all
    select 5, k.owner_id, 'marketing', 'owns the campaign ' || k.name, null, false
      from opportunity o join campaign k on k.id = o.campaign_id where o.id = ${id} and k.owner_id is not null`),
  );
}
