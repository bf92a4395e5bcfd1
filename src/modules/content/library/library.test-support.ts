import { type SignedIn, signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ownTeammate } from '../../people/index.ts';
import type { Step } from '../step.ts';
import { addAsset } from './add-asset.ts';

export type Member = SignedIn & { mateId: string; act: <T>(work: (step: Step) => Promise<T>) => Promise<T> };

/** A workspace in which people keep a library. */
export async function makeLibrary(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  return {
    workspaceId,
    within,
    member: async (role: 'marketing' | 'sales' | 'viewer', name: string): Promise<Member> => {
      const person = await signInMember(services, { workspaceId, role, name });
      const actor = { kind: 'member' as const, id: person.userId, name };
      const stepOf = (tx: Tx): Step => ({
        tx,
        workspaceId,
        actor,
        userId: person.userId,
        now: services.now(),
      });
      const mateId = await within((tx) => ownTeammate({ ...stepOf(tx), userId: person.userId }));
      return { ...person, mateId, act: (work) => within((tx) => work(stepOf(tx))) };
    },
  };
}

/** A file as it stands in the library once it went up; nothing of it lies in the store. */
export const anyFile = (content = newId()) => {
  const versionId = newId();
  return {
    kind: 'file' as const,
    versionId,
    fileKey: `content/any/${versionId}/original`,
    fileName: 'retrofit.pdf',
    format: 'pdf' as const,
    mediaType: 'application/pdf',
    bytes: 1_000,
    sha256: content,
  };
};

export const anAddress = (url: string) => ({ kind: 'address' as const, url, format: 'page' as const });

/** What the processing of a file does to its row, and the words of its pages. */
export async function makeReady(
  { tx, workspaceId, now }: Step,
  versionId: string,
  pages: readonly string[] = ['one page'],
): Promise<void> {
  for (const [index, text] of pages.entries()) {
    await tx.run(sql`insert into asset_page (workspace_id, version_id, number, width, height, text)
      values (${workspaceId}, ${versionId}, ${index + 1}, 595, 842, ${text})`);
  }
  await tx.run(sql`update asset_version set state = 'ready', ready_at = ${now}, page_count = ${pages.length},
    done_pages = ${pages.length} where id = ${versionId}`);
}

/** A piece of which the pages hold these texts. */
export async function addReadPiece(
  member: Member,
  { title, pages }: { title: string; pages: readonly string[] },
): Promise<{ assetId: string; versionId: string }> {
  return member.act(async (step) => {
    const { assetId, versionId } = await addAsset(step, { title, source: anyFile() });
    await makeReady(step, versionId, pages);
    return { assetId, versionId };
  });
}
