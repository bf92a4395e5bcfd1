import { isAutomatic } from './automatic-mail.ts';
import { cleanLine } from './clean-text.ts';
import { type HeaderField, headerIn, isForwardMarker } from './header-words.ts';
import { readMailDate } from './mail-date.ts';
import type { ForwardedMail, MailPerson, ReadMail } from './mail-types.ts';
import { peopleIn, readMail, UnreadableMail } from './read-mail.ts';

const dayMs = 86_400_000;
const maxSubjectLength = 998;

/**
 * The mail that another passes on: attached as a mail, or written below with its headers in words. Null where there
 * is none to be made out.
 */
export async function readForwarded(
  mail: ReadMail,
  options: { timeZone: string; now: Date },
): Promise<ForwardedMail | null> {
  return (await attachedMail(mail)) ?? inlineMail(mail, options);
}

async function attachedMail(mail: ReadMail): Promise<ForwardedMail | null> {
  const [raw] = mail.attachedMails;
  if (!raw) return null;
  try {
    const inner = await readMail(raw);
    return { ...inner, files: inner.files };
  } catch (error) {
    if (error instanceof UnreadableMail) return null;
    throw error;
  }
}

type Block = { headers: Map<HeaderField, string>; end: number };

function inlineMail(mail: ReadMail, options: { timeZone: string; now: Date }): ForwardedMail | null {
  const lines = mail.text.split('\n').map((line) => line.replace(/^(\s*>\s?)+/, ''));
  const block = findBlock(lines);
  const from = block && personIn(block.headers.get('from') ?? '');
  if (!block || !from) return null;
  const sentAt = mail.sentAt ?? options.now;
  const date = readMailDate(block.headers.get('date') ?? '', {
    timeZone: options.timeZone,
    offsetMinutes: mail.offsetMinutes,
    sentAt,
  });
  const subject = cleanLine(block.headers.get('subject') ?? '', maxSubjectLength);
  return {
    from,
    to: peopleIn(block.headers.get('to') ?? ''),
    cc: peopleIn(block.headers.get('cc') ?? ''),
    subject: subject || mail.subject,
    // A date that lies ahead of the mail that passes it on was misread.
    sentAt: date && date.getTime() <= sentAt.getTime() + dayMs ? date : null,
    text: lines.slice(block.end).join('\n').trim(),
    messageId: null,
    references: mail.references,
    automatic: isAutomatic({ header: () => null, subject }),
    files: mail.files,
  };
}

function personIn(value: string): MailPerson | null {
  return peopleIn(value).at(0) ?? null;
}

const maxBlockLines = 40;

/** The first block of headers that says who wrote, and when or what about. */
function findBlock(lines: readonly string[]): Block | null {
  for (const [index, line] of lines.entries()) {
    if (isForwardMarker(line)) continue;
    const first = headerIn(line);
    if (!first || first.field === 'other') continue;
    const block = readBlock(lines, index);
    const { headers } = block;
    if (headers.has('from') && (headers.has('date') || headers.has('subject')) && headers.size >= 3)
      return block;
  }
  return null;
}

/** Headers from a line on; a line that is none belongs to the one before it, a blank line ends them. */
function readBlock(lines: readonly string[], start: number): Block {
  const headers = new Map<HeaderField, string>();
  let current: HeaderField | null = null;
  let index = start;
  for (; index < Math.min(lines.length, start + maxBlockLines); index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') break;
    const header = headerIn(line);
    if (header && !headers.has(header.field)) {
      current = header.field;
      headers.set(current, header.value);
    } else if (current === 'to' || current === 'cc' || current === 'subject' || current === 'from') {
      headers.set(current, `${headers.get(current) ?? ''} ${line.trim()}`);
    }
  }
  return { headers, end: index };
}
