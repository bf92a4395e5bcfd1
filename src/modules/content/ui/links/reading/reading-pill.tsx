import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useKeys } from '../../../../../web/keys.ts';
import { Kbd } from '../../../../../web/parts/kbd.tsx';
import { useMay, useMe } from '../../../../../web/session.ts';
import { openLogWith } from '../../../../conversations/ui/log-store.ts';
import { useQuiet } from './quiet.ts';
import { callAddress, pageWords, placeOf, readersOf, whoReads, writeAddress } from './reader-words.ts';
import classes from './reading.module.css';
import { type Reader, useReadingLive, useReadingNow } from './use-reading-now.ts';

/** Says on every page of the seller that somebody reads what they shared, while they read it. */
export function ReadingPill() {
  useReadingLive();
  const { person } = useMe();
  const [quiet, setQuiet] = useQuiet();
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const own = useReadingNow().filter(({ link }) => person !== null && link.ownerUserId === person.id);
  const readers = readersOf(own).filter(({ visitId }) => !shut.has(visitId));
  const [reader] = readers;
  // Where a page says it itself, there is no need to.
  const isSaid = path === '/content/links' || path === `/content/links/${reader?.link.id}`;
  if (quiet) return null;
  return (
    <>
      {/* It is there before it says something, or it would not be read out; nor is each page that is turned. */}
      <span className="sr-only" role="status">
        {reader ? `${whoReads(reader)} reads ${reader.asset.title}` : ''}
      </span>
      {reader && !isSaid ? (
        <OneReader
          key={reader.visitId}
          reader={reader}
          others={readers.length - 1}
          onShut={() => setShut(new Set([...shut, ...own.map(({ visitId }) => visitId)]))}
          onQuiet={() => setQuiet(true)}
        />
      ) : null}
    </>
  );
}

type OneReaderProps = { reader: Reader; others: number; onShut: () => void; onQuiet: () => void };

function OneReader({ reader, others, onShut, onQuiet }: OneReaderProps) {
  const reach = useReach(reader);
  const navigate = useNavigate();
  const place: string = placeOf(reader);
  useKeys('Reading now', [
    ...(reach.call ? [{ keys: 'shift+c', label: `Call ${whoReads(reader)}`, run: reach.call }] : []),
    ...(reach.write ? [{ keys: 'shift+w', label: `Write to ${whoReads(reader)}`, run: reach.write }] : []),
    { keys: 'shift+o', label: 'Open who reads now', run: () => void navigate({ to: place }) },
  ]);
  return (
    <section className={classes.pill} aria-label="Reading now">
      <span className={classes.dot} aria-hidden="true" />
      <p className={classes.words}>
        <Link to={place}>
          <b>{whoReads(reader)}</b> reads {reader.asset.title}
          {pageWords(reader)}
        </Link>
        {reader.forwarded ? <span className="mute"> · passed on to them</span> : null}
        {others > 0 ? (
          <>
            {' '}
            <Link to="/content/links" className="mute">
              and {others} more
            </Link>
          </>
        ) : null}
      </p>
      <span className={classes.acts}>
        <ReachButtons reader={reader} withKeys />
        <button
          type="button"
          className={classes.quiet}
          onClick={onQuiet}
          title="Show it on the page of links alone"
        >
          Quiet
        </button>
        <button type="button" className={classes.shut} aria-label="Hide this reader" onClick={onShut}>
          ×
        </button>
      </span>
    </section>
  );
}

/** How to reach who reads, as far as it is known. */
function useReach({ contact, email, asset }: Reader): {
  call: (() => void) | null;
  write: (() => void) | null;
} {
  const mayLog = useMay('interactions:write');
  const address = contact?.email ?? email;
  const call = () => {
    if (contact?.phone) window.location.href = callAddress(contact.phone);
    // What was said is typed while it is said.
    if (contact && mayLog) openLogWith(contact.id);
  };
  return {
    call: contact && (contact.phone || mayLog) ? call : null,
    write: address
      ? () => {
          window.location.href = writeAddress(address, asset.title);
        }
      : null,
  };
}

/** Call and write; a number that is known is dialled. */
export function ReachButtons({ reader, withKeys }: { reader: Reader; withKeys?: boolean }) {
  const { call, write } = useReach(reader);
  return (
    <>
      {call ? (
        <button type="button" onClick={call} title={reader.contact?.phone ?? 'Log the call'}>
          Call {withKeys ? <Key keys="shift+c" /> : null}
        </button>
      ) : null}
      {write ? (
        <button type="button" onClick={write} title={reader.contact?.email ?? reader.email ?? undefined}>
          Write {withKeys ? <Key keys="shift+w" /> : null}
        </button>
      ) : null}
    </>
  );
}

function Key({ keys }: { keys: string }) {
  return (
    <span className={classes.key} aria-hidden="true">
      <Kbd keys={keys} />
    </span>
  );
}
