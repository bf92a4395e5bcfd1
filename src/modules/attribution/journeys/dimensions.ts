import { AppError } from '../../../platform/errors.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { listDimensions } from '../../funnel/index.ts';
import type { JourneysFilter } from './deals-contract.ts';
import { holdsNow, listOf, nobody, quoted } from './sql-text.ts';

/** What journeys are filtered and split by: as the funnel's, of the row `lead` and its `company`, as they are now. */
export type JourneyDimension = {
  key: string;
  label: string;
  value: string;
  labels: 'campaign' | 'teammate' | 'channel' | null;
};

const idText = (column: string) => `if(${column} = ${nobody}, '', toString(${column}))`;

const builtIn: Readonly<Record<string, Pick<JourneyDimension, 'value' | 'labels'>>> = {
  channel: { value: 'toString(lead.channel)', labels: 'channel' },
  campaign: { value: idText('lead.campaign_id'), labels: 'campaign' },
  segment: { value: 'toString(company.segment)', labels: null },
  industry: { value: 'toString(company.industry)', labels: null },
  country: {
    value: "if(lead.country != '', toString(lead.country), toString(company.country))",
    labels: null,
  },
  owner: { value: idText('lead.owner_id'), labels: 'teammate' },
  persona: { value: 'toString(lead.persona)', labels: null },
  buying_role: { value: 'toString(lead.buying_role)', labels: null },
};

export async function listJourneyDimensions(tx: Tx): Promise<JourneyDimension[]> {
  const known = await listDimensions({ tx });
  return known.map(({ key, label, record, custom }) => {
    const own = custom ? undefined : builtIn[key];
    if (own) return { key, label, ...own };
    const field = key.startsWith(`${record}.`) ? key.slice(record.length + 1) : key;
    const row = record === 'account' ? 'company' : 'lead';
    return { key, label, value: `toString(${row}.custom[${quoted(field)}])`, labels: null };
  });
}

export function findJourneyDimension(dimensions: readonly JourneyDimension[], key: string): JourneyDimension {
  const found = dimensions.find((one) => one.key === key || (key === 'origin' && one.key === 'channel'));
  if (found) return found;
  const known = dimensions.map((one) => one.key).join(', ');
  throw new AppError(
    'invalid_input',
    `There is no field "${key}" to split or filter journeys by. There are: ${known}.`,
    { fields: [{ path: 'by', message: 'is no dimension of journeys' }] },
  );
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export function filterSql(
  dimensions: readonly JourneyDimension[],
  filter: JourneysFilter['filter'],
): { matches: string | null; keys: string[] } {
  const parts: string[] = [];
  const keys: string[] = [];
  for (const [key, asked] of Object.entries(filter)) {
    const wanted = Array.isArray(asked) ? asked : [asked];
    if (wanted.length === 0) continue;
    const dimension = findJourneyDimension(dimensions, key);
    keys.push(dimension.key);
    parts.push(`${dimension.value} in ${listOf(wanted.map((value) => quoted(fold(value))))}`);
  }
  return { matches: parts.length === 0 ? null : parts.join(' and '), keys };
}

/** Everybody as they are now, with their company, and a value of theirs as `row_key`. */
export const leadsSql = (options: { workspace: string; matches: string | null; value: string }): string => `
  select lead.contact_id as lead_id, ${options.value} as row_key
  from (select * from lead_state final where workspace_id = ${options.workspace} and ${holdsNow}) as lead
  left join (select * from account_state final where workspace_id = ${options.workspace} and ${holdsNow}) as company
    on company.account_id = lead.account_id
  ${options.matches === null ? '' : `where ${options.matches}`}`;
