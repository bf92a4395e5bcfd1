import { htmlLetter, type LetterContent, plainLetter } from '../../../notices/index.ts';
import type { BoardFigures } from '../figures-schema.ts';
import { dayWords } from '../words.ts';

export type BoardMail = { subject: string; text: string; html: string };

/** The mail that brings the page: what it says in its first lines, and the page itself as an attachment. */
export function composeBoardMail(options: {
  figures: BoardFigures;
  noteText: string;
  publicUrl: string;
  isTest: boolean;
  /** Members can open the page; outsiders have the PDF alone. */
  isMember: boolean;
  why: string;
  stopUrl: string;
}): BoardMail {
  const { figures, noteText, publicUrl, isTest, isMember, why, stopUrl } = options;
  const { quarter, headline, workspace, madeAt, timeZone, changes } = figures;
  const [first = '', ...others] = headline;
  const item = (title: string) => ({ title, text: '', when: '', url: pageUrl });
  const pageUrl = `${publicUrl}/results/board?quarter=${quarter.key}`;
  const content: LetterContent = {
    heading: first,
    lead: [...others, ...(noteText.trim() === '' ? [] : [`“${noteText.trim()}”`])].join('\n'),
    groups:
      changes.length === 0
        ? []
        : [{ label: 'What changed and why', items: changes.map(({ words }) => item(words)) }],
    button: isMember ? { label: 'Open the page', url: pageUrl } : { label: 'Open Liaison', url: publicUrl },
    why: `The whole page is attached. Made ${dayWords(madeAt, timeZone)}, and kept as it is. ${why}`,
    settingsUrl: isMember ? `${publicUrl}/settings/notices` : null,
    unsubscribe: { label: 'No more of these mails', url: stopUrl },
  };
  const subject = `${isTest ? 'Test: ' : ''}${workspace}, ${quarter.label} for the board`;
  return { subject, text: plainLetter(content), html: htmlLetter(content, subject) };
}
