import { describe, expect, test } from 'vitest';
import { type Mapping, mapping as mappingSchema } from '../mapping/contract.ts';
import {
  addColumn,
  addCustom,
  clearColumn,
  customKeyOf,
  emptyMapping,
  isException,
  removeColumn,
  setConstant,
} from './mapping-edit.ts';
import { conditionColumnsOf, slotsOf } from './mapping-places.ts';

const contact = (target: string) => ({ record: 'contact', target });

function leads(): Mapping {
  const withEmail = addColumn(emptyMapping('leads.csv'), 'E-mail', contact('fields.email'));
  return addColumn(withEmail, 'Company', { record: 'account', target: 'fields.name' });
}

const targetsOf = (mapping: Mapping, column: string) =>
  slotsOf(mapping)
    .filter((slot) => slot.columns.includes(column))
    .map((slot) => `${slot.record}.${slot.target}`);

describe('giving columns their places', () => {
  test('records of one row are tied to each other as they come in', () => {
    const mapping = addColumn(leads(), 'Deal', { record: 'opportunity', target: 'fields.name' });
    expect(mapping.records.contact?.links).toEqual({ account: 'account' });
    expect(mapping.records.opportunity?.links).toEqual({ account: 'account' });
    expect(mapping.records.opportunity?.buyingGroup).toEqual([{ contact: 'contact', primary: true }]);
    expect(mappingSchema.safeParse(mapping).success).toBe(true);
  });

  test('a second column of the same place counts where the first is blank', () => {
    const mapping = addColumn(leads(), 'Private e-mail', contact('fields.email'));
    expect(mapping.records.contact?.fields.email).toEqual({ firstOf: ['E-mail', 'Private e-mail'] });
    const without = removeColumn(mapping, 'E-mail', contact('fields.email'));
    expect(without.records.contact?.fields.email).toEqual({ firstOf: ['Private e-mail'] });
  });

  test('a column takes its way of writing dates along, unless the mapping reads them so anyway', () => {
    const dates = { 'Became MQL': 'day-month-year' } as const;
    const stage = addColumn(leads(), 'Became MQL', contact('stages.mql'), dates);
    expect(stage.records.contact?.stages).toEqual({ mql: { column: 'Became MQL', dates: 'day-month-year' } });
    const usual = { ...leads(), dates: ['iso' as const, 'day-month-year' as const] };
    expect(addColumn(usual, 'Became MQL', contact('stages.mql'), dates).records.contact?.stages).toEqual({
      mql: 'Became MQL',
    });
  });

  test('a fixed value gives way to a column', () => {
    const fixed = setConstant(leads(), { record: 'account', field: 'country' }, 'Brazil');
    expect(fixed.records.account?.fields.country).toEqual({ value: 'Brazil' });
    const filled = addColumn(fixed, 'Country', { record: 'account', target: 'fields.country' });
    expect(filled.records.account?.fields.country).toBe('Country');
  });

  test('a lifecycle stage needs its date: the first column of dates stands in', () => {
    const mapping = addColumn(leads(), 'Stage', contact('lifecycle.stage'), { Created: 'iso' });
    expect(mapping.records.contact?.lifecycle).toMatchObject({ stage: 'Stage', at: 'Created' });
  });

  test('custom fields of the same heading get keys of their own', () => {
    const once = addCustom(leads(), 'Größe', 'contact', 'text');
    const twice = addCustom(once, 'GRÖSSE', 'contact', 'number');
    expect(Object.keys(twice.records.contact?.custom ?? {})).toEqual(['gro_e', 'grosse']);
    expect(customKeyOf('2nd contact')).toBe('field_2nd_contact');
  });
});

describe('taking columns out', () => {
  test('a record that nothing fills goes, and with it what leads to it', () => {
    const mapping = removeColumn(leads(), 'Company', { record: 'account', target: 'fields.name' });
    expect(Object.keys(mapping.records)).toEqual(['contact']);
    expect(mapping.records.contact?.links).toEqual({});
  });

  test('left out stays left out where the other columns become custom fields', () => {
    const keeping: Mapping = { ...leads(), otherColumns: { customFieldsOf: 'contact', except: [] } };
    const cleared = clearColumn(keeping, 'E-mail', false);
    expect(targetsOf(cleared, 'E-mail')).toEqual([]);
    expect(isException(clearColumn(leads(), 'Fax', false), 'Fax')).toBe(false);
    const left = clearColumn(keeping, 'Fax', false);
    expect(isException(left, 'fax')).toBe(true);
    expect(isException(clearColumn(left, 'Fax', true), 'Fax')).toBe(false);
  });
});

test('what the page cannot draw is shown and survives edits elsewhere', () => {
  const written = mappingSchema.parse({
    name: 'Deals',
    system: 'olist',
    leaveOut: [{ column: 'deleted', is: 'yes' }],
    records: {
      opportunity: {
        id: 'id',
        fields: { name: { text: 'Seller {id:8}' }, status: { value: 'won' } },
        history: [{ stage: 'Demo', at: 'demo_on' }],
        links: { account: [{ id: 'seller', when: { column: 'kind', is: 'b' } }, { name: 'company' }] },
      },
    },
  });
  expect(targetsOf(written, 'id')).toEqual(['opportunity.id', 'opportunity.fields.name']);
  expect(targetsOf(written, 'demo_on')).toEqual(['opportunity.history.0']);
  expect(conditionColumnsOf(written)).toEqual(['deleted', 'kind']);
  const edited = addColumn(written, 'amount', { record: 'opportunity', target: 'fields.amount' });
  expect(edited.records.opportunity?.history).toEqual(written.records.opportunity?.history);
  expect(edited.records.opportunity?.links).toEqual(written.records.opportunity?.links);
  expect(edited.leaveOut).toEqual(written.leaveOut);
});
