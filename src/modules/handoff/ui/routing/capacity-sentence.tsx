import { Link } from '@tanstack/react-router';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Picture } from './api-types.ts';
import { about, moveOf } from './capacity-words.ts';

/** What next week brings, what sales can answer, and what follows for the backlog. */
export function CapacitySentence({ picture }: { picture: Picture }) {
  const { next, backlog } = picture;
  if (next === null) {
    return (
      <>
        <Waiting backlog={backlog} />. What next week brings cannot be said before leads came in six weeks.
      </>
    );
  }
  const volume = <span className="marketing">{formatCount(about(next.volume))} leads</span>;
  if (next.capacity === null) {
    return (
      <>
        Next week brings about {volume}. How many sales can answer is not known:{' '}
        <Link to="/settings/routing">nobody’s capacity is set</Link>.
      </>
    );
  }
  return (
    <>
      Next week brings about {volume}; sales can answer{' '}
      <span className="sales">{formatCount(about(next.capacity))}</span>. <Backlog picture={picture} />
    </>
  );
}

function Waiting({ backlog }: { backlog: number }) {
  if (backlog === 0) return <>No offer waits for an answer</>;
  return (
    <>
      <Figure href="/handoffs?whose=everybody&state=offered">{formatCount(backlog)}</Figure>{' '}
      {backlog === 1 ? 'offer waits' : 'offers wait'} for an answer
    </>
  );
}

function Backlog({ picture: { next, backlog } }: { picture: Picture }) {
  if (next === null || next.backlogBefore === null || next.backlogAfter === null) return null;
  const [before, after] = [about(next.backlogBefore), about(next.backlogAfter)];
  const now = <Figure href="/handoffs?whose=everybody&state=offered">{formatCount(backlog)}</Figure>;
  if (backlog === 0 && before === 0 && after === 0) return <>Nothing waits, and nothing will.</>;
  if (before === backlog) {
    return (
      <>
        The backlog of {now} {moveOf(before, after)}.
      </>
    );
  }
  return (
    <>
      The backlog, {now} now and about {formatCount(before)} at this week’s end, {moveOf(before, after)}.
    </>
  );
}
