import { type SignedIn, signInMember } from '../../../../../test/support/people.ts';
import type { TestServices } from '../../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../../test/support/workspace.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';

const dayMs = 86_400_000;

export type Read = {
  contactId?: string | null;
  daysAgo: number;
  /** Seconds on each page, from the first page on; 0: not read. */
  pages: readonly number[];
  flagReason?: string;
  forwarded?: boolean;
  downloaded?: boolean;
  email?: string;
  versionId?: string;
};

/** A workspace with a case study of some pages and a link to it, and words to say what was read when. */
export async function makeReadingRoom(services: TestServices, name: string) {
  const { workspaceId } = await createTestWorkspace(services, { name });
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const ago = (days: number) => new Date(services.now().getTime() - days * dayMs);
  const member: SignedIn = await signInMember(services, { workspaceId, role: 'viewer' });

  const contact = async (contactName: string, email: string | null = null): Promise<string> => {
    const id = newId();
    await within((tx) =>
      tx.run(
        sql`insert into contact (id, workspace_id, name, email) values (${id}, ${workspaceId}, ${contactName}, ${email})`,
      ),
    );
    return id;
  };

  const version = async (assetId: string, number: number, pageCount: number): Promise<string> => {
    const id = newId();
    await within(async (tx) => {
      await tx.run(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, page_count,
          done_pages, created_by, created_at, ready_at)
        values (${id}, ${workspaceId}, ${assetId}, ${number}, 'pdf', 'ready', 'content/any', ${pageCount}, ${pageCount},
          'test', ${ago(300)}, ${ago(300)})`);
      await tx.run(sql`insert into asset_page (workspace_id, version_id, number, width, height, text)
        select ${workspaceId}, ${id}, n, 595, 842, 'Page ' || n || E'\nwhat stands there'
        from generate_series(1, ${pageCount}) n`);
    });
    return id;
  };

  const piece = async (title: string, type = 'case study', pageCount = 4) => {
    const [id, linkId] = [newId(), newId()];
    await within(async (tx) => {
      await tx.run(
        sql`insert into asset (id, workspace_id, title, type) values (${id}, ${workspaceId}, ${title}, ${type})`,
      );
      await tx.run(sql`insert into share_link (id, workspace_id, slug, title, created_by, created_at)
        values (${linkId}, ${workspaceId}, ${`of-${linkId}`}, ${`=Link of ${title}`}, 'test', ${ago(300)})`);
      await tx.run(sql`insert into share_link_asset (workspace_id, link_id, asset_id, position)
        values (${workspaceId}, ${linkId}, ${id}, 1)`);
    });
    return { id, linkId, pageCount, versionId: await version(id, 1, pageCount) };
  };
  type Piece = Awaited<ReturnType<typeof piece>>;

  const log = async (row: {
    kind: string;
    type: string;
    at: Date;
    assetId?: string;
    contactId?: string | null;
    teammateId?: string;
    seconds?: number;
    completion?: number;
    flagReason?: string | null;
  }): Promise<string> => {
    const id = newId();
    await within((tx) =>
      tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, contact_id, teammate_id, asset_id,
          engaged_seconds, completion, verified, flag_reason, source)
        values (${id}, ${workspaceId}, ${row.at}, ${row.kind}, ${row.type}, ${row.contactId ?? null},
          ${row.teammateId ?? null}, ${row.assetId ?? null}, ${row.seconds ?? null}, ${row.completion ?? null},
          ${!row.flagReason}, ${row.flagReason ?? null}, 'test')`),
    );
    return id;
  };

  const read = async (of: Piece, one: Read): Promise<void> => {
    const seen = one.pages.filter((seconds) => seconds >= 1).length;
    const seconds = one.pages.reduce((sum, each) => sum + each, 0);
    const at = ago(one.daysAgo);
    const interactionId = await log({
      kind: 'content',
      type: 'asset_viewed',
      at,
      assetId: of.id,
      contactId: one.contactId ?? null,
      seconds,
      completion: seen / of.pageCount,
      flagReason: one.flagReason ?? null,
    });
    const visitId = newId();
    await within(async (tx) => {
      await tx.run(sql`insert into asset_visit (id, workspace_id, link_id, asset_id, version_id, contact_id, email,
          started_at, last_at, ended_at, active_ms, pages_seen, page_count, last_page, downloaded_at, verified, flag_reason,
          forwarded_reason, interaction_id)
        values (${visitId}, ${workspaceId}, ${of.linkId}, ${of.id}, ${one.versionId ?? of.versionId},
          ${one.contactId ?? null}, ${one.email ?? null}, ${at}, ${at}, ${at}, ${seconds * 1_000}, ${seen},
          ${of.pageCount}, ${one.pages.length}, ${one.downloaded ? at : null}, ${!one.flagReason},
          ${one.flagReason ?? null}, ${one.forwarded ? 'device' : null}, ${interactionId})`);
      for (const [index, held] of one.pages.entries()) {
        if (held === 0) continue;
        await tx.run(sql`insert into asset_visit_page (workspace_id, visit_id, page, active_ms)
          values (${workspaceId}, ${visitId}, ${index + 1}, ${held * 1_000})`);
      }
    });
  };

  const teammate = async (teammateName: string, side: 'sales' | 'marketing'): Promise<string> => {
    const id = newId();
    await within((tx) =>
      tx.run(
        sql`insert into teammate (id, workspace_id, name, side) values (${id}, ${workspaceId}, ${teammateName}, ${side})`,
      ),
    );
    return id;
  };

  const headers = { ...member.headers, 'liaison-workspace': workspaceId };
  return { workspaceId, within, ago, headers, contact, piece, version, log, read, teammate };
}
