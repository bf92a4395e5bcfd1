import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { Figure, FirstLine } from '../../../../web/parts/first-line.tsx';
import { KeyHints } from '../../../../web/parts/kbd.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useNow, When } from '../../../../web/parts/when.tsx';
import type { Mail } from '../../mail/contract.ts';
import { MeetingsToMatch } from './meetings-to-match.tsx';
import classes from './tray.module.css';
import { TrayMail } from './tray-mail.tsx';
import { senderWords, wayWords } from './tray-words.ts';
import { useTrayMails } from './use-tray.ts';

const pageState = z.object({
  show: z.enum(['waiting', 'dismissed']).catch('waiting'),
  mail: z.string().catch(''),
});

const dayMs = 86_400_000;

/** Mails that nobody could place: whom each is with is said here, or it is set aside. */
export function TrayPage() {
  const [{ show, mail: chosen }, set] = useUrlState(pageState);
  const summary = useQuery(api.mail.summary.queryOptions());
  const { mails, items } = useTrayMails(show);
  const position = Math.max(
    0,
    items.findIndex((mail) => mail.id === chosen),
  );
  const current = items[position];
  const go = (to: number) => set({ mail: items[Math.min(Math.max(to, 0), items.length - 1)]?.id });
  useKeys('Tray', [
    { keys: 'j', label: 'Next mail', run: () => go(position + 1) },
    { keys: 'k', label: 'Mail before', run: () => go(position - 1) },
  ]);
  return (
    <>
      <FirstLine
        title="Tray"
        sub="Whatever came to the workspace’s mail address and could not be placed waits here; nothing is logged until somebody says so."
      >
        {summary.data ? <Sentence {...summary.data} /> : 'Tray.'}
      </FirstLine>
      <div className={classes.bar}>
        <Segmented
          label="Which mails"
          value={show}
          onChange={(value) => set({ show: value === 'waiting' ? undefined : value, mail: undefined })}
          options={[
            { value: 'waiting', label: 'Waiting' },
            { value: 'dismissed', label: 'Set aside' },
          ]}
        />
        {items.length > 0 && show === 'waiting' ? <Hints /> : null}
      </div>
      <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />
      {mails.data && items.length === 0 ? <Nothing show={show} /> : null}
      {current ? (
        <div className={classes.split}>
          <Mails mails={mails} items={items} currentId={current.id} onOpen={(mail) => set({ mail })} />
          <TrayMail key={current.id} mailId={current.id} />
        </div>
      ) : null}
      <MeetingsToMatch />
    </>
  );
}

function Hints() {
  return (
    <div className={classes.hints}>
      <KeyHints
        hints={[
          ['j', 'next'],
          ['k', 'before'],
          ['y', 'log it'],
          ['m', 'match'],
          ['x', 'set aside'],
        ]}
      />
    </div>
  );
}

type MailsProps = {
  mails: ReturnType<typeof useTrayMails>['mails'];
  items: readonly Mail[];
  currentId: string;
  onOpen: (mailId: string) => void;
};

function Mails({ mails, items, currentId, onOpen }: MailsProps) {
  return (
    <div>
      <ul className={`panel ${classes.list}`} aria-label="Mails">
        {items.map((mail) => (
          <Row key={mail.id} mail={mail} isCurrent={mail.id === currentId} onOpen={() => onOpen(mail.id)} />
        ))}
      </ul>
      {mails.hasNextPage ? (
        <Button
          variant="default"
          mt="sm"
          loading={mails.isFetchingNextPage}
          onClick={() => void mails.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function Sentence({ waiting, oldestAt }: { waiting: number; oldestAt: string | null }) {
  const now = useNow();
  if (waiting === 0) return <>No mail waits for anybody.</>;
  return (
    <>
      <Figure href="/tray">{formatCount(waiting)}</Figure> {waiting === 1 ? 'mail waits' : 'mails wait'} for
      somebody to say whom {waiting === 1 ? 'it is' : 'they are'} with
      {oldestAt && waiting > 1 && now.getTime() - new Date(oldestAt).getTime() > dayMs ? (
        <>
          , the oldest came <When at={oldestAt} />
        </>
      ) : null}
      .
    </>
  );
}

function Nothing({ show }: { show: 'waiting' | 'dismissed' }) {
  if (show === 'dismissed')
    return (
      <EmptyState heading="Nothing is set aside">What you set aside can be put back from here.</EmptyState>
    );
  return (
    <EmptyState heading="Nothing waits">
      Put the workspace’s mail address in BCC, or forward a mail to it. Mails with people who are known are
      logged by themselves; what cannot be placed comes here. The address stands under Settings, Mail and
      calendars.
    </EmptyState>
  );
}

function Row({ mail, isCurrent, onOpen }: { mail: Mail; isCurrent: boolean; onOpen: () => void }) {
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={classes.row}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={onOpen}
      >
        <span className={classes.rowTop}>
          <b>{senderWords(mail)}</b>
          <span className="mute">
            <When at={mail.receivedAt} />
          </span>
        </span>
        <span className={classes.subject}>{mail.subject ?? 'Private: only its people can read it'}</span>
        <span className={`mute ${classes.snippet}`}>{mail.snippet ?? wayWords(mail)}</span>
      </button>
    </li>
  );
}
