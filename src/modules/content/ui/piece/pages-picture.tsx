import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { capital } from '../library/words.ts';
import { pagesCsv } from './csv.ts';
import classes from './piece.module.css';
import type { Figures, FiguresPage } from './state.ts';
import { minuteWords, shareWords, spanWords, spotWords } from './words.ts';

const mostLabelled = 14;
/** A hand that passes over the bars asks for no picture. */
const restMs = 140;

/** Each page a bar: its height the seconds it held, its shade who got there, red where they stop. */
export function PagesPicture({ figures }: { figures: Figures }) {
  const { pages, pagesOf, stop, shown, asset } = figures;
  const [looked, look] = useState(stop?.page ?? 1);
  const [rested] = useDebouncedValue(looked, restMs);
  if (shown === null || pages.length < 2) return null;
  const most = Math.max(1_000, ...pages.map(({ medianMs }) => medianMs ?? 0));
  const labelled = pages.length <= mostLabelled;
  const one = pages.find(({ page }) => page === rested) ?? pages[0];
  const spot = spotWords(
    pages.find(({ page }) => page === stop?.page) ?? { page: stop?.page ?? 1, fromMs: null },
  );
  const isFilm = shown.format === 'video';
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="pages-heading">
      <div className={classes.head}>
        <h2 id="pages-heading">
          {isFilm ? 'Part by part' : 'Page by page'}{' '}
          <span className="mute">
            · version {shown.number}, {formatCount(pagesOf)} {pagesOf === 1 ? 'reader' : 'readers'}
          </span>
        </h2>
      </div>
      {pagesOf === 0 ? (
        <p className="mute">Nobody has read this version in this time.</p>
      ) : (
        <div className={classes.pagesAndPicture}>
          <div className={classes.chart}>
            <ol
              className={classes.bars}
              data-labelled={labelled || undefined}
              style={{ gridTemplateColumns: `repeat(${pages.length}, minmax(0, 1fr))` }}
            >
              {pages.map((page) => (
                <Bar
                  key={page.page}
                  page={page}
                  most={most}
                  of={pagesOf}
                  labelled={labelled}
                  stops={page.page === stop?.page}
                  looked={page.page === looked}
                  onLook={() => look(page.page)}
                />
              ))}
            </ol>
            <p className={classes.legend}>
              Each bar is a {isFilm ? 'part' : 'page'}, its height the seconds it held the middle reader, its
              shade who got there.
              {stop ? (
                <>
                  {' '}
                  They stop at {spot}:{' '}
                  <Figure evidence={{ people: 'stopped', page: stop.page }}>
                    {formatCount(stop.stopped)} who stopped there
                  </Figure>
                  .
                </>
              ) : (
                ` There is no ${isFilm ? 'part' : 'page'} at which most of them stop.`
              )}
            </p>
            <PagesTable figures={figures} />
          </div>
          {one ? (
            <PageView assetId={asset.id} versionId={shown.id} format={shown.format} one={one} of={pagesOf} />
          ) : null}
        </div>
      )}
    </section>
  );
}

type BarProps = {
  page: FiguresPage;
  most: number;
  of: number;
  labelled: boolean;
  stops: boolean;
  looked: boolean;
  onLook: () => void;
};

function Bar({ page, most, of, labelled, stops, looked, onLook }: BarProps) {
  const reached = of === 0 ? 0 : page.reached / of;
  // Room above the tallest for its seconds.
  const height = `${Math.round(((page.medianMs ?? 0) / most) * (labelled ? 92 : 100))}%`;
  const words = `${capital(spotWords(page))}: ${spanWords(page.medianMs)}, ${page.reached} got there, ${page.stopped} stopped`;
  return (
    <li>
      <Link
        to="."
        search={(now: Record<string, unknown>) => ({
          ...now,
          evidence: { people: page.stopped > 0 ? 'stopped' : 'reached', page: page.page },
        })}
        resetScroll={false}
        className={classes.bar}
        data-looked={looked || undefined}
        aria-label={words}
        onMouseEnter={onLook}
        onFocus={onLook}
      >
        <span className={classes.column} aria-hidden="true">
          <span className={classes.seconds}>{labelled ? spanWords(page.medianMs) : ''}</span>
          <span
            className={classes.fill}
            data-stops={stops || undefined}
            style={{ height, opacity: stops ? 1 : 0.25 + 0.75 * reached }}
          />
        </span>
        <span className={classes.number} aria-hidden="true">
          {numberOf(page, labelled)}
        </span>
      </Link>
    </li>
  );
}

/** Few pages carry their number each; of many every fifth, and of a film every sixth part its minute. */
function numberOf({ page, fromMs }: FiguresPage, labelled: boolean): string {
  if (fromMs !== null) return page % 6 === 1 ? minuteWords(fromMs) : '';
  return labelled || page === 1 || page % 5 === 0 ? String(page) : '';
}

function PageView({
  assetId,
  versionId,
  format,
  one,
  of,
}: {
  assetId: string;
  versionId: string;
  format: string;
  one: FiguresPage;
  of: number;
}) {
  const hasPicture = format === 'pdf' || format === 'slides';
  return (
    <figure className={classes.pageView}>
      {hasPicture ? (
        <img
          key={one.page}
          src={`/api/v1/assets/${assetId}/versions/${versionId}/pages/${one.page}`}
          alt={`Page ${one.page}${one.label ? `: ${one.label}` : ''}`}
        />
      ) : null}
      <figcaption aria-live="polite">
        <b>
          {capital(spotWords(one))}
          {one.label ? `: ${one.label}` : ''}
        </b>
        <span className="mute">
          {one.reached} of {of} got there ({shareWords(one.reached, of)}), {one.stopped} stopped; it held{' '}
          {spanWords(one.medianMs)}.
        </span>
      </figcaption>
    </figure>
  );
}

function PagesTable({ figures }: { figures: Figures }) {
  const { pages, pagesOf } = figures;
  return (
    <details className={classes.table}>
      <summary>As a table</summary>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">Page</th>
              <th scope="col" className={classes.text}>
                Begins
              </th>
              <th scope="col">Median</th>
              <th scope="col">Mean</th>
              <th scope="col">Got there</th>
              <th scope="col">Stopped</th>
            </tr>
          </thead>
          <tbody>
            {pages.map((one) => (
              <tr key={one.page}>
                <th scope="row">{one.fromMs === null ? one.page : minuteWords(one.fromMs)}</th>
                <td className={classes.text}>{one.label ?? '–'}</td>
                <td>{spanWords(one.medianMs)}</td>
                <td>{spanWords(one.meanMs)}</td>
                <td>
                  <Figure
                    evidence={{ people: 'reached', page: one.page }}
                    label={`${one.reached} got to page ${one.page}`}
                  >
                    {formatCount(one.reached)}
                  </Figure>{' '}
                  <span className="mute">{shareWords(one.reached, pagesOf)}</span>
                </td>
                <td>
                  <Figure
                    evidence={{ people: 'stopped', page: one.page }}
                    label={`${one.stopped} stopped at page ${one.page}`}
                  >
                    {formatCount(one.stopped)}
                  </Figure>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <a className={classes.quiet} href={pagesCsv(figures)} download="pages.csv">
        CSV
      </a>
    </details>
  );
}
