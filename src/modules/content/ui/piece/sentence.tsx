import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Figures } from './state.ts';
import { periodWords, placeWords, shareWords, spanWords, spotWords } from './words.ts';

const people = (count: number) => `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;

/** "Retrofit case study is read by 214 people for 5 min 50 s, finished by 71 %: better than 4 of 5. They stop at page 7." */
export function PieceSentence({ figures }: { figures: Figures }) {
  const { asset, totals, stop } = figures;
  if (totals.readers === 0) return <Unread figures={figures} />;
  const place = placeWords(figures);
  const rate = shareWords(totals.finished, totals.measured);
  const spot = stop
    ? spotWords(figures.pages.find(({ page }) => page === stop.page) ?? { page: stop.page, fromMs: null })
    : '';
  return (
    <>
      {asset.title} is read by <Figure evidence={{ people: 'readers' }}>{people(totals.readers)}</Figure> for{' '}
      <Figure evidence={{ visits: 'visits' }}>{spanWords(totals.medianMs)}</Figure>
      {totals.measured > 0 ? (
        <>
          , finished by <Figure evidence={{ people: 'finished' }}>{rate}</Figure>
        </>
      ) : null}
      {place ? `: ${place}` : ''}.
      {stop ? (
        <>
          {' '}
          They stop at{' '}
          <Figure evidence={{ people: 'stopped', page: stop.page }} label={`${stop.stopped} stop at ${spot}`}>
            {spot}
          </Figure>
          {stop.label ? `: ${short(stop.label)}` : ''}.
        </>
      ) : null}
    </>
  );
}

const longest = 60;
const short = (label: string) =>
  label.length <= longest ? label.replace(/[.:;]$/, '') : `${label.slice(0, longest).trimEnd()}…`;

function Unread({ figures: { asset, totals, period } }: { figures: Figures }) {
  const when = period === 'all' ? '' : ` in ${periodWords[period]}`;
  if (totals.pageViewers > 0)
    return (
      <>
        {asset.title} was seen on the site by{' '}
        <Figure evidence={{ people: 'page_viewers' }}>{people(totals.pageViewers)}</Figure>
        {when}; how far they read, a page of a site does not say.
      </>
    );
  if (totals.shares > 0)
    return (
      <>
        {asset.title} was shared{' '}
        <Figure evidence={{ shares: 'all' }}>
          {totals.shares === 1 ? 'once' : `${formatCount(totals.shares)} times`}
        </Figure>
        {when} and read by nobody.
      </>
    );
  return (
    <>
      Nobody has read {asset.title}
      {when}, and nobody shared it.
    </>
  );
}

/** Over what, who is left out, and which lines to read it against. */
export function PieceSub({ figures }: { figures: Figures }) {
  const { leftOut, referenceLines, period, totals } = figures;
  const visitsOf = (kind: 'scanner' | 'staff' | 'unproved') =>
    leftOut.filter((one) => one.kind === kind).reduce((sum, { visits }) => sum + visits, 0);
  const parts = [
    ['by scanners', visitsOf('scanner')],
    ['by colleagues', visitsOf('staff')],
    ['of which too little was seen', visitsOf('unproved')],
  ] as const;
  const words = parts
    .filter(([, count]) => count > 0)
    .map(([by, count], index) =>
      index > 0
        ? `${formatCount(count)} ${by}`
        : `${formatCount(count)} ${count === 1 ? 'visit' : 'visits'} ${by}`,
    );
  const total = leftOut.reduce((sum, { visits }) => sum + visits, 0);
  const { mostReadUnderMs, caseStudiesFinished } = referenceLines;
  return (
    <>
      {totals.readers > 0 ? (
        <>
          Verified people in {periodWords[period]}, {formatCount(totals.visits)}{' '}
          {totals.visits === 1 ? 'visit' : 'visits'}; the time is the middle reader’s.{' '}
        </>
      ) : null}
      {total > 0 ? (
        <>
          <Figure evidence={{ visits: 'left_out' }}>{words.join(' and ')}</Figure> left out.{' '}
        </>
      ) : null}
      Reference: most content is read for under {spanWords(mostReadUnderMs.value)}; case studies are finished
      by {Math.round(caseStudiesFinished.value * 100)} % ({mostReadUnderMs.source}).
    </>
  );
}
