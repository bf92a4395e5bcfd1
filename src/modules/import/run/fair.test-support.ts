import type { TestImporter } from '../import.test-support.ts';
import type { MappingInput } from '../mapping/schema.ts';

/** A file of people met at a fair: contacts with their accounts, some with a deal, each with a meeting. */
export const mapping: MappingInput = {
  name: 'Fair',
  system: 'fair',
  currency: 'EUR',
  records: {
    contact: {
      id: 'Id',
      fields: { email: 'Email', name: 'Name' },
      stages: { mql: 'MQL on' },
      links: { account: { name: 'Company' } },
      custom: { booth: { column: 'Booth', type: 'number', label: 'Booth' } },
    },
    opportunity: {
      required: false,
      id: { column: 'Id', suffix: '-deal', when: { column: 'Deal', blank: false } },
      fields: { name: { text: '{Company}' }, amount: 'Deal', status: { value: 'open' } },
      buyingGroup: [{ contact: 'contact', primary: true }],
    },
    talk: {
      record: 'interaction',
      id: 'Id',
      fields: { kind: { value: 'person' }, type: { value: 'meeting' }, occurredAt: 'Met' },
      links: { contact: 'contact' },
    },
  },
};
export const heading = 'Id,Name,Email,Company,Booth,MQL on,Met,Deal\n';
export const line = (n: number) =>
  `${n},Person ${n},person${n}@firm${n % 7}.com,Firm ${n % 7},${n},2024-01-${String((n % 28) + 1).padStart(2, '0')},2024-02-01 10:00,${n % 3 === 0 ? '1000.50' : ''}\n`;
export const table = (from: number, to: number) =>
  heading + Array.from({ length: to - from + 1 }, (_, at) => line(from + at)).join('');

export const tables = [
  'contact',
  'account',
  'opportunity',
  'opportunity_contact',
  'stage_change',
  'interaction',
  'external_id',
];

export async function contents(importer: TestImporter): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const [row] = await importer.rows<{ n: number }>(`select count(*)::int as n from ${name}`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}
