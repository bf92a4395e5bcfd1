import type { api } from '../../../../web/api.ts';

export type CustomField = Awaited<ReturnType<typeof api.people.customFields.list.call>>['items'][number];
export type FieldType = CustomField['type'];

export const recordTypes = [
  { value: 'contact', label: 'People' },
  { value: 'account', label: 'Accounts' },
  { value: 'opportunity', label: 'Deals' },
  { value: 'campaign', label: 'Campaigns' },
] as const;

export const fieldTypes: readonly { value: FieldType; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'date', label: 'Date' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'option', label: 'One of a list' },
];

export const typeWords: Record<FieldType, string> = {
  text: 'Any text.',
  number: 'A number; it can be sorted and compared.',
  date: 'A day.',
  boolean: 'Yes or no.',
  option: 'One of a list of options.',
};
