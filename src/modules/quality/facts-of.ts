import type { Finding } from './contract.ts';

type Fact = Finding['facts'][number];

const labels: Readonly<Record<string, { label: string; kind: Fact['kind'] }>> = {
  wonAt: { label: 'Won', kind: 'time' },
  firstContactAt: { label: 'First contact', kind: 'time' },
  stage: { label: 'Stage', kind: 'text' },
  product: { label: 'Product', kind: 'text' },
  likely: { label: 'Likely', kind: 'text' },
  email: { label: 'E-mail', kind: 'text' },
  why: { label: 'Same', kind: 'text' },
};

const reasons: Readonly<Record<string, string>> = {
  same_account: 'name and account',
  same_phone: 'name and phone number',
  same_address: 'name and e-mail before the @',
  said_email: 'e-mail, as a source says',
  same_user: 'user id, as a tracker says',
};

/** What is doubtful, as labelled values in a fixed order; times as ISO 8601 in UTC. */
export function factsOf(detail: Readonly<Record<string, unknown>>): Fact[] {
  return Object.entries(labels).flatMap(([key, { label, kind }]) => {
    const value = detail[key];
    if (typeof value !== 'string' || value === '') return [];
    if (key === 'why') return [{ label, kind, value: reasons[value] ?? value }];
    return [{ label, kind, value: kind === 'time' ? new Date(value).toISOString() : value }];
  });
}
