import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { client } from '../../../../web/api.ts';
import { api } from '../../../../web/api.ts';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import classes from './coverage.module.css';
import { plural, secondsWords } from './words.ts';

type Figures = Awaited<ReturnType<typeof client.content.piece.read>>;

/** The piece that is talked about, page by page: how long each holds its readers, and how many get there. */
export function PieceInQuestion({ assetId, stopPage }: { assetId: string; stopPage: number | null }) {
  const query = useQuery(
    api.content.piece.read.queryOptions({ input: { assetId }, placeholderData: keepPreviousData }),
  );
  const figures = query.data;
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!figures)
    return (
      <section className={`panel ${classes.card}`}>
        <p className="mute">Looking up its pages…</p>
      </section>
    );
  const { totals, shown, asset } = figures;
  const about = [
    plural(totals.readers, 'reader'),
    totals.medianMs === null ? '' : `half in under ${secondsWords(totals.medianMs)}`,
    totals.measured === 0 ? '' : `finished by ${formatShare(totals.finished / totals.measured)}`,
  ].filter((part) => part !== '');
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="piece-in-question">
      <h2 id="piece-in-question">
        <Link to="/content/assets/$assetId" params={{ assetId: asset.id }}>
          {asset.title}
        </Link>
        {shown ? `, version ${shown.number}` : ''} <span className={classes.about}>· {about.join(', ')}</span>
      </h2>
      <Pages figures={figures} stopPage={stopPage ?? figures.stop?.page ?? null} />
    </section>
  );
}

const width = 640;
const tall = 118;
/** Narrower bars carry no words of their own. */
const wordsFromPx = 34;

function Pages({ figures, stopPage }: { figures: Figures; stopPage: number | null }) {
  const { pages, pagesOf, asset } = figures;
  const held = pages.map(({ medianMs }) => medianMs ?? 0);
  const most = Math.max(1, ...held);
  if (pages.length < 2 || pagesOf === 0) return <NoPages figures={figures} />;
  const step = width / pages.length;
  const bar = Math.min(46, step * 0.76);
  const stop = pages.find(({ page }) => page === stopPage) ?? null;
  return (
    <>
      <svg
        viewBox={`0 0 ${width} 160`}
        className={classes.pages}
        role="img"
        aria-label={pagesSentence(figures, stop)}
      >
        {pages.map(({ page, medianMs, reached }, index) => {
          const height = Math.max(2, ((medianMs ?? 0) / most) * tall);
          const x = index * step + (step - bar) / 2;
          return (
            <g key={page}>
              <rect
                x={x}
                y={138 - height}
                width={bar}
                height={height}
                rx={Math.min(4, bar / 4)}
                fill={page === stop?.page ? 'var(--late)' : 'var(--mk2)'}
                opacity={0.25 + 0.75 * (reached / Math.max(1, pagesOf))}
              />
              {step >= wordsFromPx && medianMs !== null ? (
                <text x={x + bar / 2} y={132 - height} textAnchor="middle">
                  {Math.round(medianMs / 1_000)} s
                </text>
              ) : null}
              {step >= wordsFromPx || page === 1 || page % 5 === 0 || page === stop?.page ? (
                <text x={x + bar / 2} y={154} textAnchor="middle">
                  {page}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      <p className={classes.under}>
        Each bar is a page, its height the seconds it held the middle reader, its shade how many of{' '}
        {formatCount(pagesOf)} got there.{' '}
        {stop === null ? (
          'They stop nowhere more than elsewhere.'
        ) : (
          <>
            They stop at page {stop.page}
            {stop.label ? `: ${stop.label}` : ''}.{' '}
            <Link
              to="/content/assets/$assetId"
              params={{ assetId: asset.id }}
              search={{ evidence: { list: 'people', of: 'stopped', page: stop.page } }}
            >
              {formatCount(stop.stopped)} who stopped there
            </Link>
          </>
        )}
      </p>
    </>
  );
}

/** Why there is no picture of pages. */
function NoPages({ figures: { shown, pages, asset } }: { figures: Figures }) {
  const isElsewhere = shown?.format === 'page' || shown?.format === 'link';
  const why = isElsewhere
    ? 'It lies elsewhere, so that nothing says where in it they stop. Upload its file, and links show each page’s readers.'
    : pages.length === 1
      ? 'It has one page.'
      : 'Nobody has read it page by page yet: times per page come from links that Liaison shares.';
  return (
    <p className="mute">
      {why}{' '}
      <Link to="/content/assets/$assetId" params={{ assetId: asset.id }}>
        What is known of it
      </Link>
    </p>
  );
}

function pagesSentence({ pages, pagesOf }: Figures, stop: Figures['pages'][number] | null): string {
  const held = pages
    .map(
      ({ page, medianMs, reached }) =>
        `page ${page} ${secondsWords(medianMs ?? 0)}, ${reached} of ${pagesOf}`,
    )
    .join('; ');
  return stop === null ? held : `${held}. Most stop at page ${stop.page}.`;
}
