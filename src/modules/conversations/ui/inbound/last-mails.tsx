import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { Mail } from '../../mail/contract.ts';
import { senderWords, wayWords } from '../tray/tray-words.ts';
import classes from './inbound.module.css';

const shownMails = 8;
const refetchMs = 10_000;

/** The last mails that came in, and what became of each. */
export function LastMails() {
  const mails = useInfiniteQuery(
    api.mail.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: shownMails, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: refetchMs,
    }),
  );
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>The last mails</h2>
      <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />
      {mails.data && items.length === 0 ? (
        <EmptyState heading="No mail has come yet">
          Send one to somebody who is a contact, with the address above in BCC. It shows here within seconds.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <ul className={settings.rows}>
          {items.map((mail) => (
            <Row key={mail.id} mail={mail} />
          ))}
        </ul>
      ) : null}
      {mails.hasNextPage ? (
        <Button
          variant="subtle"
          size="xs"
          mt="sm"
          loading={mails.isFetchingNextPage}
          onClick={() => void mails.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function Row({ mail }: { mail: Mail }) {
  return (
    <li className={settings.row}>
      <div className={settings.rowMain}>
        <div className={`${settings.rowName} ${classes.oneLine}`}>
          {mail.subject === null ? 'A private mail' : mail.subject || 'No subject'}
        </div>
        <div className={settings.rowDetail}>
          {senderWords(mail)} · {wayWords(mail)} · <When at={mail.receivedAt} />
        </div>
      </div>
      <div className={classes.outcome}>
        <Outcome mail={mail} />
      </div>
    </li>
  );
}

function Outcome({ mail }: { mail: Mail }) {
  if (mail.state === 'waiting')
    return (
      <Link to="/tray" search={{ mail: mail.id }}>
        waits in the tray
      </Link>
    );
  if (mail.state === 'dismissed') return <span className="mute">set aside</span>;
  if (mail.state === 'known') return <span className="mute">was in the log already</span>;
  return <span>{mail.automatic ? 'logged as an automatic answer' : 'logged'}</span>;
}
