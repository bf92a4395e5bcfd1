import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Handoff, Packet } from '../parts/api-types.ts';
import { DueText } from '../parts/due-text.tsx';
import { GradeMark } from '../parts/grade-mark.tsx';
import { NextStep } from './next-step.tsx';
import classes from './packet.module.css';
import { PacketFoot } from './packet-foot.tsx';
import { ScoreBar } from './score-bar.tsx';
import { StateNotice } from './state-notice.tsx';
import { Story } from './story.tsx';
import { ToldAndRead } from './told-and-read.tsx';

type PacketViewProps = {
  handoff: Handoff;
  /** The buttons of the moves that the reader can make. */
  actions: ReactNode;
  /** Opens sharing of an asset; undefined where the reader cannot log it. */
  onShare: (() => void) | undefined;
  onCall: (() => void) | undefined;
};

/** All that marketing hands over with a lead: who, why, what is known on both sides, what to do next, the story so far. */
export function PacketView({ handoff, actions, onShare, onCall }: PacketViewProps) {
  const { packet } = handoff;
  return (
    <article className={`panel ${classes.packet}`} aria-label={`Hand-off: ${handoff.contact.name}`}>
      <div className={classes.top}>
        <Name handoff={handoff} />
        <div className={classes.actions}>{actions}</div>
      </div>
      <Facts handoff={handoff} />
      <StateNotice handoff={handoff} />
      <div className={classes.three}>
        <Why packet={packet} />
        <ToldAndRead packet={packet} contactId={handoff.contact.id} />
        <NextStep handoff={handoff} onShare={onShare} onCall={onCall} />
      </div>
      <Story handoff={handoff} />
      <PacketFoot handoff={handoff} />
    </article>
  );
}

function Name({ handoff }: { handoff: Handoff }) {
  const { contact } = handoff;
  const href: string = `/people/contacts/${contact.id}`;
  return (
    <h2 className={classes.name}>
      <Link to={href}>{contact.name}</Link>
      {contact.title ? <span className={classes.title}>, {contact.title}</span> : null}
      <GradeMark grade={handoff.grade} />
    </h2>
  );
}

function Facts({ handoff }: { handoff: Handoff }) {
  const { account, owner, pool, attempts } = handoff;
  const href: string = account ? `/people/accounts/${account.id}` : '';
  const whose = owner ? `with ${owner.name}` : pool ? `in the pool ${pool.name}` : 'nobody’s yet';
  return (
    <>
      <p className={classes.facts}>
        {account ? <Link to={href}>{account.name}</Link> : 'no company'}
        {factsOf(handoff.packet).map((fact) => (
          <span key={fact}> · {fact}</span>
        ))}
      </p>
      <p className={classes.facts}>
        <DueText row={handoff} /> · {whose} · offered {formatDate(handoff.offeredAt)} by {handoff.offeredBy}
        {attempts > 0 ? ` · ${attempts} ${attempts === 1 ? 'try' : 'tries'}` : ''}
      </p>
    </>
  );
}

/** "240 people", "Manufacturing", "known since March 2026", "buying stage: Solution" */
function factsOf({ who }: Packet): string[] {
  const { account } = who;
  const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });
  return [
    account?.employeeCount ? `${formatCount(account.employeeCount)} people` : null,
    account?.industry ?? null,
    account?.owner ? `${account.owner.name}’s account` : null,
    account ? `known since ${month.format(new Date(account.knownSince))}` : null,
    who.buyingRole,
    who.buyingStage ? `buying stage: ${who.buyingStage}` : null,
    who.channel ? `came by ${who.channel}` : null,
  ].flatMap((fact) => fact ?? []);
}

function Why({ packet }: { packet: Packet }) {
  const { definition, sentence, tests, score } = packet.why;
  return (
    <section className={classes.part} aria-label="Why this is qualified">
      <h3>
        Why this is qualified <ByWhat why={packet.why} />
      </h3>
      {definition === null || tests.length === 0 ? <p className={classes.said}>{sentence}</p> : null}
      <ul className={classes.checks}>
        {tests.map((test) => (
          <li key={test.name} data-holds={test.holds || undefined}>
            <span className="sr-only">{test.holds ? 'Yes: ' : 'No: '}</span>
            {test.name}
            {test.found ? <span className="mute">: {test.found}</span> : null}
          </li>
        ))}
      </ul>
      {score ? <ScoreBar score={score} /> : null}
      {score ? (
        <p className={classes.small}>
          {Math.round(score.points)} points: content {Math.round(score.content)}, conversations{' '}
          {Math.round(score.conversations)}, fit {Math.round(score.fit)}.{' '}
          <span className={classes.each}>
            <Figure evidence={{ points: 'each' }}>Each point</Figure>
          </span>
        </p>
      ) : (
        <p className={classes.small}>No score was given.</p>
      )}
      {packet.note ? (
        <>
          <h3>In marketing’s words</h3>
          <blockquote className={classes.note}>{packet.note}</blockquote>
        </>
      ) : null}
    </section>
  );
}

/** The definition that let the lead in, with its version; or the one whose tests are asked, where a person did. */
function ByWhat({ why: { definition, tests } }: { why: Packet['why'] }) {
  const asked = tests.find((test) => test.definitionKey !== null)?.definitionKey;
  if (definition === null) return asked ? <DefinedTerm term={asked}>(the three tests)</DefinedTerm> : null;
  const { key, word, versionNumber, unsigned } = definition;
  return (
    <DefinedTerm
      term={key}
      more={`Version ${versionNumber} let this lead in${unsigned ? '; nobody has signed it' : ''}.`}
    >
      ({word}, version {versionNumber})
    </DefinedTerm>
  );
}
