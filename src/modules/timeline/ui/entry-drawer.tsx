import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { z } from 'zod';
import { EvidenceDrawer } from '../../../web/parts/evidence-drawer.tsx';
import { formatExact } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import { openShare } from '../../content/ui/share/share-store.ts';
import { ConversationDetail } from '../../conversations/ui/conversation-detail.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { Interaction } from './api-types.ts';
import { dayWords } from './day-words.ts';
import classes from './entry-drawer.module.css';
import type { TimelineLog } from './log.ts';
import {
  attentionWords,
  contentPlaces,
  contentWords,
  flagWords,
  saidIn,
  titleOf,
  typeName,
} from './words.ts';

const entryEvidence = z.object({ entry: z.string() });

/** One entry with all that is known of it. */
export function EntryDrawer({ log }: { log: TimelineLog }) {
  const find = (id: string) => log.entry(id);
  return (
    <EvidenceDrawer schema={entryEvidence} title={({ entry }) => headOf(find(entry))}>
      {({ entry }) => <Detail of={find(entry)} ready={log.state().ready} />}
    </EvidenceDrawer>
  );
}

function headOf(entry: Interaction | null): string {
  if (!entry) return 'An entry of the timeline';
  const hidden = entry.conversation !== null && !entry.conversation.readable;
  const title = hidden ? null : titleOf(entry);
  return title === null ? typeName(entry.type) : `${typeName(entry.type)}: ${title}`;
}

type Fact = readonly [label: string, value: ReactNode];

function Detail({ of, ready }: { of: Interaction | null; ready: boolean }) {
  if (!of && !ready) return <p className="mute">Loading…</p>;
  if (!of)
    return (
      <p className="mute">It is not in this list. It may have been corrected, or a filter leaves it out.</p>
    );
  const conversationId = of.conversation?.id ?? null;
  if (conversationId !== null)
    return (
      <>
        <ShareWith entry={of} />
        <ConversationDetail conversationId={conversationId} withLead={false} />
      </>
    );
  const hidden = of.conversation !== null && !of.conversation.readable;
  return (
    <>
      {hidden ? (
        <p>
          This conversation is private. That it took place is for all to see; what was said, only for those
          who took part.
        </p>
      ) : (
        <Exchange entry={of} />
      )}
      <ShareWith entry={of} />
      <Facts facts={[...peopleFacts(of), ...factsOf(of, hidden)]} />
      {hidden ? null : <Properties of={of.properties} />}
    </>
  );
}

const offeredPeople = 3;

/** What they did tells what they need next. */
function ShareWith({ entry }: { entry: Interaction }) {
  const mayShare = useMay('content:share');
  const people = (entry.kind === 'person' ? entry.participants : entry.person ? [entry.person] : []).slice(
    0,
    offeredPeople,
  );
  if (!mayShare || people.length === 0) return null;
  return (
    <p className={classes.share}>
      {people.map((one) => (
        <Button
          key={one.id}
          size="compact-sm"
          variant="default"
          onClick={() => openShare({ contactId: one.id })}
        >
          Share with {one.name || 'this person'}
        </Button>
      ))}
    </p>
  );
}

function Exchange({ entry }: { entry: Interaction }) {
  const said = saidIn(entry);
  const next = entry.conversation?.nextStep ?? null;
  if (said.questions.length === 0 && said.topics.length === 0 && !next) return null;
  return (
    <section className={classes.said} aria-label="What was exchanged">
      {said.topics.length > 0 ? <p>Topics: {said.topics.join(', ')}</p> : null}
      {said.questions.map(({ text, answered, answer, by }) => (
        <p key={text}>
          <span className={by === 'us' ? 'sales' : undefined}>{by === 'us' ? 'We asked' : 'They asked'}</span>
          : “{text}”{' '}
          <span className="mute">{answer ? `– “${answer}”` : answered ? '– answered' : '– still open'}</span>
        </p>
      ))}
      {next ? (
        <p>
          Next: {next.text}
          <span className="mute">
            {next.doneAt ? ', done' : next.dueOn ? `, due ${dayWords(next.dueOn)}` : ''}
          </span>
        </p>
      ) : null}
    </section>
  );
}

function peopleFacts(of: Interaction): Fact[] {
  const people = of.kind === 'person' ? of.participants : of.person ? [of.person] : [];
  return [
    ['When', formatExact(of.occurredAt)],
    [
      'Theirs',
      people.length === 0
        ? 'someone unknown'
        : people.map((one, index) => {
            const href: string = `/people/contacts/${one.id}`;
            return (
              <span key={one.id}>
                {index > 0 ? ', ' : null}
                <Link to={href}>{one.name || 'No name'}</Link>
                {one.title ? <span className="mute"> ({one.title})</span> : null}
              </span>
            );
          }),
    ],
    ['Ours', of.teammates.map((one) => one.name).join(', ')],
    ['Company', linkTo(of.account, '/people/accounts')],
    ['Deal', linkTo(of.opportunity, '/people/deals')],
  ];
}

function factsOf(of: Interaction, hidden: boolean): Fact[] {
  return [
    ['Outcome', hidden ? '' : (saidIn(of).outcome ?? '')],
    ['Channel', of.channel],
    ['Campaign', of.campaign?.name],
    ['Attention', [attentionWords(of), ...contentWords(of)].filter((part) => part !== null).join(', ')],
    ['More', contentPlaces(of).length === 0 ? null : <Places key="places" of={of} />],
    ['Address', hidden || of.url === null ? '' : <Address key="url" url={of.url} />],
    [
      'Counts',
      of.verified ? (
        <Fragment key="verified">
          yes, a <DefinedTerm term="verified">verified</DefinedTerm> person
        </Fragment>
      ) : (
        <Fragment key="verified">
          <DefinedTerm term="verified">no</DefinedTerm>: {flagWords(of.flagReason)}
        </Fragment>
      ),
    ],
    ['Reported by', of.source],
    ['Reached us', formatExact(of.receivedAt)],
  ];
}

function Places({ of }: { of: Interaction }) {
  return contentPlaces(of).map(({ label, href }, index) => {
    const to: string = href;
    return (
      <Fragment key={label}>
        {index > 0 ? ', ' : null}
        <Link to={to}>{label}</Link>
      </Fragment>
    );
  });
}

function linkTo(one: { id: string; name: string } | null, path: string): ReactNode {
  if (!one) return null;
  const href: string = `${path}/${one.id}`;
  return <Link to={href}>{one.name}</Link>;
}

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

function Address({ url }: { url: string }) {
  if (!isWebAddress(url)) return url;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const shownProperties = 40;

/** What the event brought along, as it came. */
function Properties({ of }: { of: Record<string, unknown> }) {
  const entries = Object.entries(of).slice(0, shownProperties);
  if (entries.length === 0) return null;
  return (
    <section aria-label="Properties">
      <h3 className={classes.heading}>As it came in</h3>
      <Facts
        facts={entries.map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ])}
      />
    </section>
  );
}
