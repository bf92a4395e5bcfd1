import { DateTime } from 'luxon';
import { noticeKinds } from '../kinds.ts';
import { htmlLetter, type LetterContent, type LetterItem, plainLetter } from './letter.ts';

export type ToldInMail = { kind: string; title: string; text: string; href: string; at: Date };

export type ComposedMail = { subject: string; text: string; html: string };

const mostItems = 50;

type Frame = {
  publicUrl: string;
  workspaceName: string;
  zone: string;
  unsubscribeUrl: string;
};

const labelOf = (kind: string) => noticeKinds().find(({ name }) => name === kind)?.label ?? 'Other notices';

/** Written with its zone: whoever reads it may be somewhere else today. */
function whenOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('en-GB').toFormat('ccc d LLLL, HH:mm ZZZZ');
}

/** A mail about one thing. The subject says it. */
export function composeSingle(options: Frame & { notice: ToldInMail }): ComposedMail {
  const { notice, publicUrl, workspaceName, zone, unsubscribeUrl } = options;
  const subject = oneLine(notice.title);
  const content: LetterContent = {
    heading: notice.title,
    lead: notice.text,
    groups: [],
    button: { label: 'Open in Liaison', url: `${publicUrl}${notice.href}` },
    why: `${whenOf(notice.at, zone)} · ${workspaceName}. You get this because of “${labelOf(notice.kind)}”.`,
    settingsUrl: `${publicUrl}/settings/notices`,
    unsubscribe: { label: 'No more mail of this kind', url: unsubscribeUrl },
  };
  return { subject, text: plainLetter(content), html: htmlLetter(content, subject) };
}

/** What came together in a day, by kind in the order in which kinds stand in the settings, latest first. */
export function composeDigest(options: Frame & { notices: readonly ToldInMail[] }): ComposedMail {
  const { notices, publicUrl, workspaceName, unsubscribeUrl } = options;
  const latest = [...notices].sort((a, b) => b.at.getTime() - a.at.getTime());
  const [first] = latest;
  const subject =
    notices.length === 1 && first
      ? oneLine(first.title)
      : `${notices.length} things to know: ${summary(notices)}`;
  const left = notices.length - mostItems;
  const content: LetterContent = {
    heading: notices.length === 1 ? 'One thing to know' : `${notices.length} things to know`,
    lead: left > 0 ? `The latest ${mostItems}; ${left} more stand in Liaison.` : '',
    groups: groupsOf(latest.slice(0, mostItems), options),
    button: { label: 'See all in Liaison', url: `${publicUrl}/notices` },
    why: `Your daily digest of ${workspaceName}. What you had read in Liaison before is left out.`,
    settingsUrl: `${publicUrl}/settings/notices`,
    unsubscribe: { label: 'No more digests', url: unsubscribeUrl },
  };
  return { subject, text: plainLetter(content), html: htmlLetter(content, subject) };
}

function groupsOf(notices: readonly ToldInMail[], { publicUrl, zone }: Frame): LetterContent['groups'] {
  const byKind = Map.groupBy(notices, ({ kind }) => kind);
  const order = noticeKinds().map(({ name }) => name);
  const place = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return [...byKind]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([kind, of]) => ({
      label: labelOf(kind),
      items: of.map(
        ({ title, text, href, at }): LetterItem => ({
          title,
          text,
          when: whenOf(at, zone),
          url: `${publicUrl}${href}`,
        }),
      ),
    }));
}

/** `a lead came back (2), a promise is overdue`. */
function summary(notices: readonly ToldInMail[]): string {
  const counts = [...Map.groupBy(notices, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  const words = counts
    .slice(0, 3)
    .map(([kind, of]) => `${lowerFirst(labelOf(kind))}${of.length > 1 ? ` (${of.length})` : ''}`);
  return `${words.join(', ')}${counts.length > words.length ? ' and more' : ''}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A subject is one line; what else it holds the mail library encodes. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
