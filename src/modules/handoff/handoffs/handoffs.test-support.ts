import { type SignedIn, signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addStarterDefinitions } from '../../language/index.ts';
import { ownTeammate } from '../../people/index.ts';
import type { Handoff } from './contract.ts';
import { loadHandoff } from './load-handoff.ts';
import { offerLead } from './offer-lead.ts';
import type { Step } from './step.ts';

export type Member = SignedIn & { mateId: string; act: <T>(work: (step: Step) => Promise<T>) => Promise<T> };
export type Company = {
  workspaceId: string;
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  member: (role: 'marketing' | 'sales' | 'liaison', name: string) => Promise<Member>;
  lead: (options?: { name?: string; stage?: string | null }) => Promise<string>;
  read: (handoffId: string) => Promise<Handoff>;
  /** Offers a lead by hand, to somebody or into the open pool. */
  offer: (by: Member, contactId: string, ownerId?: string) => Promise<Handoff>;
  /** Makes the agreement that came with the workspace a signed one. */
  signAgreement: () => Promise<void>;
};

/** A company with an agreement, reasons and stages, in which people offer and answer leads. */
export async function makeCompany(services: TestServices): Promise<Company> {
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const now = () => services.now();
  await within((tx) => addStarterDefinitions({ tx, workspaceId, now: new Date('2026-01-01T00:00:00Z') }));
  const read = (id: string) => within((tx) => loadHandoff({ tx, id, now: now() }));
  return {
    workspaceId,
    within,
    read,
    member: async (role, name) => {
      const person = await signInMember(services, { workspaceId, role, name });
      const actor = { kind: 'member' as const, id: person.userId, name };
      const stepOf = (tx: Tx): Step => ({ tx, workspaceId, actor, userId: person.userId, now: now() });
      const mateId = await within((tx) => ownTeammate({ ...stepOf(tx), userId: person.userId }));
      return { ...person, mateId, act: (work) => within((tx) => work(stepOf(tx))) };
    },
    lead: async ({ name = 'Jonas Weber', stage = 'inquiry' } = {}) => {
      const id = newId();
      await within(async (tx) => {
        await tx.run(sql`insert into contact (id, workspace_id, name, email)
          values (${id}, ${workspaceId}, ${name}, ${`${id}@works.example`})`);
        if (stage !== null)
          await tx.run(sql`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source)
            values (${newId()}, ${workspaceId}, ${id}, 'reached', ${stage}, '2026-01-02T00:00:00Z', 'import')`);
        await tx.run(sql`update contact set lifecycle_stage = ${stage}, lifecycle_since = '2026-01-02T00:00:00Z',
          reached_at = array['2026-01-02T00:00:00Z'::timestamptz] where id = ${id}`);
      });
      return id;
    },
    offer: async (by, contactId, ownerId) => {
      const { handoffId } = await by.act((step) => offerLead(step, { contactId, origin: 'hand', ownerId }));
      return read(handoffId);
    },
    signAgreement: () =>
      within(async (tx) => {
        await tx.run(sql`update definition_version set signed_at = in_force_from
          where definition_id in (select id from definition where kind = 'sla')`);
      }),
  };
}
