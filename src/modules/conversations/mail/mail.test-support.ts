import { createTransport, type SendMailOptions } from 'nodemailer';
import { signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { type MailDoor, openMailDoor } from './door/mail-door.ts';
import { addressOf } from './mail-address.ts';

export const mailDomain = 'log.ours.io';

/** A workspace with a seller, Ben, who is signed in, and one known contact, Ada; mail goes in through a real door. */
export async function openMailHouse(services: TestServices) {
  const { workspaceId } = await createTestWorkspace(services, { timeZone: 'Europe/Berlin' });
  const ben = await signInMember(services, {
    workspaceId,
    role: 'sales',
    name: 'Ben Ours',
    email: `ben-${newId().slice(-6)}@ours-${newId().slice(-6)}.io`,
  });
  const adaAddress = `ada@acme-${newId().slice(-6)}.com`;
  await services.database.inWorkspace(workspaceId, (tx) =>
    ingest(tx, {
      workspaceId,
      system: 'test',
      actorName: 'test',
      now: services.now(),
      batch: { contacts: [{ key: 'ada', name: 'Ada Park', email: adaAddress }] },
    }),
  );
  const address = await readAddress(services, workspaceId);
  return { workspaceId, ben, adaAddress, address };
}

export async function readAddress(services: TestServices, workspaceId: string): Promise<string> {
  const row = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<{ secret: string }>(sql`select secret from mail_setting`),
  );
  return addressOf(row?.secret ?? '', mailDomain);
}

export async function openTestDoor(services: TestServices): Promise<MailDoor> {
  const door = await openMailDoor(services);
  if (door.status.state !== 'open') throw new Error(`the door is ${door.status.state}: ${door.status.error}`);
  return door;
}

/** Sends as a mail program does; answers the server's last word, and rejects with its refusal. */
export async function send(
  door: MailDoor,
  mail: SendMailOptions & { envelope?: { from: string; to: string | string[] } },
): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: door.status.port ?? 0,
    secure: false,
    ignoreTLS: true,
  });
  try {
    const info: { response: string } = await transport.sendMail(mail);
    return info.response;
  } finally {
    transport.close();
  }
}

export type MailSeen = {
  state: string;
  way: string;
  why: string | null;
  direction: string;
  subject: string;
  sender_address: string;
  occurred_at: Date;
  thread_id: string;
  conversation_id: string | null;
  automatic: boolean;
  message: { text: string; shownText: string };
};

/** The mails of a workspace in the order they came. */
export function mailsOf(services: TestServices, workspaceId: string): Promise<MailSeen[]> {
  return services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows<MailSeen>(sql`select * from inbound_mail order by id`),
  );
}

export type InteractionSeen = {
  type: string;
  direction: string | null;
  occurred_at: Date;
  subject: string | null;
  verified: boolean;
  flag_reason: string | null;
  source: string;
  contact_id: string | null;
  teammate_id: string | null;
};

export function interactionsOf(services: TestServices, workspaceId: string): Promise<InteractionSeen[]> {
  return services.database.inWorkspace(workspaceId, (tx) =>
    tx.rows<InteractionSeen>(sql`select * from interaction order by position`),
  );
}

export async function countsOf(services: TestServices, workspaceId: string) {
  return services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<{ received: number; accepted: number; duplicate: number; dead_lettered: number }>(
      sql`select sum(received)::integer as received, sum(accepted)::integer as accepted,
        sum(duplicate)::integer as duplicate, sum(dead_lettered)::integer as dead_lettered
        from log_count where door = 'mail'`,
    ),
  );
}
