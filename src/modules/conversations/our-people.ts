import { sql, type Tx } from '../../platform/postgres/database.ts';
import { companyDomainOf } from '../people/index.ts';

/** Who is one of us, by address. */
export type OurPeople = {
  /** Teammates and members: those who may put something into the log by mail. */
  known(address: string): { teammateId: string | null; userId: string | null; name: string } | null;
  /** They, and whoever writes from a domain of ours. */
  isOurs(address: string): boolean;
};

type Row = { address: string; name: string; teammate_id: string | null; user_id: string | null };

/** Reads them all: a company has at most a few thousand. */
export async function loadOurPeople(tx: Tx): Promise<OurPeople> {
  const rows = await tx.rows<Row>(sql`
    select lower(t.email) as address, t.name, t.id as teammate_id, t.user_id from teammate t where t.email is not null
    union all
    select lower(u.email), u.name, t.id, u.id from member m join auth_user u on u.id = m.user_id
      left join lateral (select id from teammate where user_id = u.id order by created_at, id limit 1) t on true`);
  const people = new Map<string, Row>();
  for (const row of rows) {
    const earlier = people.get(row.address);
    people.set(row.address, {
      ...row,
      teammate_id: row.teammate_id ?? earlier?.teammate_id ?? null,
      user_id: row.user_id ?? earlier?.user_id ?? null,
    });
  }
  const domains = new Set([...(await readStaffDomains(tx)), ...(await readMemberDomains(tx))]);
  const known = (address: string) => {
    const row = people.get(address.toLowerCase());
    return row ? { teammateId: row.teammate_id, userId: row.user_id, name: row.name } : null;
  };
  return { known, isOurs: (address) => known(address) !== null || inDomains(address, domains) };
}

async function readStaffDomains(tx: Tx): Promise<string[]> {
  const row = await tx.first<{ staff_domains: string[] }>(sql`select staff_domains from mail_setting`);
  return row?.staff_domains ?? [];
}

/** The company domains of the members' own addresses; one at a mail provider says nothing about where they work. */
export async function readMemberDomains(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    sql`select lower(u.email) as email from member m join auth_user u on u.id = m.user_id`,
  );
  const domains = rows.flatMap(({ email }) => companyDomainOf(email) ?? []);
  return [...new Set(domains)].sort();
}

function inDomains(address: string, domains: ReadonlySet<string>): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const labels = host.split('.');
  return labels.some((_, index) => domains.has(labels.slice(index).join('.')));
}
