import type { Piece } from './kept.ts';

/** "Retrofit case study and 2 more" */
export function titleOf(pieces: readonly Pick<Piece, 'title'>[]): string {
  const [first, ...others] = pieces;
  if (!first) return '';
  if (others.length === 0) return first.title;
  return `${first.title} and ${others.length === 1 ? 'one' : others.length} more`;
}

const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? '';

/** What stands in the mail besides the address, where nobody wrote anything. */
export const greetingOf = (name: string | null): string =>
  name === null ? 'Hello,' : `Hello ${firstNameOf(name)},`;

type MailOptions = {
  to: string | null;
  name: string | null;
  subject: string;
  message: string;
  title: string;
  url: string;
};

/** A mail in the reader's own program, begun. */
export function mailAddressOf({ to, name, subject, message, title, url }: MailOptions): string {
  const begun = message.trim() === '' ? greetingOf(name) : message.trim();
  const body = `${begun}\n\n${title}:\n${url}\n`;
  const query = new URLSearchParams({ subject, body }).toString().replaceAll('+', '%20');
  return `mailto:${encodeURIComponent(to ?? '').replaceAll('%40', '@')}?${query}`;
}

/** LinkedIn's own page for sharing an address. */
export const linkedInAddressOf = (url: string): string =>
  `https://www.linkedin.com/sharing/share-offsite/?url=${encodeURIComponent(url)}`;
