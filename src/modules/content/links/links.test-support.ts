import { call } from '@orpc/server';
import type { z } from 'zod';
import { requestOf, type SignedIn, signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { linksContract } from './contract.ts';
import { type LinkForReader, linkBySlug } from './link-for-reader.ts';
import { linksRouter } from './router.ts';

export type Piece = { title: string; audience?: 'buyer' | 'seller'; state?: 'ready' | 'processing' | null };

/** A workspace with people, pieces and somebody to share them with. */
export async function makeShelf(services: TestServices, name = 'Pump & Co') {
  const { workspaceId } = await createTestWorkspace(services, { name });
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const seller = await signInMember(services, { workspaceId, role: 'sales', name: 'Rosa Lind' });
  const accountId = newId();
  await within((tx) =>
    tx.run(sql`insert into account (id, workspace_id, name) values (${accountId}, ${workspaceId}, 'Acme')`),
  );
  const as = (
    person: Pick<SignedIn, 'headers'>,
    more: Record<string, string> = {},
    own: Services = services,
  ) =>
    requestOf(
      { ...services, ...own },
      {
        ...person.headers,
        'liaison-workspace': workspaceId,
        ...more,
      },
    );
  const contact = async (given: { name: string; email?: string; persona?: string }): Promise<string> => {
    const id = newId();
    await within((tx) =>
      tx.run(sql`insert into contact (id, workspace_id, name, email, persona, account_id)
        values (${id}, ${workspaceId}, ${given.name}, ${given.email ?? null}, ${given.persona ?? null}, ${accountId})`),
    );
    return id;
  };
  const piece = async ({ title, audience = 'buyer', state = 'ready' }: Piece): Promise<string> => {
    const id = newId();
    await within(async (tx) => {
      await tx.run(
        sql`insert into asset (id, workspace_id, title, audience) values (${id}, ${workspaceId}, ${title}, ${audience})`,
      );
      if (state === null) return;
      const versionId = newId();
      await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, page_count,
          created_by, created_at, ready_at)
        values (${versionId}, ${workspaceId}, ${id}, 1, 'pdf', ${state}, 'content/any', ${state === 'ready' ? 12 : null}, 'test',
          ${services.now()}, ${state === 'ready' ? services.now() : null})`);
      await tx.run(sql`update asset set current_version_id = ${versionId} where id = ${id}`);
    });
    return id;
  };
  return { workspaceId, within, seller, accountId, as, contact, piece };
}
export type Shelf = Awaited<ReturnType<typeof makeShelf>>;

export type Created = z.input<NonNullable<(typeof linksContract.create)['~orpc']['inputSchema']>>;

/** A link made by the seller, as its reader's door finds it. */
export async function shareWith(
  services: Services,
  shelf: Shelf,
  input: Partial<Created> = {},
): Promise<{ id: string; slug: string; read: () => Promise<LinkForReader>; passcode: string | null }> {
  const assetIds = input.assetIds ?? [await shelf.piece({ title: 'Retrofit guide' })];
  const made = await call(linksRouter.create, { ...input, assetIds }, shelf.as(shelf.seller, {}, services));
  return {
    id: made.id,
    slug: made.slug,
    passcode: made.passcode,
    read: async () => {
      const link = await linkBySlug(services, made.slug);
      if (link === null) throw new Error('the link is not found');
      return link;
    },
  };
}

/** The same services with a mail server to send by. */
export function withMail(services: TestServices, url: string): TestServices {
  return {
    ...services,
    config: { ...services.config, mailUrl: url, mailFrom: 'Liaison <liaison@company.com>' },
  };
}
