import { type SignedIn, signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ownTeammate } from '../../people/index.ts';
import { permissionsOf } from '../../workspace/access.ts';
import type { Outcome } from './contract.ts';
import { type SayOptions, sayReason } from './say-reason.ts';

export type Seller = SignedIn & { mateId: string };

/** A workspace in which people sell. */
export async function makeSelling(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const actorOf = (person: SignedIn) => ({ kind: 'member' as const, id: person.userId, name: person.name });
  return {
    workspaceId,
    within,
    caller: (person: SignedIn, role: 'admin' | 'sales') => ({
      userId: person.userId,
      permissions: new Set(permissionsOf(role)),
    }),
    seller: async (name: string, role: 'admin' | 'sales' = 'sales'): Promise<Seller> => {
      const person = await signInMember(services, { workspaceId, role, name });
      const mateId = await within((tx) =>
        ownTeammate({ tx, workspaceId, actor: actorOf(person), now: services.now(), userId: person.userId }),
      );
      return { ...person, mateId };
    },
    deal: async (made: {
      name: string;
      status?: 'open' | Outcome;
      owner?: Seller;
      closedAt?: Date;
      amountMinor?: number | null;
      currency?: string;
    }): Promise<string> => {
      const id = newId();
      const { name, status = 'lost', owner, closedAt = services.now(), amountMinor = 1_000_00 } = made;
      await within((tx) =>
        tx.run(sql`insert into opportunity (id, workspace_id, name, status, stage, owner_id, opened_at, closed_at,
            amount_minor, currency, created_at, updated_at)
          values (${id}, ${workspaceId}, ${name}, ${status}, 'Proposal', ${owner?.mateId ?? null},
            ${new Date(services.now().getTime() - 90 * 86_400_000)}, ${status === 'open' ? null : closedAt},
            ${amountMinor}, ${made.currency ?? 'EUR'}, ${services.now()}, ${services.now()})`),
      );
      return id;
    },
    close: (dealId: string, status: 'open' | Outcome) =>
      within((tx) =>
        tx.run(sql`update opportunity set status = ${status}, closed_at = ${status === 'open' ? null : services.now()},
          updated_at = ${services.now()} where id = ${dealId}`),
      ),
    say: (who: SignedIn, said: Pick<SayOptions, 'opportunityId' | 'reasons'> & Partial<SayOptions>) =>
      within((tx) =>
        sayReason(tx, {
          workspaceId,
          actor: actorOf(who),
          userId: who.userId,
          now: services.now(),
          mattered: [],
          ...said,
        }),
      ),
  };
}
