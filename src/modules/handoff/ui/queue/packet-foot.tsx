import { Link } from '@tanstack/react-router';
import { Term } from '../../../../web/parts/term.tsx';
import { formatExact } from '../../../../web/parts/when.tsx';
import type { Handoff } from '../parts/api-types.ts';
import { itemWords } from '../parts/item-words.ts';
import classes from './packet.module.css';

const shownTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const shownDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** How much of what marketing promised is there, by which clock sales is measured, and every move so far. */
export function PacketFoot({ handoff }: { handoff: Handoff }) {
  return (
    <footer className={classes.foot}>
      <span>
        <Completeness handoff={handoff} />
      </span>
      <span>
        <ClockWords handoff={handoff} />
      </span>
      <details className={classes.moves}>
        <summary>
          {handoff.events.length} {handoff.events.length === 1 ? 'move' : 'moves'} so far
        </summary>
        <ol>
          {handoff.events.map((event) => (
            <li key={event.id}>
              <time dateTime={event.at}>{formatExact(event.at)}</time> {event.text}
              {event.slaVersion ? <span className="mute"> (SLA version {event.slaVersion})</span> : null}
            </li>
          ))}
        </ol>
      </details>
    </footer>
  );
}

function Completeness({ handoff }: { handoff: Handoff }) {
  const { packetItems, promisedItems } = handoff;
  const there = promisedItems.filter((item) => packetItems.includes(item)).length;
  const missing = promisedItems.filter((item) => !packetItems.includes(item));
  if (promisedItems.length === 0) return <>Packet with {packetItems.length} of nine; nothing was promised</>;
  if (missing.length === 0)
    return (
      <>
        Packet {there} of {promisedItems.length} complete, as marketing promised
      </>
    );
  return (
    <>
      Packet {there} of {promisedItems.length}:{' '}
      <Term
        meaning={`Marketing promised and did not supply: ${missing.map((item) => itemWords[item]).join('; ')}.`}
      >
        {missing.length} missing
      </Term>
    </>
  );
}

function ClockWords({ handoff }: { handoff: Handoff }) {
  const clock =
    handoff.clocks.find(({ state }) => state === 'running' || state === 'paused') ?? handoff.clocks[0];
  const { slaVersion } = handoff;
  if (!clock) return <>No clock: no agreement is in force</>;
  const started = new Date(clock.startedAt);
  return (
    <>
      Clock: {clock.calendar}, started {shownDay.format(started)}, {shownTime.format(started)}
      {slaVersion ? (
        <>
          ,{' '}
          <Link to="/language/$key" params={{ key: slaVersion.key }}>
            SLA version {slaVersion.number}
            {slaVersion.unsigned ? ', unsigned' : ''}
          </Link>
        </>
      ) : null}
    </>
  );
}
