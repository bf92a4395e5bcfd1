import type { RuleEnvironment } from '../rules/environment.ts';
import type { Value } from './condition-sql.ts';
import { quoted } from './sql-text.ts';

export type RecordType = 'contact' | 'account' | 'opportunity';

const words = (names: Readonly<Record<string, string>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(names).map(([key, sql]) => [key, { sort: 'text', sql }]));
const refs = (names: Readonly<Record<string, string>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(names).map(([key, sql]) => [key, { sort: 'ref', sql }]));
const moment = (column: string): Value => ({ sort: 'moment', sql: `toUnixTimestamp64Milli(${column})` });
const number = (column: string): Value => ({ sort: 'number', sql: column });

/** The standard fields as columns of `lead_state`, `account_state` and `deal_state`. */
const columns: Readonly<Record<RecordType, Readonly<Record<string, Value>>>> = {
  contact: {
    ...words({
      name: 'name',
      email: 'email',
      emailDomain: 'email_domain',
      title: 'title',
      phone: 'phone',
      city: 'city',
      country: 'country',
      persona: 'persona',
      buyingRole: 'buying_role',
      channel: 'channel',
    }),
    ...refs({ campaignId: 'campaign_id', ownerId: 'owner_id' }),
    createdAt: moment('created_at'),
  },
  account: {
    ...words({
      name: 'name',
      domain: 'domain',
      industry: 'industry',
      segment: 'segment',
      country: 'country',
      city: 'city',
      currency: 'currency',
    }),
    ...refs({ ownerId: 'owner_id' }),
    employeeCount: number('employee_count'),
    annualRevenueMinor: number('annual_revenue_minor'),
    createdAt: moment('created_at'),
  },
  opportunity: {
    ...words({ name: 'name', product: 'product', currency: 'currency' }),
    ...refs({ campaignId: 'campaign_id', ownerId: 'owner_id' }),
    amountMinor: number('amount_minor'),
    openedAt: moment('opened_at'),
    expectedCloseOn: { sort: 'date', sql: 'expected_close_on' },
  },
};

function customColumn(key: string, type: string | undefined): Value | null {
  const text = `custom[${quoted(key)}]`;
  switch (type) {
    case 'text':
    case 'option':
      return { sort: 'text', sql: text };
    case 'number':
      return {
        sort: 'number',
        sql: `if(match(${text}, '^-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?$'), toFloat64OrNull(${text}), null)`,
      };
    case 'date':
      return { sort: 'date', sql: `if(ifNull(toString(toDate32OrNull(${text})) = ${text}, 0), ${text}, '')` };
    case 'boolean':
      return { sort: 'boolean', sql: `if(${text} in ('true', 'false'), ${text}, '')` };
    default:
      return null;
  }
}

/** The column a record's field stands in; null where it is none. What changes with the moment alone is not here. */
export function recordColumn(record: RecordType, key: string, env: RuleEnvironment): Value | null {
  const custom = /^custom\.(.+)$/s.exec(key)?.[1];
  if (custom !== undefined) return customColumn(custom, env.customTypes[record][custom]);
  return columns[record][key] ?? null;
}
