import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LinkFacts } from './read-links.ts';
import type { SettledVisit } from './settle-visits.ts';

/** Whose reading it is, and which company's. */
export type Reader = { contactId: string | null; accountId: string | null };

const nobody: Reader = { contactId: null, accountId: null };

/**
 * The named person, unless it was passed on or a colleague looked; of an open link, whose address was given at the gate.
 * An address of the named person's company tells at least the company.
 */
export async function readersOf(
  tx: Tx,
  { visits, links }: { visits: readonly SettledVisit[]; links: ReadonlyMap<string, LinkFacts> },
): Promise<Map<string, Reader>> {
  const people = await findPeople(tx, visits);
  return new Map(
    visits.map((visit) => {
      const link = links.get(visit.id);
      return [visit.id, link ? readerOf(visit, link, people) : nobody];
    }),
  );
}

type People = {
  byEmail: ReadonlyMap<string, Reader>;
  byId: ReadonlyMap<string, Reader>;
};

function readerOf(visit: SettledVisit, link: LinkFacts, people: People): Reader {
  if (visit.anonymous || visit.flagReason?.startsWith('staff_')) return nobody;
  const email = emailOf(visit);
  const byEmail = email === null ? undefined : people.byEmail.get(email);
  if (link.contact === null) {
    const named = visit.contactId === null ? undefined : people.byId.get(visit.contactId);
    return named ?? byEmail ?? accountOnly(link, email);
  }
  if (visit.forwardedReason === null)
    return { contactId: link.contact.id, accountId: link.contact.accountId ?? link.account?.id ?? null };
  return (visit.emailVerified ? byEmail : undefined) ?? accountOnly(link, email);
}

function accountOnly({ account }: LinkFacts, email: string | null): Reader {
  const domain = email?.slice(email.lastIndexOf('@') + 1);
  const fits = account !== null && domain !== undefined && domain === account.domain;
  return fits ? { contactId: null, accountId: account.id } : nobody;
}

const emailOf = ({ email }: SettledVisit): string | null => email?.trim().toLowerCase() || null;

async function findPeople(tx: Tx, visits: readonly SettledVisit[]): Promise<People> {
  const emails = [...new Set(visits.map(emailOf).filter((email) => email !== null))];
  const ids = [...new Set(visits.map(({ contactId }) => contactId).filter((id) => id !== null))];
  if (emails.length + ids.length === 0) return { byEmail: new Map(), byId: new Map() };
  const none = sql`array[]::text[]`;
  const rows = await tx.rows<{
    matched_by: string;
    probe: number;
    id: string;
    account_id: string | null;
  }>(sql`
    select f.matched_by, f.probe, c.id, c.account_id
    from find_records('contact', ${sql.param(ids)}::uuid[], ${none}, ${none}, ${sql.param(emails)}::text[], ${none},
      ${none}) f join contact c on c.id = f.record_id`);
  const found = (by: string, asked: readonly string[]) =>
    new Map(
      rows
        .filter((row) => row.matched_by === by)
        .map((row): [string, Reader] => [
          asked[row.probe - 1] ?? '',
          { contactId: row.id, accountId: row.account_id },
        ]),
    );
  return { byEmail: found('email', emails), byId: found('id', ids) };
}
