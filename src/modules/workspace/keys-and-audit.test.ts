import { call } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestOf, type SignedIn, signInMember } from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { authenticate } from './authenticate.ts';
import { workspaceRouter } from './router.ts';

const { writeKeys, apiTokens, audit, settings } = workspaceRouter;

let services: TestServices;
let ours = '';
let admin: SignedIn;
let otherAdmin: SignedIn;

beforeAll(async () => {
  services = await openTestServices();
  ours = (await createTestWorkspace(services, { name: 'Ours' })).workspaceId;
  const theirs = (await createTestWorkspace(services, { name: 'Theirs' })).workspaceId;
  admin = await signInMember(services, { workspaceId: ours, role: 'admin', name: 'Ada' });
  otherAdmin = await signInMember(services, { workspaceId: theirs, role: 'admin' });
});
afterAll(() => services.close());

const as = (person: SignedIn, headers: Record<string, string> = {}) =>
  requestOf(services, { ...person.headers, ...headers });
const bearer = (token: string) => requestOf(services, { authorization: `Bearer ${token}` });

describe('write keys', () => {
  test('are made, renamed and revoked for good, each step in the audit log', async () => {
    const made = await call(writeKeys.create, { name: 'Web site' }, as(admin));
    expect(made).toMatchObject({ name: 'Web site', createdBy: 'Ada', revokedAt: null });
    expect(made.key).toMatch(/^wk_[\w-]{43}$/);
    const writeKeyId = made.id;
    await call(writeKeys.rename, { writeKeyId, name: 'Shop' }, as(admin));
    const revoked = await call(writeKeys.revoke, { writeKeyId }, as(admin));
    expect(revoked.revokedAt).not.toBeNull();
    expect(await call(writeKeys.revoke, { writeKeyId }, as(admin))).toEqual(revoked);
    expect((await call(writeKeys.list, {}, as(admin))).items).toEqual([revoked]);
    const { items } = await call(audit.list, { recordId: writeKeyId }, as(admin));
    expect(items.map((entry) => entry.action)).toEqual([
      'write_key.revoked',
      'write_key.renamed',
      'write_key.created',
    ]);
    expect(items[1]).toMatchObject({ actorName: 'Ada', changes: { name: { from: 'Web site', to: 'Shop' } } });
  });

  test('record interactions and do nothing else, until they are revoked', async () => {
    const made = await call(writeKeys.create, { name: 'Shop' }, as(admin));
    const identity = await authenticate(bearer(made.key).context);
    expect(identity).toMatchObject({
      workspaceId: ours,
      actor: { kind: 'write_key', id: made.id, name: 'Shop' },
      permissions: new Set(['interactions:write']),
    });
    await expect(call(settings.get, {}, bearer(made.key))).rejects.toMatchObject({ code: 'forbidden' });
    await call(writeKeys.revoke, { writeKeyId: made.id }, as(admin));
    await expect(authenticate(bearer(made.key).context)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test("another workspace's is not found", async () => {
    const { id: writeKeyId } = await call(writeKeys.create, { name: 'Theirs' }, as(otherAdmin));
    const refused = { code: 'not_found' };
    await expect(call(writeKeys.revoke, { writeKeyId }, as(admin))).rejects.toMatchObject(refused);
    await expect(call(writeKeys.rename, { writeKeyId, name: 'x' }, as(admin))).rejects.toMatchObject(refused);
    expect((await call(writeKeys.list, {}, as(admin))).items.map((key) => key.id)).not.toContain(writeKeyId);
  });
});

describe('API tokens', () => {
  test('show their secret once, and nothing stored or listed gives it away', async () => {
    const made = await call(
      apiTokens.create,
      { name: 'Warehouse', scopes: ['people:read', 'people:read'] },
      as(admin),
    );
    expect(made.scopes).toEqual(['people:read']);
    const { secret, ...shown } = made;
    const { items } = await call(apiTokens.list, {}, as(admin));
    expect(items.find((token) => token.id === made.id)).toEqual(shown);
    for (const table of ['api_token', 'audit_entry', 'idempotent_request']) {
      const stored = await services.database.pool.query(`select * from ${table}`);
      expect(JSON.stringify(stored.rows), table).not.toContain(secret);
    }
    await call(settings.get, undefined, bearer(secret)).catch(() => undefined);
    const used = (await call(apiTokens.list, {}, as(admin))).items.find((token) => token.id === made.id);
    expect(used?.lastUsedAt).not.toBeNull();
  });

  test('are made once for an Idempotency-Key: the repeat gets the same secret, which is stored sealed', async () => {
    const asked = () => as(admin, { 'idempotency-key': 'token-1' });
    const input = { name: 'Once', scopes: ['people:read' as const] };
    const first = await call(apiTokens.create, input, asked());
    expect(await call(apiTokens.create, input, asked())).toEqual(first);
    const named = (await call(apiTokens.list, {}, as(admin))).items.filter((token) => token.name === 'Once');
    expect(named).toHaveLength(1);
    const stored = await services.database.pool.query('select response from idempotent_request');
    expect(Object.keys(stored.rows[0].response)).toEqual(['sealed']);
    const other = call(apiTokens.create, { ...input, name: 'Other' }, asked());
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('never exceed their maker', async () => {
    const made = await call(apiTokens.create, { name: 'Ops', scopes: ['workspace:admin'] }, as(admin));
    const beyond = call(apiTokens.create, { name: 'More', scopes: ['people:write'] }, bearer(made.secret));
    await expect(beyond).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('people:write'),
    });
    const within = await call(
      apiTokens.create,
      { name: 'Same', scopes: ['workspace:admin'] },
      bearer(made.secret),
    );
    expect(within.createdBy).toBe('Ops');
  });

  test("cannot be made already expired; another workspace's is not found", async () => {
    const expiresAt = new Date(Date.now() - 1_000).toISOString();
    const late = call(apiTokens.create, { name: 'Late', scopes: ['people:read'], expiresAt }, as(admin));
    await expect(late).rejects.toMatchObject({ code: 'invalid_input', fields: [{ path: 'expiresAt' }] });
    const { id } = await call(apiTokens.create, { name: 'T', scopes: ['people:read'] }, as(otherAdmin));
    const revoking = call(apiTokens.revoke, { apiTokenId: id }, as(admin));
    await expect(revoking).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the workspace', () => {
  test('settings are changed field by field and say what they were', async () => {
    const before = await call(settings.get, undefined, as(admin));
    const after = await call(settings.update, { currency: 'brl', timeZone: 'America/Sao_Paulo' }, as(admin));
    expect(after).toEqual({ ...before, currency: 'BRL', timeZone: 'America/Sao_Paulo' });
    const { items } = await call(audit.list, { action: 'workspace.updated' }, as(admin));
    expect(items[0]?.changes).toEqual({
      currency: { from: 'EUR', to: 'BRL' },
      timeZone: { from: 'UTC', to: 'America/Sao_Paulo' },
    });
    await call(settings.update, { currency: 'BRL' }, as(admin));
    expect((await call(audit.list, { action: 'workspace.updated' }, as(admin))).items).toHaveLength(1);
    await expect(call(settings.update, { currency: 'XXZ' }, as(admin))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('a person may make one more and is its admin; a token may not', async () => {
    const input = { name: 'Second', currency: 'USD', timeZone: 'UTC' };
    const made = await call(settings.create, input, as(admin));
    const there = as(admin, { 'liaison-workspace': made.id });
    expect(await call(settings.get, undefined, there)).toMatchObject(input);
    const asked = bearer('test-admin-token-0123456789');
    await expect(call(settings.create, input, asked)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the audit log', () => {
  test('pages through every entry once, latest first, within one workspace, and filters', async () => {
    for (let n = 0; n < 5; n += 1) await call(writeKeys.create, { name: `Key ${n}` }, as(admin));
    const all = (await call(audit.list, { limit: 200 }, as(admin))).items;
    const paged: typeof all = [];
    let cursor: string | undefined;
    do {
      const page = await call(audit.list, { limit: 3, cursor }, as(admin));
      paged.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
    expect([...all].sort((a, b) => b.at.localeCompare(a.at))).toEqual(all);
    const theirs = (await call(audit.list, { limit: 200 }, as(otherAdmin))).items;
    expect(theirs.filter((entry) => all.some((own) => own.id === entry.id))).toEqual([]);

    const byAda = await call(
      audit.list,
      { actorId: admin.userId, recordType: 'api_token', limit: 200 },
      as(admin),
    );
    expect(byAda.items.length).toBeGreaterThan(0);
    expect(byAda.items.every((entry) => entry.actorName === 'Ada' && entry.recordType === 'api_token')).toBe(
      true,
    );
    const byTokens = await call(audit.list, { actorKind: 'token' }, as(admin));
    expect(byTokens.items.map((entry) => entry.actorName)).toEqual(['Ops']);
    const at = all[2]?.at ?? '';
    const later = await call(audit.list, { from: at, limit: 200 }, as(admin));
    const earlier = await call(audit.list, { to: at, limit: 200 }, as(admin));
    expect(later.items.length + earlier.items.length).toBe(all.length);
    await expect(call(audit.list, { cursor: 'WzEsMl0' }, as(admin))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
