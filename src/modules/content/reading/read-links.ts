import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

/** What is to be known of a visit's link and piece to write of it and to tell of it. */
export type LinkFacts = {
  linkId: string;
  title: string;
  /** The named person. */
  contact: { id: string; name: string; email: string | null; accountId: string | null } | null;
  account: { id: string; domain: string | null } | null;
  opportunityId: string | null;
  owner: { userIds: string[]; teammateIds: string[] };
  asset: { id: string; title: string };
  version: { number: number; format: string };
};

type Row = {
  visit_id: string;
  link_id: string;
  title: string;
  contact_id: string | null;
  contact_name: string | null;
  contact_email: string | null;
  contact_account_id: string | null;
  account_id: string | null;
  account_domain: string | null;
  opportunity_id: string | null;
  created_by_user: string | null;
  teammate_id: string | null;
  asset_id: string;
  asset_title: string;
  number: number;
  format: string;
};

/** By the visits' ids. */
export async function readLinks(tx: Tx, visits: readonly { id: string }[]): Promise<Map<string, LinkFacts>> {
  if (visits.length === 0) return new Map();
  const ids = visits.map(({ id }) => id);
  const rows = await tx.rows<Row>(sql`
    select v.id as visit_id, l.id as link_id, l.title, c.id as contact_id, c.name as contact_name, c.email as contact_email,
      c.account_id as contact_account_id, a.id as account_id, a.domain as account_domain, l.opportunity_id,
      l.created_by_user, l.teammate_id, s.id as asset_id, s.title as asset_title, n.number, n.format
    from asset_visit v
    join share_link l on l.id = v.link_id
    join asset s on s.id = v.asset_id
    join asset_version n on n.id = v.version_id
    left join contact c on c.id = l.contact_id
    left join account a on a.id = coalesce(l.account_id, c.account_id)
    where v.id = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map((row) => [row.visit_id, factsOf(row)]));
}

function factsOf(row: Row): LinkFacts {
  const { contact_id: contactId, account_id: accountId } = row;
  return {
    linkId: row.link_id,
    title: row.title,
    contact:
      contactId === null
        ? null
        : {
            id: contactId,
            name: row.contact_name || row.contact_email || 'Unnamed',
            email: row.contact_email?.toLowerCase() ?? null,
            accountId: row.contact_account_id,
          },
    account: accountId === null ? null : { id: accountId, domain: row.account_domain },
    opportunityId: row.opportunity_id,
    owner: {
      userIds: row.created_by_user !== null && isId(row.created_by_user) ? [row.created_by_user] : [],
      teammateIds: row.teammate_id === null ? [] : [row.teammate_id],
    },
    asset: { id: row.asset_id, title: row.asset_title },
    version: { number: row.number, format: row.format },
  };
}
