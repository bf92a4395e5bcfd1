import { randomInt, timingSafeEqual } from 'node:crypto';
import { signWords } from '../../../platform/auth/seal.ts';
import { newId } from '../../../platform/ids.ts';
import { type Mailer, openMailer } from '../../../platform/mail/mailer.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { htmlLetter, plainLetter } from './letter.ts';
import type { LinkForReader } from './link-for-reader.ts';
import { oneLine } from './words.ts';

/** A code is good for ten minutes and five tries; then there is to be a new one. */
const codeLifeMs = 10 * 60_000;
const mostTries = 5;
const digits = 6;
const forgottenAtOnce = 100;
const purpose = 'share-link-code';

type Keeper = Pick<Services, 'config' | 'database' | 'now' | 'log'>;
type Place = { link: LinkForReader; address: string };

/** Makes the one code that is good for an address at a link, and mails it. Answers whether the mail was taken. */
export async function mailCode(services: Keeper, { link, address }: Place): Promise<boolean> {
  const mailer = openMailer(services.config);
  if (mailer === null) return false;
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  const now = services.now();
  const codeHash = await hashOf(services, { link, address }, code);
  await services.database.inWorkspace(link.workspaceId, async (tx) => {
    await tx.run(sql`delete from share_link_code where (link_id, address) in (
      select link_id, address from share_link_code where good_until < ${now}::timestamptz limit ${forgottenAtOnce})`);
    await tx.run(sql`insert into share_link_code (workspace_id, link_id, address, code_hash, made_at, good_until)
      values (${link.workspaceId}, ${link.id}, ${address}, ${codeHash}, ${now}, ${new Date(now.getTime() + codeLifeMs)})
      on conflict (link_id, address) do update set code_hash = excluded.code_hash, made_at = excluded.made_at,
        good_until = excluded.good_until, tries = 0`);
  });
  try {
    await sendCode(services, mailer, { link, address, code });
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    services.log.warn({ linkId: link.id, said }, 'a code for a reader was not mailed');
    return false;
  }
}

async function sendCode(
  { config }: Keeper,
  mailer: Mailer,
  { link, address, code }: Place & { code: string },
): Promise<void> {
  const title = oneLine(link.title);
  const subject = `${code} is your code to read “${title}”`;
  const letter = {
    message: `Your code to read “${title}”, which ${oneLine(link.sender.name)} of ${oneLine(link.workspaceName)} shared:`,
    code,
    why: `It is good for ten minutes, once. Somebody gave this address at ${new URL(config.contentUrl).host}; if that was not you, nothing needs to be done. Nobody will ever ask you for this code on the phone.`,
  };
  await mailer.send({
    to: { name: '', address },
    subject,
    text: plainLetter(letter),
    html: htmlLetter(letter, subject),
    messageId: `<code-${newId()}@${config.mailDomain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  });
}

export type CodeAnswer = 'right' | 'wrong' | 'used_up';

/** Takes a try, then compares; a code that was right is good for nothing afterwards. */
export async function tryCode(
  services: Keeper,
  { link, address, code }: Place & { code: string },
): Promise<CodeAnswer> {
  const now = services.now();
  const { database } = services;
  const held = await database.inWorkspace(link.workspaceId, (tx) =>
    tx.first<{ code_hash: string; tries: number }>(sql`update share_link_code set tries = tries + 1
      where link_id = ${link.id} and address = ${address} and good_until > ${now}::timestamptz and tries < ${mostTries}
      returning code_hash, tries`),
  );
  const given = Buffer.from(await hashOf(services, { link, address }, code));
  const wanted = Buffer.from(held?.code_hash ?? '-'.repeat(given.length));
  const isRight = wanted.length === given.length && timingSafeEqual(given, wanted) && held !== null;
  if (!isRight) return held === null || held.tries >= mostTries ? 'used_up' : 'wrong';
  const spent = await database.inWorkspace(link.workspaceId, (tx) =>
    tx.run(sql`delete from share_link_code
      where link_id = ${link.id} and address = ${address} and code_hash = ${held.code_hash}`),
  );
  return spent === 1 ? 'right' : 'used_up';
}

/** Keyed, for a million codes are soon gone through. */
async function hashOf({ config }: Keeper, { link, address }: Place, code: string): Promise<string> {
  const words = [link.id, address, code].join('\n');
  return (await signWords(config, purpose, words)).slice(words.length + 1);
}
