import { signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { type SQL, sql } from '../../../platform/postgres/database.ts';
import type { Ticket } from '../viewer/ticket.ts';
import type { Signals } from './beacon.ts';
import { beaconBufferOf } from './beacon-buffer.ts';
import { browsers, desk } from './corpus.test-support.ts';
import { takeBeacon } from './take-beacon.ts';

export const openedAt = new Date('2026-03-03T10:00:00Z');
const office = '93.184.32.7';
export const later = (ms: number): Date => new Date(openedAt.getTime() + ms);

/** With a mouse that moves. */
export const moving: Signals = { ...desk, pointer: 12, wheel: 3 };

export type Said = {
  seq?: number;
  pages?: Record<string, Record<string, number>>;
  at?: { asset: number; page: number } | null;
  signals?: Signals;
  ended?: boolean;
  openMs?: number;
};

/** A seller, a piece of twelve pages, and a link to it for Ana Ruiz. */
export async function newReading(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services);
  const seller = await signInMember(services, { workspaceId, role: 'sales', name: 'Rosa' });
  const read = <Row extends Record<string, unknown>>(statement: SQL) =>
    services.database.inWorkspace(workspaceId, (tx) => tx.rows<Row>(statement));
  const write = (statement: SQL) => services.database.inWorkspace(workspaceId, (tx) => tx.run(statement));
  const accountId = newId();
  await write(sql`insert into account (id, workspace_id, name, domain)
    values (${accountId}, ${workspaceId}, 'Holm', 'holm.example')`);
  const contact = async (name: string, email: string) => {
    const id = newId();
    await write(sql`insert into contact (id, workspace_id, name, email, account_id)
      values (${id}, ${workspaceId}, ${name}, ${email}, ${accountId})`);
    return id;
  };
  const anaId = await contact('Ana Ruiz', 'ana@holm.example');
  const asset = async (title: string, pageCount: number) => {
    const [assetId, versionId] = [newId(), newId()];
    await write(
      sql`insert into asset (id, workspace_id, title, type) values (${assetId}, ${workspaceId}, ${title}, 'case study')`,
    );
    await write(sql`insert into asset_version (id, workspace_id, asset_id, number, format, state, file_key, page_count,
      created_by, created_at, ready_at) values (${versionId}, ${workspaceId}, ${assetId}, 1, 'pdf', 'ready', 'x', ${pageCount},
      'test', ${openedAt}, ${openedAt})`);
    await write(sql`update asset set current_version_id = ${versionId} where id = ${assetId}`);
    return { assetId, versionId, pageCount };
  };
  const study = await asset('Case study', 12);
  const link = async (contactId: string | null) => {
    const id = newId();
    await write(sql`insert into share_link (id, workspace_id, slug, title, contact_id, created_by_user, created_by, created_at)
      values (${id}, ${workspaceId}, ${id}, 'For you', ${contactId}, ${seller.userId}, 'Rosa', ${openedAt})`);
    return id;
  };
  const linkId = await link(anaId);
  const ticketOf = (more: Partial<Ticket> = {}): Ticket => ({
    linkId,
    workspaceId,
    visitId: newId(),
    assets: [study],
    email: null,
    emailVerified: false,
    contactId: more.linkId === undefined ? anaId : null,
    issuedAtMs: openedAt.getTime(),
    untilMs: openedAt.getTime() + 43_200_000,
    device: 'the laptop',
    isMember: false,
    ...more,
  });
  const say = (
    ticket: Ticket,
    atMs: number,
    said: Said = {},
    from: { ip?: string; userAgent?: string; headers?: Record<string, string>; services?: TestServices } = {},
  ) =>
    takeBeacon(from.services ?? services, {
      ticket,
      body: bodyOf(said, atMs),
      request: {
        ip: from.ip ?? office,
        userAgent: from.userAgent ?? browsers['Chrome on Windows'],
        headers: new Headers(from.headers),
        isMember: false,
        at: later(atMs),
      },
    });
  const flush = () => beaconBufferOf(services).flush();
  const rows = () =>
    read<LogRow>(sql`select i.id, i.contact_id, i.account_id, i.engaged_seconds, i.completion, i.verified, i.flag_reason,
        i.properties, i.replaces_id, i.source, i.occurred_at from interaction i
      where i.type = 'asset_viewed' and not exists (
        select from interaction_replacement r where r.interaction_id = i.id) order by i.position`);
  const visits = () => read<VisitState>(sql`select * from asset_visit order by started_at, id`);
  const notices = () =>
    read<{ kind: string; title: string; href: string }>(
      sql`select kind, title, href from notice where user_id = ${seller.userId} order by at, id`,
    );
  return {
    workspaceId,
    seller,
    read,
    write,
    accountId,
    anaId,
    contact,
    asset,
    study,
    link,
    linkId,
    ticketOf,
    say,
    flush,
    rows,
    visits,
    notices,
  };
}

type LogRow = {
  id: string;
  contact_id: string | null;
  account_id: string | null;
  engaged_seconds: number;
  completion: number;
  verified: boolean;
  flag_reason: string | null;
  properties: Record<string, unknown>;
  replaces_id: string | null;
  source: string;
  occurred_at: Date;
};

type VisitState = {
  id: string;
  active_ms: number;
  pages_seen: number;
  started_at: Date;
  last_at: Date;
  ended_at: Date | null;
  verified: boolean;
  flag_reason: string | null;
  forwarded_reason: string | null;
  contact_id: string | null;
  email: string | null;
  device_hash: string | null;
  network_hash: string | null;
  last_page: number | null;
  interaction_id: string | null;
};

export function bodyOf(said: Said, atMs: number): string {
  const { seq = Math.round(atMs), pages = {}, at = null, signals = moving, ended, openMs = atMs } = said;
  return JSON.stringify({ seq, openMs, pages, at, signals, ...(ended === undefined ? {} : { ended }) });
}
