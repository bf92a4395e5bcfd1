import type { Tx } from '../../../platform/postgres/database.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { inWords, namesOf, spellingsOf } from '../journeys/labels.ts';
import { type Dimension, talkMark } from './dimensions.ts';

export type Labels = (key: string) => string;

const unknownWords: Partial<Record<NonNullable<Dimension['names']>, string>> = {
  campaign: 'No campaign',
  asset: 'Nothing of ours to read',
  teammate: 'Nobody on our side',
};

/** What the keys of a dimension are called. */
export async function labelsOf(
  tx: Tx,
  dimension: Pick<Dimension, 'names' | 'key' | 'custom' | 'record'>,
  keys: readonly string[],
): Promise<Labels> {
  const { names } = dimension;
  if (names === 'campaign' || names === 'asset' || names === 'teammate') {
    const known = await namesOf(tx, names, keys);
    return (key) => known.get(key) ?? (key === '' ? (unknownWords[names] ?? '') : 'No longer there');
  }
  if (names === 'channel' || names === 'persona') {
    const spelt = await spellingsOf(tx, names);
    return (key) => {
      if (key === '') return names === 'channel' ? 'No channel known' : 'Not known';
      return inWords(key.startsWith(talkMark) ? key.slice(talkMark.length) : (spelt.get(key) ?? key));
    };
  }
  if (names === 'kind')
    return (key) => (key === 'person' ? 'Person to person' : key === 'content' ? 'Content' : 'Not known');
  if (dimension.custom) {
    const options = await optionLabels(tx, dimension);
    return (key) => (key === '' ? 'Not known' : (options.get(key) ?? inWords(key)));
  }
  return (key) => (key === '' ? 'Not known' : inWords(key));
}

async function optionLabels(
  tx: Tx,
  { key, record }: Pick<Dimension, 'key' | 'record'>,
): Promise<ReadonlyMap<string, string>> {
  const type = record === 'deal' ? 'opportunity' : record;
  const bare = key.startsWith(`${record}.`) ? key.slice(record.length + 1) : key;
  const row = await tx.first<{ options: { value: string; label: string }[] }>(
    sql`select options from custom_field where record_type = ${type} and key = ${bare}`,
  );
  return new Map((row?.options ?? []).map(({ value, label }) => [value.trim().toLowerCase(), label]));
}
