import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { marksOf, momentsOf } from '../../../timeline/ui/moments.ts';
import { Picture } from '../../../timeline/ui/picture.tsx';
import type { Handoff } from '../parts/api-types.ts';
import classes from './packet.module.css';

const shownEntries = 60;

/** What happened between us and them, of both kinds on one line, up to today. */
export function Story({ handoff }: { handoff: Handoff }) {
  const contactId = handoff.contact.id;
  const navigate = useNavigate();
  const page = useQuery(
    api.timeline.list.queryOptions({ input: { contactId, limit: shownEntries }, staleTime: 30_000 }),
  );
  const { offeredAt, id } = handoff;
  const drawn = useMemo(() => {
    const items = page.data?.items ?? [];
    const offered = { id, atMs: Date.parse(offeredAt), label: 'offered' };
    return { moments: momentsOf(items), marks: [...marksOf(items, { contactId }), offered] };
  }, [page.data, contactId, offeredAt, id]);
  return (
    <section className={classes.story} aria-label="The story so far">
      <h3>The story so far</h3>
      <ProblemNotice error={page.error} onRetry={() => void page.refetch()} />
      {page.isPending ? <div className={classes.storyWait} /> : null}
      {page.data && drawn.moments.length === 0 ? (
        <p className={classes.small}>Nothing happened that was seen or logged.</p>
      ) : null}
      {drawn.moments.length > 0 ? (
        <Picture
          {...drawn}
          compact
          note={
            page.data?.nextCursor ? `the latest ${drawn.moments.length}` : 'long silences are drawn shorter'
          }
          onPick={(ids) =>
            void navigate({
              to: '/people/contacts/$id',
              params: { id: contactId },
              search: ids.length === 1 ? { evidence: { entry: ids[0] } } : {},
            })
          }
        />
      ) : null}
    </section>
  );
}
