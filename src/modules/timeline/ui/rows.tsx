import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatExact } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { Interaction, Mark } from './api-types.ts';
import { dayWords, isPast } from './day-words.ts';
import classes from './list.module.css';
import { UndoMark } from './undo-mark.tsx';
import {
  attentionWords,
  channelWords,
  contentPlaces,
  contentWords,
  didWords,
  flagWords,
  pagesOf,
  saidIn,
  spanWords,
  titleOf,
  visitWords,
  wordsOf,
} from './words.ts';

const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** How a line is drawn: of a record or of everyone, and whether the keyboard stands on it. */
export type Drawn = {
  /** On a company's, a deal's or everybody's list it must be said whose interaction it is. */
  withPerson: boolean;
  /** Whose page it is, who need not be named. */
  contactId: string | undefined;
  /** The line that Tab reaches; the arrows of the keyboard do the rest. */
  tabbable: boolean;
  onOpen: (id: string) => void;
};

export function DayRow({ at }: { at: string }) {
  return <h3 className={classes.day}>{dayFormat.format(new Date(at))}</h3>;
}

function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      {timeFormat.format(new Date(at))}
    </time>
  );
}

/** Content to the left of the line, person-to-person to the right of it, stages on it. */
function Lane({ of }: { of: 'content' | 'person' | 'stage' }) {
  return <span className={classes.lane} data-lane={of} aria-hidden="true" />;
}

type LineProps = { at: string; lane: 'content' | 'person' | 'stage'; who: ReactNode; children: ReactNode };

function Line({ at, lane, who, children }: LineProps) {
  return (
    <div className={classes.entry}>
      <Time at={at} />
      <Lane of={lane} />
      <div className={classes.what}>{children}</div>
      <span className={classes.who}>{who}</span>
    </div>
  );
}

export function MarkRow({ mark, drawn }: { mark: Mark; drawn: Drawn }) {
  const whose = drawn.contactId === undefined ? (mark.contact ?? mark.opportunity) : null;
  const href: string = mark.contact ? `/people/contacts/${mark.contact.id}` : `/people/deals/${whose?.id}`;
  const tabIndex = drawn.tabbable ? 0 : -1;
  return (
    <Line at={mark.at} lane="stage" who={mark.by}>
      {/* With nobody else to open, the keyboard rests on the words. */}
      <b className={classes.stage} {...(whose ? {} : { 'data-primary': true, tabIndex })}>
        <span className="sr-only">{mark.mark === 'owner' ? 'Owner: ' : 'Stage: '}</span>
        {mark.words}
      </b>
      {whose ? (
        <>
          {' · '}
          <Link to={href} data-primary tabIndex={tabIndex}>
            {whose.name}
          </Link>
        </>
      ) : null}
      {mark.reason ? <span className="mute"> · {mark.reason}</span> : null}
      {mark.undoId ? <UndoMark id={mark.undoId} words={mark.words} tabbable={drawn.tabbable} /> : null}
    </Line>
  );
}

export function EntryRow({ entry, drawn }: { entry: Interaction; drawn: Drawn }) {
  const title = titleOf(entry);
  const { conversation } = entry;
  const isHidden = conversation !== null && !conversation.readable;
  const said = saidIn(entry);
  const notes = [
    conversation?.durationMinutes
      ? spanWords(conversation.durationMinutes * minuteMs)
      : attentionWords(entry),
    ...contentWords(entry),
    ...said.topics,
    said.outcome,
    entry.direction === 'inbound' && entry.kind === 'person' ? inboundWords(entry.type) : null,
    entry.kind === 'content' && entry.channel && entry.direction !== 'outbound'
      ? channelWords(entry.channel)
      : null,
    entry.campaign && entry.campaign.name !== title ? entry.campaign.name : null,
  ].filter((note) => note !== null);
  return (
    <Line at={entry.occurredAt} lane={entry.kind} who={<Who of={entry} drawn={drawn} />}>
      <span className="sr-only">{entry.kind === 'content' ? 'Content: ' : 'Person to person: '}</span>
      <button
        type="button"
        className={classes.open}
        data-primary
        tabIndex={drawn.tabbable ? 0 : -1}
        onClick={() => drawn.onOpen(entry.id)}
      >
        {didWords(entry)}
        {title && !isHidden ? <b> {title}</b> : null}
      </button>
      {conversation?.private ? <PrivateWord readable={conversation.readable} /> : null}
      {notes.length > 0 && !isHidden ? <span className="mute"> · {notes.join(' · ')}</span> : null}
      <Places of={entry} drawn={drawn} />
      {entry.verified ? null : (
        <span className="mute">
          {' '}
          · <DefinedTerm term="verified">not counted</DefinedTerm>: {flagWords(entry.flagReason)}
        </span>
      )}
      {isHidden ? null : <Said entry={entry} />}
    </Line>
  );
}

/** Content leads on to the link it came by and to the piece. */
function Places({ of, drawn }: { of: Interaction; drawn: Drawn }) {
  return contentPlaces(of).map(({ label, href }) => {
    const to: string = href;
    return (
      <span key={label} className="mute">
        {' · '}
        <Link to={to} tabIndex={drawn.tabbable ? 0 : -1}>
          {label}
        </Link>
      </span>
    );
  });
}

const inboundWords = (type: string): string =>
  type === 'email_exchange' || type === 'message' ? 'from them' : 'they came to us';

/** That a conversation is private is said to all, what was said in it only to those who took part. */
function PrivateWord({ readable }: { readable: boolean }) {
  return (
    <span className={classes.private}>
      {readable ? 'private, for those who took part' : 'private: only those who took part can read it'}
    </span>
  );
}

/** Questions and the next step, in their own words. */
function Said({ entry }: { entry: Interaction }) {
  const { questions } = saidIn(entry);
  const next = entry.conversation?.nextStep ?? null;
  const late = next !== null && next.doneAt === null && next.dueOn !== null && isPast(next.dueOn);
  return (
    <>
      {questions.map(({ text, answered, answer, by }) => (
        <span key={text} className={classes.quote}>
          {by === 'us' ? 'we asked' : 'asked'}: “{text}”
          {answer ? ` – answered: “${answer}”` : answered ? ' – answered' : null}
        </span>
      ))}
      {next ? (
        <span className={classes.quote}>
          next: {next.text}
          {next.doneAt ? ', done' : null}
          {next.dueOn && !next.doneAt ? (
            <span className={late ? 'late' : undefined}>
              , {late ? 'was due' : 'due'} {dayWords(next.dueOn)}
            </span>
          ) : null}
        </span>
      ) : null}
    </>
  );
}

const minuteMs = 60_000;
const shownPages = 40;
const previewPages = 3;

type FoldedProps = {
  entries: readonly [Interaction, ...Interaction[]];
  expanded: boolean;
  onToggle: () => void;
  drawn: Drawn;
};

/** A visit: "6 pages in 12 min, from LinkedIn", and on demand each of them. */
export function SessionRow({ entries, expanded, onToggle, drawn }: FoldedProps) {
  const [first] = entries;
  const pages = pagesOf(entries);
  const titles = [...new Set(entries.map(titleOf).filter((title) => title !== null))];
  return (
    <Line at={first.occurredAt} lane="content" who={<Who of={first} drawn={drawn} />}>
      <span className="sr-only">Content: </span>
      <button
        type="button"
        className={classes.toggle}
        data-primary
        data-toggles
        aria-expanded={expanded}
        tabIndex={drawn.tabbable ? 0 : -1}
        onClick={onToggle}
      >
        {visitWords(entries)}
      </button>
      {expanded ? null : (
        <span className="mute">
          {' · '}
          {titles.slice(0, previewPages).join(', ')}
          {titles.length > previewPages ? ` and ${titles.length - previewPages} more` : ''}
        </span>
      )}
      {first.verified ? null : (
        <span className="mute">
          {' '}
          · <DefinedTerm term="verified">not counted</DefinedTerm>: {flagWords(first.flagReason)}
        </span>
      )}
      {expanded ? <Pages pages={pages} drawn={drawn} /> : null}
    </Line>
  );
}

/** Mails that answer one another, told as one. */
export function ThreadRow({ entries, expanded, onToggle, drawn }: FoldedProps) {
  const [first] = entries;
  const hidden = first.conversation !== null && !first.conversation.readable;
  const subject = hidden ? null : titleOf(entries.at(-1) ?? first);
  return (
    <Line at={first.occurredAt} lane="person" who={<Who of={first} drawn={drawn} />}>
      <span className="sr-only">Person to person: </span>
      <button
        type="button"
        className={classes.toggle}
        data-primary
        data-toggles
        aria-expanded={expanded}
        tabIndex={drawn.tabbable ? 0 : -1}
        onClick={onToggle}
      >
        {entries.length} e-mails{subject ? <b> {subject}</b> : null}
      </button>
      {first.conversation?.private ? <PrivateWord readable={first.conversation.readable} /> : null}
      {hidden ? null : <Said entry={first} />}
      {expanded ? <Pages pages={entries.map((entry) => ({ entry, times: 1 }))} drawn={drawn} /> : null}
    </Line>
  );
}

type PagesProps = { pages: readonly { entry: Interaction; times: number }[]; drawn: Drawn };

function Pages({ pages, drawn }: PagesProps) {
  return (
    <ul className={classes.pages}>
      {pages.slice(0, shownPages).map(({ entry, times }) => {
        const hidden = entry.conversation !== null && !entry.conversation.readable;
        const notes = [
          times > 1 ? `${times} times` : null,
          attentionWords(entry),
          entry.direction === 'inbound' && entry.kind === 'person' ? 'from them' : null,
          entry.direction === 'outbound' && entry.kind === 'person' ? 'from us' : null,
        ].filter((note) => note !== null);
        return (
          <li key={entry.id}>
            <Time at={entry.occurredAt} />
            <span>
              <button type="button" className={classes.open} onClick={() => drawn.onOpen(entry.id)}>
                {entry.type === 'page_view' ? null : `${didWords(entry)} `}
                {hidden ? 'Private' : (titleOf(entry) ?? wordsOf(entry.type).noun)}
              </button>
              {notes.length > 0 ? <span className="mute"> · {notes.join(' · ')}</span> : null}
            </span>
          </li>
        );
      })}
      {pages.length > shownPages ? (
        <li className="mute">and {pages.length - shownPages} more earlier in this visit</li>
      ) : null}
    </ul>
  );
}

const namedPeople = 2;

/** Who on their side, where it must be said, and who on ours. */
function Who({ of, drawn }: { of: Interaction; drawn: Drawn }) {
  const people = of.kind === 'person' ? of.participants : of.person ? [of.person] : [];
  const theirs = people.filter((one) => one.id !== drawn.contactId);
  const isOwn = theirs.length < people.length;
  const named = theirs.slice(0, namedPeople);
  return (
    <>
      {isOwn && named.length > 0 ? 'and ' : null}
      {named.map((one, index) => {
        const href: string = `/people/contacts/${one.id}`;
        return (
          <span key={one.id}>
            {index > 0 ? ', ' : null}
            <Link to={href} tabIndex={drawn.tabbable ? 0 : -1}>
              {one.name || 'No name'}
            </Link>
          </span>
        );
      })}
      {theirs.length > namedPeople ? ` and ${theirs.length - namedPeople} more` : null}
      {people.length === 0 && of.kind === 'content' && drawn.withPerson ? 'someone unknown' : null}
      {of.teammate ? `${theirs.length > 0 ? ' with ' : ''}${oursOf(of)}` : null}
    </>
  );
}

function oursOf({ teammate, teammates }: Interaction): string {
  const more = teammates.length - 1;
  return more > 0 ? `${teammate?.name} and ${more} more` : (teammate?.name ?? '');
}
