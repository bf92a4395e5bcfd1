import { signInMember } from '../../../test/support/people.ts';
import type { TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { ingest } from '../people/index.ts';
import type { Role } from '../workspace/access.ts';
import type { Conversation, Ledger } from './contract.ts';
import type { Context } from './conversation.ts';
import { type LogConversationInput, logConversation } from './log-conversation.ts';
import { readAccountLedger, readContactLedger } from './read-ledger.ts';

export const startOfTest = new Date('2026-06-03T12:00:00Z');

type Who = { userId: string | null; name: string };

/** A company with three people of theirs in one account, and whoever of ours is asked for. */
export async function newTalks(services: TestServices) {
  services.setNow(startOfTest);
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  await within((tx) =>
    ingest(tx, {
      workspaceId,
      system: 'crm',
      actorName: 'test',
      now: startOfTest,
      batch: {
        accounts: [{ key: 'holm', name: 'Holm Works', domain: 'holm-works.com' }],
        contacts: ['ada', 'bo', 'cy'].map((name) => ({
          key: name,
          name,
          email: `${name}@holm-works.com`,
          account: { key: 'holm' },
        })),
        opportunities: [{ key: 'deal', name: 'Line 2', account: { key: 'holm' } }],
        assets: [{ key: 'prices', title: 'Price list' }],
      },
    }),
  );
  const idOf = async (table: 'contact' | 'account' | 'opportunity' | 'asset', name: string) => {
    const column = table === 'asset' ? sql`title` : sql`name`;
    const row = await within((tx) =>
      tx.first<{ id: string }>(sql`select id from ${sql.identifier(table)} where ${column} = ${name}`),
    );
    if (!row) throw new Error(`no ${table} ${name}`);
    return row.id;
  };
  const member = async (role: Role, name = `A ${role}`): Promise<Who> => ({
    userId: (await signInMember(services, { workspaceId, role, name })).userId,
    name,
  });
  const as = <T>(who: Who, work: (context: Context) => Promise<T>): Promise<T> =>
    within((tx) =>
      work({
        tx,
        workspaceId,
        userId: who.userId,
        actor: { kind: who.userId === null ? 'token' : 'member', id: who.userId, name: who.name },
        now: services.now(),
      }),
    );
  const ada = await idOf('contact', 'ada');
  const log = async (who: Who, input: Partial<LogConversationInput> = {}): Promise<Conversation> => {
    const { conversation } = await as(who, (context) =>
      logConversation({ ...context, input: { type: 'call', contactIds: [ada], ...input } }),
    );
    return conversation;
  };
  return {
    workspaceId,
    within,
    as,
    log,
    member,
    token: { userId: null, name: 'a token' } satisfies Who,
    ada,
    bo: await idOf('contact', 'bo'),
    cy: await idOf('contact', 'cy'),
    account: await idOf('account', 'Holm Works'),
    deal: await idOf('opportunity', 'Line 2'),
    prices: await idOf('asset', 'Price list'),
    ledger: (who: Who, contactId = ada): Promise<Ledger> =>
      as(who, (context) => readContactLedger({ ...context, contactId })),
    accountLedger: async (who: Who): Promise<Ledger> => {
      const accountId = await idOf('account', 'Holm Works');
      return as(who, (context) => readAccountLedger({ ...context, accountId }));
    },
  };
}
