import { expect, test } from 'vitest';
import { looksLikeSalesforce, sortFiles } from './chosen-files.ts';

const file = (name: string, content = 'a,b\n1,2\n') => new File([content], name);

test('tells tables, a mapping and what cannot be read apart, each with what to do', () => {
  const sorted = sortFiles([
    file('leads.csv'),
    file('leads.json', '{}'),
    file('.DS_Store'),
    file('plan.xlsx'),
    file('export.zip'),
    file('nothing.csv', ''),
  ]);
  expect(sorted.tables.map(({ name }) => name)).toEqual(['leads.csv']);
  expect(sorted.mapping?.name).toBe('leads.json');
  expect(sorted.problems).toEqual([
    'plan.xlsx: a spreadsheet. Save it as CSV (UTF-8) and choose that file.',
    'export.zip: packed. Unpack it and choose the CSV files, or their folder.',
    'nothing.csv: the file is empty.',
  ]);
});

test('knows a Salesforce export by two of its files, not by one', () => {
  expect(looksLikeSalesforce([file('Account.csv'), file('CampaignMember.csv')])).toBe(true);
  expect(looksLikeSalesforce([file('contacts.csv')])).toBe(false);
  expect(looksLikeSalesforce([file('accounts of 2025.csv'), file('people.csv')])).toBe(false);
});
