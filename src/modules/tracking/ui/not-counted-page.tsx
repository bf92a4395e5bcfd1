import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import settings from '../../workspace/ui/settings/settings.module.css';
import type { Flagged } from '../settings/contract.ts';
import { ExclusionLists } from './exclusion-lists.tsx';
import { FlaggedDrawer } from './flagged-drawer.tsx';
import classes from './tracking.module.css';
import { TrackingFrame } from './tracking-frame.tsx';

const days = 30;

/** Whose interactions are kept in the log but left out of every figure, and why. */
export function NotCountedPage() {
  const flagged = useQuery({
    ...api.tracking.settings.getFlagged.queryOptions({ input: { days } }),
    refetchInterval: 10_000,
  });
  const lists = useQuery(api.tracking.settings.getExclusions.queryOptions());
  return (
    <TrackingFrame
      title="Not counted"
      answer={flagged.data ? answerOf(flagged.data) : 'What is not counted'}
      sub="It stays in the log with its reason, and out of scores, funnel, timelines and attribution unless asked for. Changes hold for what arrives from now on."
    >
      <ProblemNotice error={flagged.error} onRetry={() => void flagged.refetch()} />
      {flagged.data && flagged.data.reasons.length > 0 ? <Reasons flagged={flagged.data} /> : null}
      <ProblemNotice error={lists.error} onRetry={() => void lists.refetch()} />
      {lists.data ? <ExclusionLists key={String(lists.data.changedAt)} lists={lists.data} /> : null}
      <FlaggedDrawer />
    </TrackingFrame>
  );
}

type Shown = Pick<Flagged, 'counted' | 'notCounted'> & {
  reasons: readonly { reason: string; text: string; count: number; latestAt: string | Date }[];
};

function answerOf({ counted, notCounted }: Shown): ReactNode {
  if (notCounted === 0) return `Everything of the last ${days} days is counted: it all came from people.`;
  return (
    <>
      {formatCount(notCounted)} of {formatCount(counted + notCounted)} interactions of the last {days} days
      are <DefinedTerm term="verified">not counted</DefinedTerm>: no buyer was behind them.
    </>
  );
}

function Reasons({ flagged }: { flagged: Shown }) {
  const most = Math.max(...flagged.reasons.map(({ count }) => count));
  return (
    <section className={settings.block}>
      <table className={classes.reasons}>
        <caption className="sr-only">What was not counted in the last {days} days, by reason</caption>
        <thead>
          <tr>
            <th scope="col">Why</th>
            <th scope="col" className={classes.number}>
              Interactions
            </th>
            <th scope="col" className={classes.shareColumn}>
              <span className="sr-only">Share</span>
            </th>
            <th scope="col">Latest</th>
          </tr>
        </thead>
        <tbody>
          {flagged.reasons.map(({ reason, text, count, latestAt }) => (
            <tr key={reason}>
              <th scope="row">{text}</th>
              <td className={classes.number}>
                <Figure evidence={{ reason }} label={`${formatCount(count)}: ${text}`}>
                  {formatCount(count)}
                </Figure>
              </td>
              <td className={classes.shareColumn}>
                <span
                  className={classes.bar}
                  style={{ width: `${Math.max(2, (count / most) * 100)}%` }}
                  title={`${formatShare(count / flagged.notCounted)} of what is not counted`}
                />
              </td>
              <td>
                <When at={latestAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
