import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatExact, When } from '../../../../web/parts/when.tsx';
import { useMay, useMe } from '../../../../web/session.ts';
import { SideSection } from '../../../people/ui/side-section.tsx';
import type { HandoffRow } from '../parts/api-types.ts';
import { DueText } from '../parts/due-text.tsx';
import { useHandoffsLive } from '../parts/live.ts';
import { stateWords } from '../parts/state-words.ts';
import { type AskKind, askLabels, asksOf } from './asks.ts';
import classes from './record.module.css';
import { RequestItem } from './request-item.tsx';

const OfferDialog = lazy(async () => ({ default: (await import('./offer-dialog.tsx')).OfferDialog }));
const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }));

const shownRounds = 6;
const isOpen = (row: HandoffRow): boolean => row.state === 'offered' || row.state === 'accepted';

/** Where a person stands between marketing and sales, with every move, and what each side can ask of the other. */
export function ContactHandoffs({ contact }: { contact: { id: string; name: string } }) {
  useHandoffsLive();
  const list = useQuery(
    api.handoff.handoffs.list.queryOptions({
      input: { view: 'all', contactId: contact.id, limit: shownRounds },
    }),
  );
  const rows = list.data?.items ?? [];
  const [latest, ...before] = rows;
  return (
    <SideSection heading="Hand-off">
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data && !latest ? (
        <p className={classes.nothing}>
          Not offered to sales yet. That happens by itself at the gate, or by hand.
        </p>
      ) : null}
      {latest ? <Latest row={latest} /> : null}
      {before.length > 0 ? (
        <ul className={classes.rounds}>
          {before.map((row) => (
            <li key={row.id}>
              <Link to="/handoffs" search={{ id: row.id, whose: 'everybody' }}>
                Round {row.round}
              </Link>{' '}
              <span className="mute">
                {stateWords[row.state].toLowerCase()}
                {row.reason ? `: ${row.reason}` : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {list.data ? <Actions contact={contact} open={rows.find(isOpen)} /> : null}
      <Requests of={{ contactId: contact.id }} />
    </SideSection>
  );
}

function Latest({ row }: { row: HandoffRow }) {
  const handoff = useQuery(api.handoff.handoffs.get.queryOptions({ input: { id: row.id } }));
  const whose = row.owner?.name ?? (row.pool ? `the pool ${row.pool.name}` : 'nobody yet');
  const events = handoff.data?.events ?? [];
  return (
    <div className={classes.latest}>
      <p>
        <strong>{stateWords[row.state]}</strong>
        {isOpen(row) ? (
          <>
            {row.state === 'offered' ? ' to ' : ' by '}
            <span className="sales">{whose}</span>, <DueText row={row} />
          </>
        ) : (
          <span className="mute">
            {row.decidedAt ? (
              <>
                {' '}
                <When at={row.decidedAt} />
              </>
            ) : null}
            {row.reason ? `: ${row.reason}` : ''}
          </span>
        )}
      </p>
      {row.wouldAcceptIf ? (
        <p className={classes.words}>
          <span className="mute">Would be taken if:</span> {row.wouldAcceptIf}
        </p>
      ) : null}
      <p>
        <Link to="/handoffs" search={{ id: row.id, whose: 'everybody' }}>
          Open the packet
        </Link>
      </p>
      <details className={classes.moves} hidden={!handoff.data}>
        <summary>
          {events.length} {events.length === 1 ? 'move' : 'moves'}
        </summary>
        <ol>
          {events.map((event) => (
            <li key={event.id}>
              {event.text}
              <span className="mute">
                {' '}
                {formatExact(event.at)}
                {event.slaVersion ? `, SLA version ${event.slaVersion}` : ''}
              </span>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

type ActionsProps = { contact: { id: string; name: string }; open: HandoffRow | undefined };

function Actions({ contact, open }: ActionsProps) {
  const mayOffer = useMay('handoffs:offer');
  const mayAsk = useMay('handoffs:ask');
  const { role } = useMe();
  const [offering, offer] = useDisclosure(false);
  const [asking, setAsking] = useState<AskKind | null>(null);
  const asks = mayAsk ? asksOf(role, open !== undefined) : [];
  return (
    <div className={classes.buttons}>
      {mayOffer && !open ? (
        <Button size="xs" color="marketing" onClick={offer.open}>
          Offer to sales
        </Button>
      ) : null}
      {asks.map((kind) => (
        <Button key={kind} size="xs" variant="default" onClick={() => setAsking(kind)}>
          {askLabels[kind]}
        </Button>
      ))}
      <Suspense>
        {offering ? <OfferDialog contact={contact} onClose={offer.close} /> : null}
        {asking ? (
          <AskDialog
            kind={asking}
            of={{ contactId: contact.id }}
            name={contact.name}
            onClose={() => setAsking(null)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

const shownRequests = 5;

/** What was asked of the other side about this, open ones first to be answered. */
export function Requests({ of }: { of: { contactId: string } | { opportunityId: string } }) {
  const requests = useQuery(
    api.handoff.requests.list.queryOptions({ input: { ...of, limit: shownRequests } }),
  );
  const items = requests.data?.items ?? [];
  if (items.length === 0) return null;
  const open = items.filter(({ state }) => state === 'open');
  const answered = items.filter(({ state }) => state !== 'open');
  return (
    <ul className={classes.requests} aria-label="Asked of the other side">
      {[...open, ...answered].map((request) => (
        <RequestItem key={request.id} request={request} withRecord={false} />
      ))}
    </ul>
  );
}
