import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { quoted } from '../journeys/sql-text.ts';
import type { CreditDimension } from './contract.ts';

/**
 * What tells touchpoints apart. `touches`: an array of the journey, one key for each touchpoint; otherwise all
 * touchpoints of a journey have the key of its company or deal, or each that of its person.
 */
export type Dimension = CreditDimension & {
  from:
    | { touches: string }
    /** Over a row of `lead_state`. */
    | { person: string }
    /** Over a row of `account_state`. */
    | { account: string }
    /** Over a row of `journey_deal`. */
    | { deal: string };
  names: 'campaign' | 'asset' | 'teammate' | 'channel' | 'stage' | 'persona' | 'type' | 'kind' | null;
};

/** A talk came by no channel: it stands under what it was (the column `met`), so that it is seen beside them. */
export const talkMark = '~';

const fold = (column: string): string => `lowerUTF8(trimBoth(toString(${column})))`;

type Native = [key: string, label: string, touches: string, names: Dimension['names']];
const native: readonly Native[] = [
  ['channel', 'Channel', 'met', 'channel'],
  ['campaign', 'Campaign', 'campaign_ids', 'campaign'],
  ['asset', 'Content', 'asset_ids', 'asset'],
  ['kind', 'Kind', 'kinds', 'kind'],
  ['type', 'Type of touchpoint', 'types', 'type'],
  ['persona', 'Persona', 'personas', 'persona'],
  ['buying_stage', 'Buying stage', 'buying_stages', null],
  ['teammate', 'Person on our side', 'teammate_ids', 'teammate'],
];

type Field = [key: string, label: string, record: 'contact' | 'account' | 'deal', column: string];
const fields: readonly Field[] = [
  ['buying_role', 'Buying role', 'contact', 'toString(buying_role)'],
  ['contact.country', 'Country of the person', 'contact', 'toString(country)'],
  ['contact.city', 'City of the person', 'contact', 'toString(city)'],
  ['contact.owner', 'Owner of the person', 'contact', 'owner_id'],
  ['contact.channel', 'Original source of the person', 'contact', 'toString(channel)'],
  ['contact.campaign', 'Original campaign of the person', 'contact', 'campaign_id'],
  ['segment', 'Segment', 'account', 'toString(segment)'],
  ['industry', 'Industry', 'account', 'toString(industry)'],
  ['country', 'Country', 'account', 'toString(country)'],
  ['account.city', 'City', 'account', 'toString(city)'],
  ['account.owner', 'Owner of the account', 'account', 'owner_id'],
  ['product', 'Product', 'deal', fold('product')],
  ['deal.stage', 'Stage of the deal', 'deal', fold('stage')],
  ['deal.owner', 'Owner of the deal', 'deal', 'owner_id'],
  ['deal.campaign', 'Campaign of the deal', 'deal', 'campaign_id'],
];

const namesOfField = (key: string): Dimension['names'] =>
  key.endsWith('.owner')
    ? 'teammate'
    : key.endsWith('.campaign')
      ? 'campaign'
      : key.endsWith('.channel')
        ? 'channel'
        : null;

const fromOf = (record: Field[2], column: string): Dimension['from'] =>
  record === 'contact' ? { person: column } : record === 'account' ? { account: column } : { deal: column };

const builtIn: readonly Dimension[] = [
  ...native.map(
    ([key, label, touches, names]): Dimension => ({
      key,
      label,
      record: 'touchpoint',
      custom: false,
      from: { touches },
      names,
    }),
  ),
  ...fields.map(
    ([key, label, record, column]): Dimension => ({
      key,
      label,
      record,
      custom: false,
      from: fromOf(record, column),
      names: namesOfField(key),
    }),
  ),
];

/** Other names people have for a dimension. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  origin: 'channel',
  source: 'channel',
  original_source: 'channel',
  content: 'asset',
  person: 'teammate',
};

type CustomField = { key: string; label: string; record: 'contact' | 'account' | 'opportunity' };

/** Built in first, then the custom fields of contacts, accounts and deals; `account.key` where the bare key is taken. */
export async function listDimensions(tx: Tx): Promise<Dimension[]> {
  const custom = await tx.rows<CustomField>(sql`
    select key, label, record_type as record from custom_field
    where record_type in ('contact', 'account', 'opportunity')
    order by array_position(array['contact', 'account', 'opportunity'], record_type), position, label, key`);
  const dimensions = [...builtIn];
  const taken = new Set(builtIn.map(({ key }) => key));
  for (const field of custom) {
    const record = field.record === 'opportunity' ? 'deal' : field.record;
    const key = taken.has(field.key) ? `${record}.${field.key}` : field.key;
    if (taken.has(key)) continue;
    taken.add(key);
    const value = `custom[${quoted(field.key)}]`;
    const column = record === 'deal' ? fold(value) : `toString(${value})`;
    dimensions.push({
      key,
      label: field.label,
      record,
      custom: true,
      from: fromOf(record, column),
      names: null,
    });
  }
  return dimensions;
}

export function findDimension(dimensions: readonly Dimension[], key: string): Dimension {
  const found =
    dimensions.find((one) => one.key === key) ?? dimensions.find((one) => one.key === alsoKnownAs[key]);
  if (found) return found;
  const known = dimensions.map((one) => one.key).join(', ');
  throw new AppError(
    'invalid_input',
    `There is no field "${key}" to split credit or filter it by. There are: ${known}.`,
    { fields: [{ path: 'by', message: 'is no dimension of credit' }] },
  );
}

/** Whether a dimension's keys are ids: the nil uuid is "not known" there. */
export function isById({ from }: Dimension): boolean {
  const column = Object.values(from)[0] ?? '';
  return column.endsWith('_id') || column.endsWith('_ids');
}
