import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../../../web/api.ts';
import { Figure, FirstLine } from '../../../../web/parts/first-line.tsx';
import { amountText } from './amounts.ts';
import type { Credit } from './api-types.ts';
import classes from './credit.module.css';
import { contentShare } from './rows.ts';
import { inPieces, quadrantPieces } from './sentence-words.ts';
import type { PageState } from './state.ts';
import { becameWords, betweenWords, inPeriodWords, plural, resultWords } from './words.ts';
import { HowTerm } from './words-of-method.tsx';

type Props = { credit: Credit | undefined; state: PageState; failed: boolean; stageName: string };

const minuteMs = 60_000;

/** The answer first: whether marketing adds value, and who can show it; then what the credit below rests on. */
export function Sentence({ credit, state, failed, stageName }: Props) {
  const days = state.from || state.to ? { from: state.from, to: state.to } : {};
  const value = useQuery(api.results.value.read.queryOptions({ input: days, staleTime: minuteMs }));
  const quadrants = useQuery(
    api.results.evidence.twoByTwo.queryOptions({ input: days, staleTime: minuteMs }),
  );
  return (
    <FirstLine
      title="Results"
      sub={credit ? <Under credit={credit} state={state} stageName={stageName} /> : undefined}
    >
      {value.data ? (
        <>
          <Headline text={value.data.headline} />{' '}
          {quadrantPieces(quadrants.data?.points ?? []).map((piece) =>
            piece.isName ? (
              <Figure key={piece.text} href="/results/two-by-two">
                {piece.text}
              </Figure>
            ) : (
              piece.text
            ),
          )}
        </>
      ) : credit ? (
        <Earned credit={credit} state={state} stageName={stageName} />
      ) : failed ? (
        'Credit could not be read.'
      ) : (
        <span className="mute">Counting…</span>
      )}
    </FirstLine>
  );
}

/** The sentence of value, its figures open what they are made of. */
function Headline({ text }: { text: string }) {
  return inPieces(text).map((piece, index) =>
    piece.isFigure ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence, in their order.
      <Figure key={index} href="/results/value">
        {piece.text}
      </Figure>
    ) : (
      piece.text
    ),
  );
}

type EarnedProps = { credit: Credit; state: PageState; stageName: string };

function Earned({ credit, state, stageName }: EarnedProps) {
  const { plan, rows } = credit;
  const became = becameWords(plan.value, stageName);
  if (credit.results === 0)
    return (
      <>
        Nothing was {became} {inPeriodWords(state.period, plan.range)}.
      </>
    );
  const share = contentShare(rows, plan.models);
  const all = resultWords(plan.value, credit.results);
  const what = (
    <>
      <Results credit={credit}>{credit.unit === 'minor' ? amountText(credit, credit.total) : all}</Results>{' '}
      {became}
      {credit.unit === 'minor' ? ` in ${all}` : ''}
    </>
  );
  if (!share) return <>{what}.</>;
  return (
    <>
      Of {what}, <span className="marketing">content</span> earned{' '}
      <Figure href="/results?by=kind">{betweenWords(share)}</Figure>, by which model you ask, and{' '}
      <span className="sales">talks</span> the rest.
    </>
  );
}

/** All results that are shared out, as a list: deals by the day they closed or were opened. */
function Results({ credit: { plan }, children }: { credit: Credit; children: ReactNode }) {
  const isWon = plan.value === 'revenue' || plan.value === 'wins';
  if (plan.value.startsWith('stage:') || plan.basis === 'touch') return <strong>{children}</strong>;
  const { from, to } = plan.range;
  const field = isWon ? 'closedAt' : 'openedAt';
  const filter = from && to ? [{ field, op: 'between', values: [from, to] }] : [];
  return (
    <Link
      to="/people/deals"
      search={{ ...(isWon ? { status: 'won' } : {}), ...(filter.length > 0 ? { filter } : {}) }}
      className={classes.strong}
    >
      {children}
    </Link>
  );
}

/** What the figures rest on. */
function Under({ credit, state, stageName }: EarnedProps) {
  const { plan, results, people, touchpoints, isBehind, unit, total } = credit;
  const all = resultWords(plan.value, results);
  return (
    <>
      <Results credit={credit}>{unit === 'minor' ? amountText(credit, total) : all}</Results>{' '}
      {becameWords(plan.value, stageName)} {inPeriodWords(state.period, plan.range)}
      {unit === 'minor' ? `, ${all}` : ''}, {plural(people, 'person', 'people')},{' '}
      <Figure href="/results/journeys">{plural(touchpoints, 'touchpoint')}</Figure>, every one verified.{' '}
      <HowTerm credit={credit} />
      {isBehind ? ' Newer facts are being worked in.' : ''}
    </>
  );
}
