import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Overview } from './api-types.ts';
import classes from './library.module.css';

const counted = (count: number, one: string, many: string) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** How much there is, how much of it sales uses, and what has to be looked at again. */
export function LibrarySentence({ overview }: { overview: Overview | undefined }) {
  if (!overview) return 'The library';
  const { pieces, usedBySales, pastReview, retired } = overview;
  if (pieces === 0)
    return retired > 0
      ? 'Everything in the library is retired.'
      : 'There is nothing to read in the library yet.';
  return (
    <>
      <StateLink state={undefined}>{counted(pieces, 'piece', 'pieces')}</StateLink>,{' '}
      {usedBySales === 0 ? 'none' : formatCount(usedBySales)} used by sales this quarter
      {pastReview === 0 ? '; all are within their review day.' : '; '}
      {pastReview > 0 ? (
        <>
          <StateLink state="stale">{formatCount(pastReview)}</StateLink> {pastReview === 1 ? 'is' : 'are'}{' '}
          past {pastReview === 1 ? 'its' : 'their'} review day.
        </>
      ) : null}
    </>
  );
}

/** What is under way, and over which time the figures are. */
export function LibrarySub({ overview }: { overview: Overview | undefined }) {
  if (!overview || overview.pieces + overview.retired === 0) return null;
  const { preparing, refused, retired } = overview;
  return (
    <>
      Shares and readers are of the past twelve months, verified people only.
      {preparing > 0 ? (
        <>
          {' '}
          <StateLink state="preparing">{formatCount(preparing)} being prepared</StateLink>.
        </>
      ) : null}
      {refused > 0 ? (
        <>
          {' '}
          <StateLink state="refused">{formatCount(refused)} refused</StateLink>.
        </>
      ) : null}
      {retired > 0 ? (
        <>
          {' '}
          <StateLink state="retired">{formatCount(retired)} retired</StateLink>.
        </>
      ) : null}
    </>
  );
}

function StateLink({ state, children }: { state: string | undefined; children: React.ReactNode }) {
  return (
    <Link to="." search={(now: Record<string, unknown>) => ({ ...now, state })} className={classes.figure}>
      {children}
    </Link>
  );
}
