import { spanText } from './link-words.ts';
import classes from './links.module.css';

type PageTimesProps = {
  pages: readonly { page: number; activeMs: number }[];
  pageCount: number;
  lastPage: number | null;
};

const mostLabelled = 14;
/** More bars than these would be hairs. */
const mostBars = 120;
const seenFromMs = 1_000;

/** Each page of a visit as a bar, its height the time it held; what was read is said in words too. */
export function PageTimes({ pages, pageCount, lastPage }: PageTimesProps) {
  if (pageCount < 2 || pages.length === 0) return null;
  const byPage = new Map(pages.map(({ page, activeMs }) => [page, activeMs]));
  const longest = Math.max(...byPage.values(), seenFromMs);
  const bars = Array.from({ length: Math.min(pageCount, mostBars) }, (_, at) => at + 1);
  const labelled = bars.length <= mostLabelled;
  return (
    <ol
      className={classes.pages}
      data-labelled={labelled || undefined}
      style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, ${labelled ? 52 : 14}px))` }}
      aria-label="Time on each page"
    >
      {bars.map((page) => {
        const activeMs = byPage.get(page) ?? 0;
        const words = `page ${page}: ${activeMs < seenFromMs ? 'not read' : spanText(activeMs)}${page === lastPage ? ', last' : ''}`;
        return (
          <li key={page} title={words} data-read={activeMs >= seenFromMs || undefined}>
            <span className="sr-only">{words}</span>
            {labelled ? (
              <span className={classes.pageSpan} aria-hidden="true">
                {activeMs < seenFromMs ? '' : spanText(activeMs)}
              </span>
            ) : null}
            <span className={classes.bar} aria-hidden="true">
              <span style={{ height: `${Math.round((activeMs / longest) * 100)}%` }} />
            </span>
            {labelled ? (
              <span className={classes.pageNumber} aria-hidden="true">
                {page}
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
