import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { addMember } from './add-member.ts';
import type { WorkspaceSummary } from './contract.ts';
import { createUser } from './create-user.ts';
import { createWorkspace } from './create-workspace.ts';
import { firstWorkspaceLock, readFirstWorkspace } from './first-workspace.ts';
import { hashSecret, isSameSecret, newSecret } from './secrets.ts';
import { updateWorkspace } from './update-workspace.ts';
import { refuseWrongKey } from './wrong-keys.ts';

type SetUpServices = Pick<Services, 'database' | 'config' | 'now' | 'furnishWorkspace'>;

/**
 * The one-time link of the first start; null as soon as there is a person. Each call makes a new link and ends the one
 * before it, since only its hash is kept.
 */
export async function setUpLink(services: SetUpServices): Promise<string | null> {
  const key = newSecret();
  return services.database.asSystem(async (tx) => {
    await tx.run(firstWorkspaceLock);
    await tx.run(sql`delete from set_up_link`);
    if (await hasPeople(tx)) return null;
    await tx.run(
      sql`insert into set_up_link (key_hash, created_at) values (${hashSecret(key)}, ${services.now()})`,
    );
    return `${services.config.publicUrl}/set-up?key=${key}`;
  });
}

export type SetUpState = { valid: boolean; done: boolean; workspace: WorkspaceSummary | null };

/** What the page of the link needs to know before it asks anything. */
export async function lookAtSetUp(services: SetUpServices, key: string): Promise<SetUpState> {
  return services.database.asSystem(async (tx) => {
    const done = await hasPeople(tx);
    const valid = !done && (await isCurrentKey(tx, key));
    return { valid, done, workspace: valid ? await readFirstWorkspace(tx) : null };
  });
}

export type SetUpInput = {
  key: string;
  name: string;
  email: string;
  password: string;
  workspaceName: string;
  currency: string;
  timeZone: string;
};

/** The first person, the workspace and their membership, all or nothing; of two at once the first wins. */
export async function completeSetUp(
  services: SetUpServices,
  input: SetUpInput,
): Promise<{ userId: string; workspace: WorkspaceSummary }> {
  return services.database.asSystem(async (tx) => {
    await tx.run(firstWorkspaceLock);
    if (await hasPeople(tx)) {
      throw new AppError(
        'conflict',
        'Liaison has been set up already. Sign in, or ask an admin for an invitation.',
      );
    }
    const now = services.now();
    if (!(await isCurrentKey(tx, input.key))) {
      throw refuseWrongKey({
        now,
        message:
          'This set-up link does not hold (any more). Take the one that the latest start of Liaison printed.',
      });
    }
    const person = await createUser({
      tx,
      now,
      name: input.name,
      email: input.email,
      password: input.password,
    });
    const workspace = await takeWorkspace({ services, tx, now, person, input });
    await addMember({ tx, now, workspaceId: workspace.id, person, role: 'admin' });
    await tx.run(sql`delete from set_up_link`);
    return { userId: person.id, workspace };
  });
}

type TakeWorkspace = {
  services: SetUpServices;
  tx: Tx;
  now: Date;
  person: { id: string; name: string };
  input: SetUpInput;
};

/** Takes over the workspace that automation made, or makes the first one. */
async function takeWorkspace({ services, tx, now, person, input }: TakeWorkspace): Promise<WorkspaceSummary> {
  const actor = { kind: 'member', id: person.id, name: person.name } as const;
  const settings = { name: input.workspaceName, currency: input.currency, timeZone: input.timeZone };
  const there = await readFirstWorkspace(tx);
  if (there === null) return createWorkspace({ services, tx, now, actor, ...settings });
  await updateWorkspace({ tx, actor, workspaceId: there.id, changes: settings });
  // What automation furnished goes by a time zone that nobody had chosen yet.
  await services.furnishWorkspace?.({ tx, workspaceId: there.id, now });
  return { id: there.id, ...settings };
}

async function hasPeople(tx: Tx): Promise<boolean> {
  return (await tx.first(sql`select 1 as found from auth_user limit 1`)) !== null;
}

async function isCurrentKey(tx: Tx, key: string): Promise<boolean> {
  const link = await tx.first<{ key_hash: string }>(sql`select key_hash from set_up_link`);
  return link !== null && isSameSecret(hashSecret(key), link.key_hash);
}
