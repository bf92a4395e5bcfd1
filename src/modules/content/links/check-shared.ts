import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { survivorOf } from '../../people/index.ts';

export type SharedAsset = { id: string; title: string };

type Row = SharedAsset & {
  audience: 'buyer' | 'seller';
  retired: boolean;
  use_instead: string | null;
  state: string | null;
};

/** The pieces that are to be shared, in the order named; refuses what cannot be read, and says what to do instead. */
export async function requireShareable(tx: Tx, assetIds: readonly string[]): Promise<SharedAsset[]> {
  const ids = [...new Set(assetIds)];
  const rows = await tx.rows<Row>(sql`
    select s.id, s.title, s.audience, s.retired_at is not null as retired, u.title as use_instead, v.state
    from asset s left join asset_version v on v.id = s.current_version_id left join asset u on u.id = s.use_instead_id
    where s.id = any(${sql.param(ids)}::uuid[]) for share of s`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = known.get(id);
    if (!row) throw notFound('piece');
    const problem = problemOf(row);
    if (problem !== null)
      throw new AppError('conflict', problem, { fields: [{ path: 'assetIds', message: row.title }] });
    return { id, title: row.title };
  });
}

function problemOf({ title, audience, retired, use_instead, state }: Row): string | null {
  if (retired) {
    return use_instead === null
      ? `“${title}” is retired. Choose another piece.`
      : `“${title}” is retired. Share “${use_instead}” instead.`;
  }
  if (audience === 'seller') return `“${title}” is for our own eyes. Choose a piece for buyers.`;
  if (state === 'ready') return null;
  if (state === null) return `“${title}” holds nothing to read yet. Upload a file or give its address first.`;
  return state === 'refused'
    ? `The file of “${title}” was refused. Upload another one first.`
    : `“${title}” is still being prepared. Try again in a moment.`;
}

export type SharedWith = {
  contactId: string | null;
  contactName: string | null;
  accountId: string | null;
  opportunityId: string | null;
};

type Named = {
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  handoffId?: string | undefined;
};

/**
 * Whom a share is for: of merged records the one that stands for them; the account follows from the deal or the person.
 * A foreign key does not see row-level security, so each id is looked up first.
 */
export async function requirePeople(tx: Tx, named: Named): Promise<SharedWith> {
  const contactId = named.contactId === undefined ? null : await survivorOf(tx, 'contact', named.contactId);
  const contact =
    contactId === null
      ? null
      : await tx.first<{ name: string; account_id: string | null }>(sql`
          select coalesce(nullif(name, ''), email, 'Unnamed') as name, account_id from contact where id = ${contactId}`);
  const opportunityId = named.opportunityId ?? null;
  const deal =
    opportunityId === null
      ? null
      : await tx.first<{ account_id: string | null }>(
          sql`select account_id from opportunity where id = ${opportunityId}`,
        );
  if (opportunityId !== null && deal === null) throw notFound('deal');
  if (named.handoffId !== undefined) {
    const handoff = await tx.first(sql`select id from handoff where id = ${named.handoffId}`);
    if (handoff === null) throw notFound('hand-off');
  }
  const accountId =
    named.accountId === undefined
      ? (deal?.account_id ?? contact?.account_id ?? null)
      : await survivorOf(tx, 'account', named.accountId);
  return { contactId, contactName: contact?.name ?? null, accountId, opportunityId };
}
