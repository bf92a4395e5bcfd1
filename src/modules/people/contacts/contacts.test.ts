import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { createAccount } from '../accounts/create-account.ts';
import { updateAccount } from '../accounts/update-account.ts';
import { assignOwner } from '../assign-owner.ts';
import { createCustomField, updateCustomField } from '../fields/change-custom-fields.ts';
import { listRecordChanges } from '../history/list-record-changes.ts';
import { createTeammate } from '../teammates/teammates.ts';
import { type ContactInput, createContact } from './create-contact.ts';
import { getContact } from './get-contact.ts';
import { updateContact } from './update-contact.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;
let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  workspace = await createTestWorkspace(services);
  other = await createTestWorkspace(services);
});
afterAll(() => services.close());

const within = <T>(work: (tx: Tx) => Promise<T>, at = workspace) =>
  services.database.inWorkspace(at.workspaceId, work);
const create = (input: ContactInput, at = workspace) =>
  within((tx) => createContact({ tx, ...at, now, input }), at);
const change = (input: Parameters<typeof updateContact>[0]['input']) =>
  within((tx) => updateContact({ tx, ...workspace, now, input }));
const changesOf = (recordId: string) =>
  within((tx) => listRecordChanges({ tx, recordType: 'contact', recordId, limit: 50 }));

describe('a contact', () => {
  it('gets its name from its parts, its company from its e-mail, and keeps every id it is known by', async () => {
    const account = await within((tx) =>
      createAccount({ tx, ...workspace, now, input: { name: 'Acme', domain: 'https://www.acme.com/en' } }),
    );
    expect(account.domain).toBe('acme.com');
    const contact = await create({
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@sales.acme.com',
      externalIds: [
        { system: 'crm', externalId: '1' },
        { system: 'crm', externalId: '2' },
      ],
    });
    expect(contact).toMatchObject({
      name: 'Ada Lovelace',
      account: { id: account.id },
      accountSource: 'domain',
    });
    expect(contact.externalIds.map((one) => one.externalId)).toEqual(['1', '2']);
  });

  it('is refused without a name, with a taken address, a taken id, or references of another workspace', async () => {
    await create({ email: 'taken@work.io' });
    await expect(create({ title: 'CFO' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(create({ email: 'taken@work.io', name: 'Twin' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      create({ name: 'x', externalIds: [{ system: 'crm', externalId: '1' }] }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const theirs = await within(
      (tx) => createTeammate({ tx, ...other, now, input: { name: 'Theirs' } }),
      other,
    );
    await expect(create({ name: 'x', ownerId: theirs.id })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is another workspace’s own: not to be seen or changed', async () => {
    const theirs = await create({ name: 'Theirs' }, other);
    await expect(within((tx) => getContact({ tx, contactId: theirs.id }))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(change({ contactId: theirs.id, title: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(changesOf(theirs.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says who changed which field, from what to what', async () => {
    const { id } = await create({ name: 'Grace', title: 'CFO' });
    await change({ contactId: id, title: 'CEO', city: 'Paris' });
    await change({ contactId: id, title: 'CEO' });
    const { items } = await changesOf(id);
    expect(items.map((entry) => [entry.action, entry.changes])).toEqual([
      ['contact.updated', { title: { from: 'CFO', to: 'CEO' }, city: { from: null, to: 'Paris' } }],
      ['contact.created', { name: { from: null, to: 'Grace' }, title: { from: null, to: 'CFO' } }],
    ]);
  });

  it('is not written over by one who saw an older version', async () => {
    const seen = await create({ name: 'Hugo' });
    const changed = await change({ contactId: seen.id, title: 'COO', expectedUpdatedAt: seen.updatedAt });
    await expect(
      change({ contactId: seen.id, title: 'CFO', expectedUpdatedAt: seen.updatedAt }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const last = await change({ contactId: seen.id, title: 'CFO', expectedUpdatedAt: changed.updatedAt });
    expect(last.title).toBe('CFO');
  });

  it('follows its parts with its name until it is given one of its own', async () => {
    const { id } = await create({ firstName: 'Ines', lastName: 'Conti' });
    expect((await change({ contactId: id, lastName: 'Rossi' })).name).toBe('Ines Rossi');
    await change({ contactId: id, name: 'Dr. Rossi' });
    expect((await change({ contactId: id, firstName: 'Inès' })).name).toBe('Dr. Rossi');
  });

  it('set in a company by hand stays there by hand', async () => {
    const { id } = await create({ name: 'Noor', email: 'noor@acme.com' });
    const hand = await change({ contactId: id, accountId: null });
    expect(hand).toMatchObject({ account: null, accountSource: 'hand' });
  });

  it('goes to an owner with others at once, each change on the record', async () => {
    const ids = [(await create({ name: 'One' })).id, (await create({ name: 'Two' })).id];
    const owner = await within((tx) => createTeammate({ tx, ...workspace, now, input: { name: 'Seller' } }));
    const assign = () =>
      within((tx) => assignOwner({ tx, ...workspace, now, recordType: 'contact', ids, ownerId: owner.id }));
    expect(await assign()).toEqual({ changed: 2 });
    expect(await assign()).toEqual({ changed: 0 });
    expect((await changesOf(ids[0] ?? '')).items[0]?.changes).toEqual({
      ownerId: { from: null, to: owner.id },
    });
    ids.push(newId());
    await expect(assign()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('custom fields', () => {
  it('hold values of their type only', async () => {
    const make = (
      label: string,
      type: 'text' | 'number' | 'date' | 'boolean' | 'option',
      options?: { value: string; label: string }[],
    ) =>
      within((tx) =>
        createCustomField({
          tx,
          ...workspace,
          input: { recordType: 'contact', label, type, ...(options ? { options } : {}) },
        }),
      );
    await make('Größe (m²)', 'number');
    await make('Renews', 'date');
    await make('VIP', 'boolean');
    const tier = await make('Tier', 'option', [
      { value: 'a', label: 'Gold' },
      { value: 'b', label: 'Silver' },
    ]);
    expect(tier.key).toBe('tier');
    const { id } = await create({
      name: 'Kaja',
      custom: { gro_e_m2: 12.5, renews: '2026-04-01', vip: true, tier: 'gold' },
    });
    const stored = await within((tx) => tx.first(sql`select custom from contact where id = ${id}`));
    expect(stored).toEqual({ custom: { gro_e_m2: 12.5, renews: '2026-04-01', vip: true, tier: 'a' } });
    const wrong: Record<string, string | number>[] = [
      { gro_e_m2: '12' },
      { renews: '2026-02-30' },
      { vip: 'yes' },
      { tier: 'Bronze' },
      { nothing: 1 },
    ];
    for (const custom of wrong) {
      await expect(change({ contactId: id, custom })).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const cleared = await change({ contactId: id, custom: { vip: null, renews: '' } });
    expect(cleared.custom).toEqual({ gro_e_m2: 12.5, tier: 'a' });
    const options = [{ value: 'b', label: 'Silver' }];
    await expect(
      within((tx) => updateCustomField({ tx, ...workspace, input: { customFieldId: tier.id, options } })),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an account', () => {
  it('has a domain of its own, and no parent below itself', async () => {
    const make = (name: string, domain?: string) =>
      within((tx) =>
        createAccount({ tx, ...workspace, now, input: { name, ...(domain ? { domain } : {}) } }),
      );
    await expect(make('Mail', 'gmail.com')).rejects.toMatchObject({ code: 'invalid_input' });
    const mother = await make('Mother', 'mother.io');
    await expect(make('Twin', 'www.mother.io')).rejects.toMatchObject({ code: 'conflict' });
    const child = await make('Child');
    const update = (accountId: string, parentId: string) =>
      within((tx) => updateAccount({ tx, ...workspace, now, input: { accountId, parentId } }));
    await update(child.id, mother.id);
    await expect(update(mother.id, child.id)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
