import { Children, type ReactNode, useState } from 'react';
import { formatShare } from '../../../web/parts/money.tsx';
import type { Ledger, LedgerEntry } from '../contract.ts';
import classes from './ledger.module.css';
import { dayWords } from './words.ts';

const shownRows = 5;

/** A list that begins with a handful and opens to all of it. */
export function Shortened({ heading, children }: { heading: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const rows = Children.toArray(children);
  const shown = isOpen ? rows : rows.slice(0, shownRows);
  return (
    <div className={classes.group}>
      <h4>{heading}</h4>
      <ul>{shown}</ul>
      {rows.length > shown.length ? (
        <button type="button" className={classes.moreRows} onClick={() => setOpen(true)}>
          {rows.length - shown.length} more
        </button>
      ) : null}
    </div>
  );
}

type RowProps = {
  /** Teal for what they read or wrote, amber for what was said between people. */
  kind: 'content' | 'person';
  children: ReactNode;
  note: ReactNode;
  onOpen?: (() => void) | undefined;
};

/** One thing known: what on the left, how and when on the right. */
export function Row({ kind, children, note, onOpen }: RowProps) {
  return (
    <li className={classes.row} data-kind={kind}>
      <span className={classes.what}>{children}</span>
      {onOpen ? (
        <button type="button" className={classes.note} onClick={onOpen}>
          {note}
        </button>
      ) : (
        <span className={classes.note}>{note}</span>
      )}
    </li>
  );
}

const minuteSeconds = 60;

function readWords({
  times,
  completion,
  engagedSeconds,
  lastAt,
}: NonNullable<Ledger['fromUs']['assets'][number]['read']>): string {
  const parts = [
    completion === null ? 'read' : `read ${formatShare(completion)}`,
    engagedSeconds !== null && engagedSeconds >= minuteSeconds
      ? `${Math.round(engagedSeconds / minuteSeconds)} min`
      : null,
    times > 1 ? `${times}×` : null,
    dayWords(lastAt),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

type KnownAssetsProps = { assets: Ledger['fromUs']['assets']; onOpen: (conversationId: string) => void };

/** What they read, were shown or were sent; of what they were sent, whether they read it. */
export function KnownAssets({ assets, onOpen }: KnownAssetsProps) {
  if (assets.length === 0) return null;
  return (
    <Shortened heading="Read, shown and sent">
      {assets.map(({ asset, read, given }) => {
        const gave = given ? `${given.how}, ${dayWords(given.at)}` : null;
        const conversationId = given?.conversationId ?? null;
        return (
          <Row
            key={asset.id}
            kind={read ? 'content' : 'person'}
            note={[gave, read ? readWords(read) : given?.how === 'sent' ? 'not read' : null]
              .filter((part) => part !== null)
              .join('; ')}
            onOpen={conversationId === null ? undefined : () => onOpen(conversationId)}
          >
            {asset.title}
          </Row>
        );
      })}
    </Shortened>
  );
}

type SaidRowsProps = {
  heading: string;
  items: readonly (LedgerEntry & { question?: string | null })[];
  withPerson: boolean;
  onOpen: (conversationId: string) => void;
};

export function SaidRows({ heading, items, withPerson, onOpen }: SaidRowsProps) {
  if (items.length === 0) return null;
  return (
    <Shortened heading={heading}>
      {items.map(({ id, text, question, at, contact, teammate, conversationId }) => (
        <Row
          key={id}
          kind="person"
          note={[withPerson ? contact?.name : null, teammate?.name, dayWords(at)].filter(Boolean).join(', ')}
          onOpen={conversationId === null ? undefined : () => onOpen(conversationId)}
        >
          {question ? <span className="mute">{question} </span> : null}
          {text ?? (question ? 'answered' : '')}
        </Row>
      ))}
    </Shortened>
  );
}

const shownAnswers = 8;

/** What they wrote into forms, in their own words. */
export function FormRows({ forms, withPerson }: { forms: Ledger['fromThem']['forms']; withPerson: boolean }) {
  if (forms.length === 0) return null;
  return (
    <Shortened heading="Wrote into forms">
      {forms.map(({ interactionId, at, subject, contact, answers }) => (
        <Row
          key={interactionId}
          kind="content"
          note={[withPerson ? contact?.name : null, dayWords(at)].filter(Boolean).join(', ')}
        >
          {subject ?? 'A form'}
          {Object.entries(answers)
            .slice(0, shownAnswers)
            .map(([field, answer]) => (
              <span key={field} className={classes.answer}>
                <span className="mute">{field.replaceAll('_', ' ')}:</span> {answer}
              </span>
            ))}
        </Row>
      ))}
    </Shortened>
  );
}
