import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { formatExact, When } from '../../../web/parts/when.tsx';
import type { Conversation, ExchangedItem, Participant } from '../contract.ts';
import classes from './conversation.module.css';
import { ConversationActions } from './conversation-actions.tsx';
import { ConversationChanges } from './conversation-changes.tsx';
import { ConversationFiles } from './conversation-files.tsx';
import { useMarkStep } from './next-steps.tsx';
import { dateWords, labelOf } from './words.ts';

type ConversationDetailProps = {
  /** Its own id, or that of any row of the log that stood for it. */
  conversationId: string;
  /** False where what is around it says already what it was. */
  withLead?: boolean;
};

/** A conversation in full: who, what was said and exchanged, what is next, who logged it, and what was corrected. */
export function ConversationDetail({ conversationId, withLead = true }: ConversationDetailProps) {
  const found = useQuery(api.conversations.get.queryOptions({ input: { conversationId } }));
  if (found.error && !found.data)
    return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <p className="mute">Loading…</p>;
  return <Detail of={found.data} withLead={withLead} />;
}

function Detail({ of, withLead }: { of: Conversation; withLead: boolean }) {
  return (
    <article className={classes.detail}>
      {withLead ? (
        <p className={classes.lead}>
          <b>{labelOf(of.type)}</b>
          {of.subject ? `: ${of.subject}` : ''}
        </p>
      ) : null}
      {of.withdrawn ? (
        <p className={classes.banner}>
          Withdrawn by {of.withdrawn.by}, <When at={of.withdrawn.at} />
          {of.withdrawn.reason ? `: ${of.withdrawn.reason}` : ''}. It counts nowhere.
        </p>
      ) : null}
      {of.readable ? (
        <Said of={of} />
      ) : (
        <p className={classes.banner}>
          Private: what was said is for those on our side who took part, whatever their role. That it took
          place is for all.
        </p>
      )}
      <Facts of={of} />
      <ConversationActions conversation={of} />
      <ConversationChanges changes={of.changes} />
    </article>
  );
}

function Said({ of }: { of: Conversation }) {
  return (
    <>
      {of.private ? (
        <p className={classes.banner}>Private: only those on our side who took part read this.</p>
      ) : null}
      {of.body ? <div className={classes.body}>{of.body}</div> : null}
      {of.type === 'email_exchange' ? <ConversationFiles conversationId={of.id} /> : null}
      <Exchanged items={of.exchanged} />
      {of.nextStep ? <Step of={of} /> : null}
    </>
  );
}

const groups: readonly [heading: string, fits: (item: ExchangedItem) => boolean][] = [
  ['They asked', ({ what, from }) => what === 'question' && from === 'them'],
  ['We asked', ({ what, from }) => what === 'question' && from === 'us'],
  ['Answered', ({ what }) => what === 'answer'],
  ['We told them', ({ what, from }) => what === 'topic' && from === 'us'],
  ['They raised', ({ what, from }) => what === 'topic' && from === 'them'],
  ['We learned', ({ what }) => what === 'learned'],
  ['Shown or sent', ({ what }) => what === 'asset'],
];

function Exchanged({ items }: { items: readonly ExchangedItem[] }) {
  return groups.map(([heading, fits]) => {
    const fitting = items.filter(fits);
    if (fitting.length === 0) return null;
    return (
      <div key={heading} className={classes.exchanged}>
        <h3>{heading}</h3>
        <ul>
          {fitting.map((item) => (
            <li key={item.id}>{itemWords(item)}</li>
          ))}
        </ul>
      </div>
    );
  });
}

function itemWords({ what, text, asset, how, answers, answered }: ExchangedItem): ReactNode {
  if (what === 'asset') return `${asset?.title ?? ''}, ${how ?? ''}`;
  if (what === 'answer')
    return (
      <>
        <span className="mute">{answers?.text ?? 'a question'} </span>
        {text ?? 'answered'}
      </>
    );
  if (what !== 'question') return text;
  return (
    <>
      {text}{' '}
      <span className={answered ? 'mute' : classes.open}>
        {answered ? (answered.text ? `“${answered.text}”` : 'answered') : 'still open'}
      </span>
    </>
  );
}

function Step({ of }: { of: Conversation }) {
  const done = useMarkStep();
  const { nextStep } = of;
  if (!nextStep) return null;
  return (
    <div className={classes.exchanged}>
      <h3>Next step</h3>
      <p className={classes.step}>
        <span>
          {nextStep.text}
          <span className="mute">{nextStep.on ? `, ${dateWords(nextStep.on)}` : ''}</span>
        </span>
        {nextStep.doneAt ? (
          <span className="mute">
            done by {nextStep.doneBy}, <When at={nextStep.doneAt} />
          </span>
        ) : of.withdrawn ? null : (
          <Button
            size="compact-xs"
            variant="default"
            loading={done.isPending}
            onClick={() => done.mutate({ conversationId: of.id, text: nextStep.text })}
          >
            Done
          </Button>
        )}
      </p>
      <ProblemNotice error={done.error} />
    </div>
  );
}

const directionWords = { inbound: 'they began it', outbound: 'we began it' } as const;

function Facts({ of }: { of: Conversation }) {
  const facts: readonly [label: string, value: ReactNode][] = [
    ['When', formatExact(of.occurredAt)],
    ['Took', of.durationMinutes === null ? null : `${of.durationMinutes} min`],
    ['Began', of.direction ? directionWords[of.direction] : null],
    ['Theirs', people(of.participants, 'theirs')],
    ['Ours', people(of.participants, 'ours')],
    ['Company', linked(of.account, '/people/accounts')],
    ['Deal', linked(of.opportunity, '/people/deals')],
    ['Outcome', of.outcome],
    ['Logged by', `${of.loggedBy}, ${formatExact(of.createdAt)}`],
    ['Came by', of.source === 'hand' ? null : of.source],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) =>
        value === null || value === '' ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function linked(one: { id: string; name: string } | null, path: string): ReactNode {
  if (!one) return null;
  const href: string = `${path}/${one.id}`;
  return <Link to={href}>{one.name}</Link>;
}

function people(participants: readonly Participant[], side: Participant['side']): ReactNode {
  const shown = participants.filter((one) => one.side === side);
  if (shown.length === 0) return null;
  return shown.map((one, index) => (
    <span key={one.contact?.id ?? one.teammate?.id ?? one.email ?? one.name ?? index}>
      {index > 0 ? ', ' : null}
      {one.contact ? linked(one.contact, '/people/contacts') : (one.teammate?.name ?? one.name ?? one.email)}
    </span>
  ));
}
