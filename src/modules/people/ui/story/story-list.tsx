import { Link } from '@tanstack/react-router';
import { formatExact } from '../../../../web/parts/when.tsx';
import type { Interaction } from '../api-types.ts';
import { attentionWords, exchangedIn, titleOf, wordsOf } from './interaction-words.ts';
import classes from './story.module.css';
import type { StoryDay, StoryEntry, StoryMark } from './story-entries.ts';

const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

type StoryListProps = {
  days: readonly StoryDay[];
  picked: ReadonlySet<string>;
  /** On a company's or a deal's page it must be said whose interaction it is. */
  withContact: boolean;
};

/** The story in words, latest day first. */
export function StoryList({ days, picked, withContact }: StoryListProps) {
  return days.map(({ day, entries }) => {
    const first = entries[0];
    if (!first) return null;
    return (
      <section key={day}>
        <h3 className={classes.day}>{dayFormat.format(new Date(first.at))}</h3>
        <ul className={classes.entries}>
          {entries.map((entry) =>
            entry.what === 'mark' ? (
              <MarkEntry key={entry.mark.id} mark={entry.mark} />
            ) : (
              <InteractionEntry
                key={entry.first.id}
                entry={entry}
                picked={entry.ids.some((id) => picked.has(id))}
                withContact={withContact}
              />
            ),
          )}
        </ul>
      </section>
    );
  });
}

function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      {timeFormat.format(new Date(at))}
    </time>
  );
}

function MarkEntry({ mark }: { mark: StoryMark }) {
  return (
    <li className={classes.entry}>
      <Time at={mark.at} />
      <span className={classes.kind} data-lane="stage" />
      <span className={classes.what}>
        <b className={classes.stageWhat}>{mark.words}</b>
        {mark.reason ? <span className="mute"> · {mark.reason}</span> : null}
      </span>
      <span className={classes.who}>{mark.by}</span>
    </li>
  );
}

type InteractionEntryProps = {
  entry: Extract<StoryEntry, { what: 'interaction' }>;
  picked: boolean;
  withContact: boolean;
};

function InteractionEntry({ entry, picked, withContact }: InteractionEntryProps) {
  const { first, times, ids } = entry;
  const title = titleOf(first);
  const { topic, question, outcome } = exchangedIn(first);
  const notes = [
    times > 1 ? `${times} times` : null,
    attentionWords(first),
    topic,
    outcome,
    first.direction === 'inbound' && first.kind === 'person' ? 'they came to us' : null,
    first.campaign && first.campaign.name !== title ? first.campaign.name : null,
    first.verified ? null : `not counted: ${first.flagReason ?? 'not a person'}`,
  ].filter((note) => note !== null);
  return (
    <li className={classes.entry} data-picked={picked || undefined} data-story={ids.join(' ')}>
      <Time at={first.occurredAt} />
      <span className={classes.kind} data-lane={first.kind} />
      <span className={classes.what}>
        <span className="sr-only">{first.kind === 'content' ? 'Content: ' : 'Person to person: '}</span>
        {wordsOf(first.type).did}
        {title ? (
          <>
            {' '}
            <Title of={first} title={title} />
          </>
        ) : null}
        {notes.length > 0 ? <span className="mute"> · {notes.join(' · ')}</span> : null}
        {question ? <span className={classes.quote}>asked: “{question}”</span> : null}
      </span>
      <span className={classes.who}>
        <Who of={first} withContact={withContact} />
      </span>
    </li>
  );
}

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

function Title({ of, title }: { of: Interaction; title: string }) {
  if (of.url === null || !isWebAddress(of.url)) return <b>{title}</b>;
  return (
    <a href={of.url} target="_blank" rel="noopener noreferrer nofollow">
      <b>{title}</b>
    </a>
  );
}

/** Who on our side, and where it must be said, who on theirs. */
function Who({ of, withContact }: { of: Interaction; withContact: boolean }) {
  const theirs: string = of.contact ? `/people/contacts/${of.contact.id}` : '';
  return (
    <>
      {withContact && of.contact ? <Link to={theirs}>{of.contact.name}</Link> : null}
      {withContact && !of.contact && of.kind === 'content' ? 'someone unknown' : null}
      {of.teammate ? `${withContact ? ' with ' : ''}${of.teammate.name}` : null}
      {!of.teammate && !withContact && of.channel ? of.channel : null}
    </>
  );
}
