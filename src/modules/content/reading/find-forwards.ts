import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { forwardOf, type Opening } from './forward-of.ts';
import type { LinkFacts } from './read-links.ts';
import type { SettledVisit } from './settle-visits.ts';

type Row = {
  link_id: string;
  ticket_id: string | null;
  device_hash: string | null;
  network_hash: string | null;
  email: string | null;
  email_verified: boolean;
};

/** Notices, when a person's visit is known for one, that a named link was passed on. What was said once stays said. */
export async function findForwards(
  tx: Tx,
  { visits, links }: { visits: readonly SettledVisit[]; links: ReadonlyMap<string, LinkFacts> },
): Promise<SettledVisit[]> {
  const isAsked = (visit: SettledVisit) =>
    visit.isNewlyVerified &&
    !visit.anonymous &&
    visit.forwardedReason === null &&
    (links.get(visit.id)?.contact ?? null) !== null;
  const asked = visits.filter(isAsked).toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  if (asked.length === 0) return [...visits];
  const before = await readOpenings(tx, [...new Set(asked.map(({ linkId }) => linkId))], asked);
  const reasons = new Map<string, SettledVisit['forwardedReason']>();
  for (const visit of asked) {
    const known = before.get(visit.linkId) ?? [];
    const contactEmail = links.get(visit.id)?.contact?.email ?? null;
    const reason = forwardOf({ opening: visit, before: known, contactEmail });
    reasons.set(visit.id, reason);
    if (reason === null) before.set(visit.linkId, [...known, visit]);
  }
  return visits.map((visit) => {
    const reason = reasons.get(visit.id);
    return reason === undefined ? visit : { ...visit, forwardedReason: reason };
  });
}

/** The named people's own openings so far. The links are held, so that two first readers come one after the other. */
async function readOpenings(
  tx: Tx,
  linkIds: readonly string[],
  asked: readonly SettledVisit[],
): Promise<Map<string, Opening[]>> {
  await tx.run(sql`select from share_link where id = any(${sql.param([...linkIds])}::uuid[])
    order by id for no key update`);
  const rows = await tx.rows<Row>(sql`
    select distinct link_id, ticket_id, device_hash, network_hash, email, email_verified from asset_visit
    where link_id = any(${sql.param([...linkIds])}::uuid[]) and verified and forwarded_reason is null and not anonymous
      and id <> all(${sql.param(asked.map(({ id }) => id))}::uuid[])`);
  return Map.groupBy(
    rows.map((row) => ({
      linkId: row.link_id,
      ticketId: row.ticket_id,
      deviceHash: row.device_hash,
      networkHash: row.network_hash,
      email: row.email,
      emailVerified: row.email_verified,
    })),
    ({ linkId }) => linkId,
  );
}
