import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { survivorOf } from '../../people/index.ts';
import type { SuggestedAsset } from '../links/contract.ts';
import type { Person } from './read-candidates.ts';
import { readBuyingStage, readPerson } from './read-person.ts';
import { suggestNext } from './suggest-next.ts';

type Asked = {
  tx: Tx;
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  limit: number;
  now: Date;
};

export type NextAssets = {
  contact: { id: string; name: string } | null;
  persona: string | null;
  buyingStage: string | null;
  items: SuggestedAsset[];
};

/** What a person, the first person on a deal, or a company might be given next. */
export async function nextAssets(asked: Asked): Promise<NextAssets> {
  const { tx, limit, now } = asked;
  const contactId = asked.contactId ?? (await firstOnDeal(tx, asked.opportunityId));
  if (contactId !== null) {
    const person = await readPerson(tx, contactId);
    return {
      contact: { id: person.id, name: person.name },
      persona: person.persona,
      buyingStage: person.buyingStage?.name ?? null,
      items: await suggestNext(tx, { contactId: person.id, person, limit, now }),
    };
  }
  const accountId = asked.accountId === undefined ? null : await survivorOf(tx, 'account', asked.accountId);
  const company: Person = {
    contactIds: [],
    accountId,
    persona: null,
    buyingStage: accountId === null ? null : await readBuyingStage(tx, { contactIds: [], accountId }),
  };
  return {
    contact: null,
    persona: null,
    buyingStage: company.buyingStage?.name ?? null,
    items: await suggestNext(tx, { contactId: null, person: company, limit, now }),
  };
}

async function firstOnDeal(tx: Tx, opportunityId: string | undefined): Promise<string | null> {
  if (opportunityId === undefined) return null;
  const deal = await tx.first(sql`select id from opportunity where id = ${opportunityId}`);
  if (deal === null) throw notFound('deal');
  const first = await tx.first<{ contact_id: string }>(sql`select contact_id from opportunity_contact
    where opportunity_id = ${opportunityId} order by is_primary desc, created_at, contact_id limit 1`);
  return first?.contact_id ?? null;
}
