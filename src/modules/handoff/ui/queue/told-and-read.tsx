import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { dayWords } from '../../../conversations/ui/words.ts';
import type { Packet } from '../parts/api-types.ts';
import { spanWords } from '../parts/due-words.ts';
import classes from './packet.module.css';

const shownRows = 3;
/** Less says nothing of interest. */
const leastSeconds = 10;

type Line = { key: string; text: string; note: string; open?: boolean };

/** What they know from us, and what we know from them: each side of the same ledger. */
export function ToldAndRead({ packet, contactId }: { packet: Packet; contactId: string }) {
  const read = packet.read.map((one, place) => ({
    key: `read ${place}`,
    text: one.title,
    note: readWords(one),
  }));
  const told = packet.told.map((one, place) => ({
    key: `told ${place}`,
    from: one.from,
    text: one.text,
    note: dayWords(one.at),
  }));
  const asked = packet.questions.map(({ itemId, text }) => ({
    key: itemId,
    text: `Asked: ${text}`,
    note: 'open',
    open: true,
  }));
  return (
    <section className={classes.part} aria-label="What is known on both sides">
      <Lines
        heading="What they know from us"
        lines={[...read, ...told.filter(({ from }) => from === 'us')]}
        nothing="They have read nothing and were told nothing that was logged."
        contactId={contactId}
      />
      <Lines
        heading="What we know from them"
        lines={[...asked, ...told.filter(({ from }) => from === 'them')]}
        nothing="Nothing was heard from them yet."
        contactId={contactId}
      />
    </section>
  );
}

type LinesProps = { heading: string; lines: readonly Line[]; nothing: string; contactId: string };

function Lines({ heading, lines, nothing, contactId }: LinesProps): ReactNode {
  const more = lines.length - shownRows;
  const href: string = `/people/contacts/${contactId}`;
  return (
    <>
      <h3>{heading}</h3>
      {lines.length === 0 ? <p className={classes.small}>{nothing}</p> : null}
      <ul className={classes.lines}>
        {lines.slice(0, shownRows).map((line) => (
          <li key={line.key}>
            <span>{line.text}</span>
            <span data-open={line.open || undefined}>{line.note}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className={classes.small}>
          <Link to={href}>and {more} more</Link>
        </p>
      ) : null}
    </>
  );
}

/** "92 %, 6 min", "3×, last 3 Jun" */
function readWords({ times, seconds, completion, at }: Packet['read'][number]): string {
  if (times > 1) return `${times}×, last ${dayWords(at)}`;
  const attention = [
    completion === null ? null : `${Math.round(completion * 100)} %`,
    seconds === null || seconds < leastSeconds ? null : spanWords(seconds * 1_000),
  ].filter((part) => part !== null);
  return attention.length > 0 ? `read ${attention.join(', ')}` : dayWords(at);
}
