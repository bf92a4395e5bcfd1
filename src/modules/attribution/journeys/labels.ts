import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { nobodyId } from './sql-text.ts';

const unknown = 'not known';

/** Names of campaigns, pieces and teammates by their ids; gone ones are left out. */
export async function namesOf(
  tx: Tx,
  table: 'campaign' | 'asset' | 'teammate' | 'account',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter((one) => isId(one) && one !== nobodyId);
  if (wanted.length === 0) return new Map();
  const name = table === 'asset' ? sql`title` : sql`name`;
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, ${name} as name from ${sql.identifier(table)} where id = any(${sql.param(wanted)}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** What people wrote where the facts know it in small letters: the spelling most of them use. */
export async function spellingsOf(
  tx: Tx,
  column: 'channel' | 'persona',
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ text: string }>(sql`
    select ${sql.identifier(column)} as text from contact where ${sql.identifier(column)} is not null
    group by 1 order by count(*) desc limit 500`);
  const spelt = new Map<string, string>();
  for (const { text } of rows) {
    const folded = text.normalize('NFKC').trim().toLowerCase();
    if (!spelt.has(folded)) spelt.set(folded, text);
  }
  return spelt;
}

/** A key of the facts as a word of a sentence: `linkedin_message` is "LinkedIn message". */
export function inWords(key: string): string {
  if (key === '') return unknown;
  const known = typeWords[key];
  if (known) return known;
  const words = key.replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const typeWords: Readonly<Record<string, string>> = {
  page_view: 'Page visit',
  asset_viewed: 'Piece read',
  asset_downloaded: 'Piece downloaded',
  origin: 'Where they came from',
  email_clicked: 'E-mail click',
  email_exchange: 'E-mail exchange',
  ad_clicked: 'Ad click',
  form_submitted: 'Form sent',
  email_opened: 'E-mail opened',
  email_replied: 'E-mail reply',
  linkedin_message: 'LinkedIn message',
  social_message: 'Social message',
};

/** What a channel, type, campaign, piece or kind is called. */
export type StepNames = (key: string) => string;

export async function stepNames(
  tx: Tx,
  by: 'channel' | 'type' | 'kind' | 'campaign' | 'asset' | 'topic' | 'talk',
  keys: readonly string[],
): Promise<StepNames> {
  if (by === 'campaign' || by === 'asset') {
    const names = await namesOf(tx, by, keys);
    const what = by === 'campaign' ? 'no campaign' : 'nothing of ours to read';
    return (key) => names.get(key) ?? (key === '' || key === nobodyId ? what : 'no longer there');
  }
  if (by === 'kind')
    return (key) => (key === 'person' ? 'Person to person' : key === 'content' ? 'Content' : unknown);
  if (by === 'channel') {
    const spelt = await spellingsOf(tx, 'channel');
    return (key) => (key.startsWith('~') ? inWords(key.slice(1)) : inWords(spelt.get(key) ?? key));
  }
  return inWords;
}
