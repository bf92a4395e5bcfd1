import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Analysis } from './api-types.ts';
import { daysBetween, lengthWords } from './tray-state.ts';
import { percent, reasonPhrase } from './tray-words.ts';

const hrefOf = (query: Record<string, string>) =>
  `/handoffs/returned?${new URLSearchParams(query).toString()}`;

/** The page's answer: how many came back, for which reason above all, and how many wait. */
export function TraySentence({
  analysis,
  days,
}: {
  analysis: Analysis | undefined;
  days: number | undefined;
}) {
  if (!analysis) return 'What came back';
  const { cameBack, waiting, resting } = analysis;
  const length = { days: String(days ?? daysBetween(analysis.from, analysis.to)) };
  return (
    <>
      {cameBack === 0 ? (
        'Nothing came back '
      ) : (
        <>
          <Figure href={hrefOf({ show: 'all', ...length })}>{formatCount(cameBack)}</Figure> came back{' '}
        </>
      )}
      {lengthWords(daysBetween(analysis.from, analysis.to))}
      <TopReason analysis={analysis} length={length} />.{' '}
      {waiting === 0 ? (
        'None waits for you.'
      ) : (
        <>
          <Figure href={hrefOf({})}>{formatCount(waiting)}</Figure> {waiting === 1 ? 'waits' : 'wait'} for you
          {resting > 0 ? (
            <>
              , <Figure href={hrefOf({ show: 'later' })}>{formatCount(resting)}</Figure> for{' '}
              {resting === 1 ? 'its day' : 'their day'}
            </>
          ) : null}
          .
        </>
      )}
    </>
  );
}

function TopReason({ analysis, length }: { analysis: Analysis; length: Record<string, string> }) {
  // What sales said in words of its own is no reason that many share.
  const top = analysis.reasons.find(({ key }) => key !== 'other');
  if (!top || top.count < 2) return null;
  return (
    <>
      , <Figure href={hrefOf({ show: 'all', reason: top.key, ...length })}>{formatCount(top.count)}</Figure>{' '}
      for one reason: {reasonPhrase(top.name)}
    </>
  );
}

/** Against what: the same length before, what sales took, and what became of what was offered again. */
export function TraySub({ analysis }: { analysis: Analysis | undefined }) {
  if (!analysis) return null;
  const { cameBack, cameBackBefore, accepted, decided, offeredAgain } = analysis;
  const more = cameBack - cameBackBefore;
  const parts = [
    decided === 0
      ? null
      : `Sales accepted ${percent(accepted / decided)} of the ${formatCount(decided)} it answered.`,
    cameBackBefore === 0 && more === 0
      ? null
      : `${more === 0 ? 'As many' : `${formatCount(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'}`} came back ${more === 0 ? 'as' : 'than'} in the same time before.`,
    offeredAgain.of === 0
      ? null
      : `Of ${formatCount(offeredAgain.of)} offered again, ${offeredAgain.accepted === 0 ? 'none' : formatCount(offeredAgain.accepted)} ${offeredAgain.accepted < 2 ? 'was' : 'were'} accepted.`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
