import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Hit } from './api-types.ts';
import classes from './library.module.css';
import { assetPath } from './words.ts';

const pauseMs = 200;
const shown = 12;

/** Pages that hold what was typed, each with its picture and the words around. */
export function PageHits({ q, retired }: { q: string; retired: boolean }) {
  const [settled] = useDebouncedValue(q.trim(), pauseMs);
  const found = useQuery(
    api.content.library.search.queryOptions({
      input: { q: settled, limit: shown, ...(retired ? { retired: 'true' } : {}) },
      enabled: settled !== '',
      placeholderData: keepPreviousData,
    }),
  );
  if (q.trim() === '') return null;
  const hits = found.data?.items ?? [];
  return (
    <section
      aria-labelledby="inside-pages"
      className={classes.hits}
      aria-busy={found.isFetching || undefined}
    >
      <h2 id="inside-pages" className={classes.hitsHeading}>
        Inside pages
        <span className="mute">
          {found.isPending
            ? ' looking…'
            : hits.length === 0
              ? ' none hold these words'
              : ` ${hits.length === shown ? 'the best ' : ''}${formatCount(hits.length)}`}
        </span>
      </h2>
      <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      <ol className={classes.hitList}>
        {hits.map((hit) => (
          <li key={`${hit.versionId}-${hit.page}`}>
            <HitLink hit={hit} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function HitLink({ hit }: { hit: Hit }) {
  return (
    <Link to={assetPath(hit.asset.id)} search={{ page: hit.page }} className={classes.hit}>
      <span className={classes.hitPage} aria-hidden="true">
        {hit.thumbnailUrl ? <img src={hit.thumbnailUrl} alt="" loading="lazy" /> : null}
      </span>
      <span className={classes.hitText}>
        <strong>{hit.asset.title}</strong>{' '}
        <span className="mute">
          {hit.fromMs === null ? `page ${hit.page} of ${hit.pageCount}` : `from ${clock(hit.fromMs)}`}
          {hit.asset.retired ? ' · retired' : ''}
        </span>
        <span className={classes.excerpt}>
          {hit.excerpt.map((part, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name than their place.
            part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </span>
      </span>
    </Link>
  );
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
