import { describe, expect, it } from 'vitest';
import { compileMapping } from './compile.ts';
import type { KnownField } from './custom-plan.ts';
import { customKeyOf } from './custom-plan.ts';
import { readMapping, readMappingText } from './read-mapping.ts';
import type { MappingInput } from './schema.ts';
import { RowRefusal } from './values.ts';

type Given = Partial<MappingInput> & Pick<MappingInput, 'records'>;

function compile(given: Given, headings: string[], knownFields: KnownField[] = []) {
  const mapping = readMapping({ name: 'Test', system: 'crm', ...given });
  const workspace = { timeZone: 'UTC', currency: 'EUR' };
  const compiled = compileMapping({ mapping, headings, decimals: 'point', workspace, knownFields });
  const read = (...cells: string[]) => {
    try {
      return compiled.readRow(cells, 'r');
    } catch (error) {
      if (error instanceof RowRefusal) return { code: error.code, column: error.column };
      throw error;
    }
  };
  return { ...compiled, read };
}

describe('a mapping', () => {
  it('makes several records of one row and joins them', () => {
    const { read } = compile(
      {
        currency: 'BRL',
        records: {
          contact: {
            id: 'Lead',
            fields: { email: 'Mail' },
            links: { account: 'firm', owner: { name: 'Rep' } },
          },
          firm: { record: 'account', id: 'Firm', fields: { name: { text: 'Firm {Firm:3}' } } },
          opportunity: {
            id: { column: 'Lead', suffix: '-deal' },
            fields: {
              amount: 'Worth',
              status: { column: 'State', map: { Gewonnen: 'won', 'In Arbeit': 'open' } },
              closedAt: 'On',
            },
            links: { account: 'firm' },
            buyingGroup: [{ contact: 'contact', role: { value: 'buyer' }, primary: true }],
          },
        },
      },
      ['Lead', 'Mail', 'Firm', 'Worth', 'State', 'On', 'Rep'],
    );
    expect(read('L1', 'A@b.Com', 'abcdef', '1,000.50', 'gewonnen', '2024-05-01', 'Ann')).toMatchObject({
      contacts: [
        {
          externalIds: [{ system: 'crm', id: 'L1' }],
          email: 'a@b.com',
          account: { key: 'r:firm' },
          owner: { name: 'Ann' },
        },
      ],
      accounts: [{ externalIds: [{ system: 'crm', id: 'abcdef' }], name: 'Firm abc' }],
      opportunities: [
        {
          externalIds: [{ id: 'L1-deal' }],
          amountMinor: 100_050,
          currency: 'BRL',
          status: 'won',
          closedAt: new Date('2024-05-01'),
          account: { key: 'r:firm' },
          buyingGroup: [{ contact: { key: 'r:contact' }, role: 'buyer', isPrimary: true }],
        },
      ],
    });
    const blank = read('L2', '', '', '', '', '', '');
    expect(blank).toMatchObject({ contacts: [{ email: undefined, account: undefined }], accounts: [] });
    expect(blank).toMatchObject({
      opportunities: [{ amountMinor: undefined, currency: undefined, status: undefined }],
    });
  });

  it('refuses a row at its first fault and names the column', () => {
    const { read } = compile(
      {
        records: {
          contact: {
            id: 'Id',
            fields: { email: 'Mail' },
            stages: { mql: 'MQL' },
            custom: {
              size: { column: 'Size', type: 'option', options: [{ value: 'S', label: 'Small' }, 'L'] },
              score: { column: 'Score', type: 'number' },
              vip: { column: 'VIP', type: 'boolean' },
            },
          },
        },
      },
      ['Id', 'Mail', 'MQL', 'Size', 'Score', 'VIP'],
    );
    expect(read('', 'a@b.com', '', '', '', '')).toMatchObject({ contacts: [{ email: 'a@b.com' }] });
    expect(read('', '', '', '', '', '')).toEqual({ code: 'missing_id', column: 'Id' });
    expect(read('1', 'nobody', '', '', '', '')).toEqual({ code: 'wrong_type', column: 'Mail' });
    expect(read('1', '', '2023-02-30', '', '', '')).toEqual({ code: 'impossible_date', column: 'MQL' });
    expect(read('1', '', '', 'Huge', '', '')).toEqual({ code: 'unknown_option', column: 'Size' });
    expect(read('1', '', '', '', 'ten', '')).toEqual({ code: 'wrong_type', column: 'Score' });
    expect(read('1', '', '', '', '', 'maybe')).toEqual({ code: 'wrong_type', column: 'VIP' });
    expect(read('1', '', '', 'small', '7', 'ja')).toMatchObject({
      contacts: [{ custom: { size: 'S', score: 7, vip: true } }],
    });
    expect(read('1', '', '', 's', '', 'FALSE')).toMatchObject({
      contacts: [{ custom: { size: 'S', vip: false } }],
    });
  });

  it('states lifecycle stages as facts with names of their own', () => {
    const { read } = compile(
      {
        records: {
          contact: {
            id: 'Id',
            stages: { mql: 'MQL', customer: 'Won' },
            lifecycle: { stage: 'Stage', at: 'Created' },
            left: { when: { column: 'Status', is: 'Unqualified' }, at: 'Changed', reason: 'Status' },
          },
        },
      },
      ['Id', 'MQL', 'Won', 'Stage', 'Created', 'Status', 'Changed'],
    );
    const facts = (row: ReturnType<typeof read>) =>
      row && 'stageChanges' in row
        ? row.stageChanges.map(
            ({ outcome, stage, sourceKey, at }) =>
              `${outcome} ${stage} ${sourceKey} ${at.toISOString().slice(0, 10)}`,
          )
        : row;
    expect(facts(read('1', '2024-01-02', '', 'marketingqualifiedlead', '2024-01-01', '', ''))).toEqual([
      'reached mql crm:stage:mql 2024-01-02',
    ]);
    expect(
      facts(read('1', '2024-01-02', '', 'Sales Qualified Lead', '2024-01-05', 'UNQUALIFIED', '2024-02-01')),
    ).toEqual([
      'reached mql crm:stage:mql 2024-01-02',
      'reached sql crm:stage:sql 2024-01-05',
      'left sql crm:left 2024-02-01',
    ]);
    expect(read('1', '', '', 'Hot', '2024-01-05', '', '')).toEqual({
      code: 'unknown_option',
      column: 'Stage',
    });
    expect(read('1', '', '', 'MQL', '', '', '')).toEqual({ code: 'missing_value', column: 'Created' });
  });

  it('turns columns it does not name into custom fields, except those of an earlier refusal', () => {
    const { read, customFields, unusedColumns } = compile(
      {
        records: { contact: { id: 'Id', custom: { shirt_size: 'Größe' } } },
        otherColumns: { customFieldsOf: 'contact', except: ['Internal'] },
      },
      ['Id', 'Größe', 'Shirt size', '2024 visits', 'Internal', 'refused_because'],
    );
    expect(customFields.map(({ key, label, isNamed }) => [key, label, isNamed])).toEqual([
      ['shirt_size', 'Größe', true],
      ['shirt_size_2', 'Shirt size', false],
      ['field_2024_visits', '2024 visits', false],
    ]);
    expect(unusedColumns).toEqual(['Internal', 'refused_because']);
    expect(read('1', 'L', '', '3', 'x', 'why')).toMatchObject({
      contacts: [{ custom: { shirt_size: 'L', field_2024_visits: '3' } }],
    });
    expect(customKeyOf('Became a “Lead” (Date)')).toBe('became_a_lead_date');
  });

  it('finds columns by heading, case and punctuation aside, and refuses twins it would have to choose between', () => {
    const given: Given = { records: { contact: { id: 'mql_id', fields: { email: 'E-Mail' } } } };
    expect(compile(given, ['MQL ID', 'email']).read('1', 'a@b.com')).toMatchObject({
      contacts: [{ email: 'a@b.com' }],
    });
    expect(() => compile(given, ['mql_id', 'Email', 'email'])).toThrow('Columns 2 and 3 are both called');
    expect(() => compile(given, ['mql_id', 'Mail'])).toThrow(
      'names a column “E-Mail” that the file does not have',
    );
    expect(compile({ ...given, missingColumns: 'allow' }, ['mql_id']).read('1')).toMatchObject({
      contacts: [{ email: undefined }],
    });
  });

  it('reads blank words as blank and leaves rows out', () => {
    const { read } = compile(
      {
        blank: ['N/A', '-'],
        leaveOut: [{ column: 'Gone', is: ['1'] }],
        records: { contact: { id: 'Id', fields: { title: 'Title' } } },
      },
      ['Id', 'Title', 'Gone'],
    );
    expect(read('1', 'n/a', '')).toMatchObject({ contacts: [{ title: undefined }] });
    expect(read('1', 'NA', '')).toMatchObject({ contacts: [{ title: 'NA' }] });
    expect(read('1', 'x', '1')).toBeNull();
  });
});

describe('a wrong mapping says which key is wrong', () => {
  const wrong = (given: unknown) => {
    try {
      readMapping(given);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return 'accepted';
  };
  const base = { name: 'x', system: 'x' };
  it.each([
    [{ ...base, records: {} }, 'records: name at least one record'],
    [{ ...base, system: 'My CRM', records: { contact: { id: 'a' } } }, 'system: small letters'],
    [{ ...base, timeZone: 'Mars', records: { contact: { id: 'a' } } }, 'timeZone: no time zone'],
    [{ ...base, records: { person: { id: 'a' } } }, 'records.person.record: say which kind'],
    [
      { ...base, records: { contact: { id: 'a', links: { account: 'firm' } } } },
      'records.contact.links.account: "firm" is no record',
    ],
    [
      { ...base, records: { contact: { id: 'a', links: { boss: 'b' } } } },
      'records.contact.links.boss: a contact has no such link',
    ],
    [
      { ...base, records: { account: { id: 'a', stages: { mql: 'b' } } } },
      'records.account.stages: only a record of kind contact',
    ],
    [
      { ...base, records: { contact: { id: 'a', feilds: {} } } },
      'records.contact.feilds: there is no such key',
    ],
    [
      { ...base, records: { talk: { record: 'interaction', fields: { type: 'a' } } } },
      'an interaction needs kind',
    ],
    [
      { ...base, records: { contact: { id: 'a' } }, otherColumns: { customFieldsOf: 'lead' } },
      'otherColumns.customFieldsOf: "lead" is no contact',
    ],
  ])('%j', (given, words) => {
    expect(wrong(given)).toContain(words);
  });

  it('and where it is no JSON', () => {
    expect(() => readMappingText('{"name": ')).toThrow('not valid JSON');
  });
});
