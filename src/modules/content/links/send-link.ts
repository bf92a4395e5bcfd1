import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { type Mailer, MailRefused, missingForMail, openMailer } from '../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { ShareLink } from './contract.ts';
import { holdLink } from './hold-link.ts';
import { htmlLetter, plainLetter } from './letter.ts';
import { loadLink } from './load-links.ts';
import { restateShare } from './restate-share.ts';
import type { LinkStep } from './step.ts';
import { oneLine } from './words.ts';

type Sending = {
  services: Pick<Services, 'config' | 'now' | 'log'>;
  inStep: <T>(work: (step: LinkStep) => Promise<T>) => Promise<T>;
  actor: Actor;
  userId: string | null;
  input: { id: string; to?: string | undefined; subject: string; message: string };
};

const dayMs = 86_400_000;
/** Far beyond what people write by hand; a token that fell into wrong hands shall not fill mailboxes. */
const mostADay = 500;
const mostOfLinkADay = 50;

type Sender = { name: string; address: string | null; workspaceName: string };

/**
 * Sends a link by mail in the name of who sends it; an answer goes to them. The mail goes out first: one that was not
 * taken is not said to have been sent.
 */
export async function sendLink(sending: Sending): Promise<ShareLink> {
  const { services, inStep, input, userId, actor } = sending;
  const ready = await inStep(async (step) => {
    const link = await loadLink(step, input.id);
    refuseClosed(link);
    await refuseTooMany(step, link.id);
    return { link, to: addressOf(link, input.to), sender: await senderOf(step.tx, userId, actor) };
  });
  const mailer = requireMailer(services.config);
  const mailId = newId();
  await deliver({ ...sending, ...ready, mailer, mailId });
  return inStep(async (step) => {
    const held = await holdLink(step, { id: ready.link.id });
    await step.tx.run(sql`insert into share_link_mail (id, workspace_id, link_id, address, subject, sent_at, sent_by)
      values (${mailId}, ${step.workspaceId}, ${held.id}, ${ready.to.address}, ${oneLine(input.subject)}, ${step.now},
        ${step.actor.name})`);
    await step.tx.run(sql`update share_link set sent_by = 'liaison' where id = ${held.id}`);
    await recordAudit(step.tx, {
      workspaceId: step.workspaceId,
      actor: step.actor,
      action: 'share_link.mailed',
      recordType: 'share_link',
      recordId: held.id,
      recordLabel: held.title,
      changes: { to: { from: null, to: ready.to.address } },
    });
    const sent = await loadLink(step, held.id);
    await restateShare(step, { linkId: held.id, sentBy: 'liaison' });
    return sent;
  });
}

function requireMailer(config: Services['config']): Mailer {
  const mailer = openMailer(config);
  if (mailer !== null) return mailer;
  throw new AppError(
    'conflict',
    `Mail cannot go out yet. Set ${missingForMail(config).join(' and ')} and start Liaison again, or send the link from your own mail program.`,
  );
}

function refuseClosed({ state }: ShareLink): void {
  if (state === 'open') return;
  throw new AppError(
    'conflict',
    state === 'revoked'
      ? 'This link was taken back. Restore it before you send it.'
      : 'This link has run out. Give it a later end before you send it.',
  );
}

function addressOf(link: ShareLink, to: string | undefined): { name: string; address: string } {
  const own = link.contact?.email ?? null;
  const address = to ?? own;
  if (address === null) {
    throw new AppError('invalid_input', 'Say to which address it is to go.', {
      fields: [{ path: 'to', message: 'missing' }],
    });
  }
  const isOwn = own !== null && own.toLowerCase() === address.toLowerCase();
  return { name: isOwn ? oneLine(link.contact?.name ?? '') : '', address };
}

async function refuseTooMany({ tx, now, workspaceId }: LinkStep, linkId: string): Promise<void> {
  const since = new Date(now.getTime() - dayMs);
  const sent = await tx.first<{ all: number; ofLink: number }>(sql`select count(*)::int as all,
      (count(*) filter (where link_id = ${linkId}))::int as "ofLink" from share_link_mail
    where workspace_id = ${workspaceId} and sent_at > ${since}::timestamptz`);
  if (sent === null || (sent.all < mostADay && sent.ofLink < mostOfLinkADay)) return;
  throw new AppError(
    'too_many_requests',
    sent.ofLink >= mostOfLinkADay
      ? `This link went out ${mostOfLinkADay} times within a day. Send it from your own mail program, or tomorrow.`
      : `Liaison sends ${mostADay} links a day. Send it from your own mail program, or tomorrow.`,
  );
}

async function senderOf(tx: Tx, userId: string | null, actor: Actor): Promise<Sender> {
  const row = await tx.first<{ workspace: string; name: string | null; email: string | null }>(sql`
    select w.name as workspace, u.name, u.email from workspace w
    left join auth_user u on u.id = ${userId}::uuid where w.id = current_setting('liaison.workspace_id')::uuid`);
  return {
    name: oneLine(row?.name ?? actor.name),
    address: row?.email ?? null,
    workspaceName: oneLine(row?.workspace ?? ''),
  };
}

async function deliver(options: {
  services: Sending['services'];
  input: Sending['input'];
  mailer: Mailer;
  mailId: string;
  link: ShareLink;
  to: { name: string; address: string };
  sender: Sender;
}): Promise<void> {
  const { services, input, mailer, mailId, link, to, sender } = options;
  const subject = oneLine(input.subject);
  const letter = {
    message: input.message,
    button: { label: link.title, url: link.url },
    why: whyOf(sender),
  };
  try {
    await mailer.send({
      to,
      subject,
      text: plainLetter(letter),
      html: htmlLetter(letter, subject),
      messageId: `<share-${mailId}@${services.config.mailDomain}>`,
      headers: {},
      fromName: `${sender.name} (${sender.workspaceName})`,
      ...(sender.address === null ? {} : { replyTo: { name: sender.name, address: sender.address } }),
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    services.log.warn({ linkId: link.id, said }, 'a link was not mailed');
    const lasting = error instanceof MailRefused && error.lasting;
    throw new AppError(
      lasting ? 'unprocessable' : 'unavailable',
      lasting
        ? `The mail server did not take the mail to ${to.address}: ${said}`
        : `The mail could not go out just now: ${said} Try again, or send the link from your own mail program.`,
      { cause: error },
    );
  }
}

const whyOf = ({ name, address, workspaceName }: Sender): string =>
  `${name} of ${workspaceName} sends you this through Liaison.${address === null ? '' : ` An answer goes to ${address}.`} When you open the link, ${name} sees which pages were read and for how long.`;
