import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { nextStepDays } from '../../usage/contract.ts';
import type { Usage } from './api-types.ts';
import classes from './coverage.module.css';
import { PeriodFrame } from './period-frame.tsx';
import { SellersTable } from './sellers-table.tsx';
import { StaleList, TwinsList } from './twins-and-stale.tsx';
import { PiecesTable } from './usage-pieces.tsx';
import { usageState } from './usage-state.ts';
import { inPeriod, plural } from './words.ts';

/** Who shares what with which effect, and what nobody uses. */
export function UsagePage() {
  const [state, set] = useUrlState(usageState);
  const query = useQuery(
    api.content.usage.read.queryOptions({
      input: { period: state.period },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <PeriodFrame
      title="Use of content"
      query={query}
      unread="The use of content could not be read."
      sentence={(usage) => <Sentence usage={usage} />}
      sub={(usage) => <Sub usage={usage} />}
      period={state.period}
      onPeriod={(period) => set({ period })}
    >
      {(usage) => (
        <>
          <SellersTable usage={usage} />
          <PiecesTable usage={usage} state={state} set={set} />
          <div className={classes.halves}>
            <TwinsList usage={usage} />
            <StaleList usage={usage} />
          </div>
        </>
      )}
    </PeriodFrame>
  );
}

function Sentence({ usage: { totals, range } }: { usage: Usage }) {
  if (totals.shares === 0)
    return (
      <>
        <span className="sales">Sales</span> shared nothing {inPeriod[range.period]}.
      </>
    );
  return (
    <>
      <span className="sales">{plural(totals.sellers, 'seller')}</span> gave{' '}
      {plural(totals.reached, 'person', 'people')} {plural(totals.shares, 'piece')} {inPeriod[range.period]}:{' '}
      {formatCount(totals.read)} read something of it, {formatCount(totals.finished)} to its end, and{' '}
      {formatCount(totals.nextSteps)} took a{' '}
      <Term
        meaning={`Within ${nextStepDays} days of being given a piece: a conversation or a meeting with them, a later stage, a deal that was opened or won.`}
      >
        next step
      </Term>
      .
    </>
  );
}

function Sub({ usage }: { usage: Usage }) {
  const unused = usage.pieces.filter(({ neverShared }) => neverShared).length;
  const unfinished = usage.pieces.filter(({ neverFinished }) => neverFinished).length;
  return (
    <>
      Of {plural(usage.pieces.length, 'piece')} in use, sales shared {formatCount(unused)} in none of the past
      twelve months
      {unfinished > 0
        ? `; ${formatCount(unfinished)} ${unfinished === 1 ? 'was' : 'were'} read by five people or more and finished by none`
        : ''}
      . Each person counts once; what followed on a share need not have come of it.
    </>
  );
}
