import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api, type client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import type { ShareLink } from '../share/api-types.ts';
import { shareText, spanText } from './link-words.ts';
import classes from './links.module.css';
import { PageTimes } from './page-times.tsx';

export type Visit = Awaited<ReturnType<typeof client.content.reading.visits>>['items'][number];

const visitState = z.object({ show: z.enum(['verified', 'flagged']).catch('verified') });

/** Each opening: by whom, how long, how far, page by page. */
export function Visits({ link }: { link: ShareLink }) {
  const [{ show }, set] = useUrlState(visitState);
  const visits = useInfiniteQuery(
    api.content.reading.visits.infiniteOptions({
      input: (cursor: string | undefined) => ({ linkId: link.id, show, cursor, limit: 25 }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = visits.data?.pages.flatMap(({ items }) => items) ?? [];
  const several = link.assets.length > 1;
  return (
    <section className="panel" aria-label="Visits">
      <div className={classes.visitsHead}>
        <h2>Visits</h2>
        <Button
          component="a"
          href={`/api/v1/links/${link.id}/visits.csv`}
          download
          size="xs"
          variant="default"
          className={classes.export}
        >
          Export CSV
        </Button>
        {link.notCounted > 0 || show === 'flagged' ? (
          <Segmented
            label="Which visits"
            value={show}
            onChange={(next) => set({ show: next === 'verified' ? undefined : next })}
            options={[
              { value: 'verified', label: 'People' },
              { value: 'flagged', label: `Left out (${link.notCounted})` },
            ]}
          />
        ) : null}
      </div>
      <ProblemNotice error={visits.error} onRetry={() => void visits.refetch()} />
      {visits.data && rows.length === 0 ? (
        <p className="mute">
          {show === 'verified'
            ? 'Nobody has read it yet. Scanners that follow links in mails do not count.'
            : 'Nothing was left out.'}
        </p>
      ) : null}
      <ol className={classes.visits}>
        {rows.map((visit) => (
          <li key={visit.id}>
            <VisitRow visit={visit} withPiece={several} />
          </li>
        ))}
      </ol>
      {visits.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={visits.isFetchingNextPage}
          onClick={() => void visits.fetchNextPage()}
        >
          Earlier visits
        </Button>
      ) : null}
    </section>
  );
}

const forwardWords = {
  device: 'on another device than before: passed on, it seems',
  network: 'from another network than before: passed on, it seems',
  email: 'by another address than the person’s: passed on',
} as const;

function VisitRow({ visit, withPiece }: { visit: Visit; withPiece: boolean }) {
  const href: string = `/people/contacts/${visit.contact?.id}`;
  const piece: string = `/content/assets/${visit.asset.id}`;
  const isOpen = visit.endedAt === null;
  const notes = [
    visit.contact && visit.email === visit.contact.email ? null : visit.email,
    visit.email && visit.emailVerified ? 'address verified' : null,
    visit.device,
    `version ${visit.version.number}`,
  ].filter((part) => part !== null);
  return (
    <article aria-label={`${visit.contact?.name ?? visit.email ?? 'Somebody'}, ${visit.asset.title}`}>
      <div className={classes.visitHead}>
        <span>
          {visit.contact ? (
            <Link to={href}>
              <b>{visit.contact.name}</b>
            </Link>
          ) : (
            <b>{visit.email ?? 'Somebody'}</b>
          )}
          {withPiece ? (
            <>
              {' '}
              read <Link to={piece}>{visit.asset.title}</Link>
            </>
          ) : null}
          <span className="mute"> · {notes.join(' · ')}</span>
        </span>
        <span className="mute">
          {isOpen ? <span className="marketing">reads now · </span> : null}
          <When at={visit.startedAt} style="exact" />
        </span>
      </div>
      <p className={classes.visitFigures}>
        <b>{spanText(visit.activeMs)}</b>, {visit.pagesSeen} of {visit.pageCount}{' '}
        {visit.version.format === 'video' ? 'parts' : visit.pageCount === 1 ? 'page' : 'pages'} (
        {shareText(visit.completion)}){visit.downloadedAt ? ', downloaded' : ''}
        {visit.flagText ? <span className="mute"> · left out: {visit.flagText}</span> : null}
        {visit.forwardedReason ? (
          <span className={classes.forwarded}> · {forwardWords[visit.forwardedReason]}</span>
        ) : null}
      </p>
      <PageTimes pages={visit.pages} pageCount={visit.pageCount} lastPage={visit.lastPage} />
    </article>
  );
}
