import { foldText } from '../rules/rule.ts';
import type { FactValue, FactValues } from './lead-facts.ts';

export type RecordType = 'contact' | 'account' | 'opportunity';

/** What `rule_values` in PostgreSQL says of a record: blanks left out. */
export type RawValues = Readonly<Record<string, unknown>>;

/** The standard fields that change over time; `accountId` stands apart, with the accounts. */
const standardFields: Record<RecordType, readonly string[]> = {
  contact: [
    ...['name', 'email', 'title', 'phone', 'city', 'country', 'persona', 'buyingRole', 'channel'],
    ...['campaignId', 'ownerId'],
  ],
  account: [
    ...['name', 'domain', 'industry', 'segment', 'country', 'city', 'employeeCount', 'annualRevenueMinor'],
    ...['currency', 'ownerId'],
  ],
  opportunity: ['name', 'product', 'amountMinor', 'currency', 'expectedCloseOn', 'campaignId', 'ownerId'],
};

const customPrefix = 'custom.';

/**
 * A record's values as rules read them; both executions take them from here. Whether a custom value is of its field's
 * type is for whoever reads it: it was written when the field may have been another.
 */
export function recordFacts(recordType: RecordType, raw: RawValues): FactValues {
  const facts: Record<string, FactValue> = {};
  for (const field of standardFields[recordType]) facts[field] = plainFact(raw[field]);
  if (recordType === 'contact') facts.emailDomain = domainOf(facts.email ?? null);
  for (const [key, value] of Object.entries(raw)) {
    if (!key.startsWith(customPrefix)) continue;
    const fact = plainFact(value);
    if (fact !== null) facts[key] = fact;
  }
  return facts;
}

/** Text that folds to nothing says nothing. */
function plainFact(value: unknown): FactValue {
  if (typeof value === 'string') return foldText(value) === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function domainOf(email: FactValue): string | null {
  if (typeof email !== 'string') return null;
  const at = email.lastIndexOf('@');
  return at < 0 ? null : foldText(email.slice(at + 1)) || null;
}
