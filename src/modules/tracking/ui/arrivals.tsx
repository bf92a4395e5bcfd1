import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { When } from '../../../web/parts/when.tsx';
import { type ArrivedEvent, flagReasonText } from '../settings/contract.ts';
import classes from './tracking.module.css';

type Arrived = Omit<ArrivedEvent, 'occurredAt' | 'receivedAt'> & { occurredAt: string; receivedAt: string };

/** Waits for the first event, and says by itself when it is there; then tells of the latest. */
export function Arrivals({ first, latest }: { first: Arrived | null; latest: Arrived | null }) {
  const [wasWaiting] = useState(first === null);
  if (first === null) {
    return (
      <div className={classes.arrival} role="status">
        <div className={classes.waiting}>
          <span className={classes.listening} aria-hidden />
          <span>
            <strong>Waiting for your first event…</strong>{' '}
            <span className="mute">This page notices it within two seconds of its arrival.</span>
          </span>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.arrival} role="status">
      <Line
        says={wasWaiting ? 'Your first event arrived:' : 'The first event arrived:'}
        event={first}
        isNews={wasWaiting}
      />
      {latest && latest.id !== first.id ? <Line says="The latest:" event={latest} /> : null}
    </div>
  );
}

function Line({ says, event, isNews = false }: { says: string; event: Arrived; isNews?: boolean }) {
  return (
    <div className={classes.arrivalLine}>
      <strong className={isNews ? 'ok' : undefined}>{says}</strong>
      <span>
        {whatOf(event)}, <When at={event.receivedAt} />
      </span>
      <span className={classes.arrivalFacts}>
        {event.type} from{' '}
        {event.contact ? (
          <Link to="/people/contacts/$id" params={{ id: event.contact.id }}>
            {event.contact.name}
          </Link>
        ) : (
          'someone not known yet'
        )}
        {event.channel ? `, ${event.channel}` : ''}
        {event.library ? `, sent by ${event.library}` : ''}
        {event.verified ? null : (
          <>
            ,{' '}
            <Link to="/settings/tracking/not-counted">
              not counted: {event.flagReason === null ? 'no person' : flagReasonText(event.flagReason)}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}

/** A page by its title and address, anything else by its name. */
function whatOf({ subject, url, type }: Arrived): string {
  const address = url === null ? null : URL.parse(url);
  const place = address === null ? null : `${address.host}${address.pathname}`;
  return [subject, place].filter(Boolean).join(' · ') || type;
}
