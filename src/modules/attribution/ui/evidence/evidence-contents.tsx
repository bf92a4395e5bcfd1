import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { EvidenceDrawer, useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { formatShare } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Point, Quadrants } from './api-types.ts';
import { CampaignEvidence } from './campaign-evidence.tsx';
import { ClaimTraces } from './claim-traces.tsx';
import classes from './evidence.module.css';
import { type Evidence, evidenceShape } from './state.ts';
import { scoreText } from './words.ts';

/** What any mark or number of the two-by-two is made of. */
export function EvidenceContents({ answer }: { answer: Quadrants }) {
  const pointOf = (evidence: Evidence): Point | undefined =>
    'row' in evidence ? answer.points.find(({ key }) => key === evidence.row) : undefined;
  return (
    <EvidenceDrawer
      schema={evidenceShape}
      title={(evidence) => pointOf(evidence)?.label ?? ('claim' in evidence ? 'A claim' : 'Evidence')}
    >
      {(evidence) => {
        if ('claim' in evidence) return <ClaimTraces id={evidence.claim} />;
        if ('campaign' in evidence) return <CampaignEvidence id={evidence.campaign} point={undefined} />;
        const point = pointOf(evidence);
        if (answer.by === 'campaign') return <CampaignEvidence id={evidence.row} point={point} />;
        return <RowEvidence answer={answer} row={evidence.row} point={point} />;
      }}
    </EvidenceDrawer>
  );
}

type RowProps = { answer: Quadrants; row: string; point: Point | undefined };

/** Of a channel, a kind of piece or a marketer: the campaigns that its score is made of. */
function RowEvidence({ answer: { by, range }, row, point }: RowProps) {
  const show = useShowEvidence();
  const query = useQuery(
    api.results.evidence.list.queryOptions({ input: { by, from: range.from, to: range.to } }),
  );
  const found = query.data?.items.find(({ key }) => key === row);
  const rest = found ? 1 - found.campaigns.reduce((sum, { weight }) => sum + weight, 0) : 0;
  return (
    <div className={classes.drawer}>
      {point ? <p>{point.words}</p> : null}
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {found ? (
        <>
          <p>
            The evidence score of <strong>{scoreText(found)}</strong> is made of{' '}
            {by === 'marketer'
              ? 'these campaigns, which count alike:'
              : 'these campaigns, by the people who met it under each:'}
          </p>
          <ul className={classes.rows}>
            {found.campaigns.map(({ id, name, score, weight }) => (
              <li key={id} className={classes.row}>
                <button type="button" className={classes.link} onClick={() => show({ campaign: id })}>
                  {name}
                </button>
                <span className={classes.points}>{Math.round(score)}</span>
                <span className={classes.rowSays}>{formatShare(weight)} of the score</span>
              </li>
            ))}
            {rest > 0.005 ? (
              <li className={classes.row}>
                <span>No campaign</span>
                <span className={classes.points}>0</span>
                <span className={classes.rowSays}>
                  {formatShare(rest)}: nobody wrote a brief, costs or claims for it
                </span>
              </li>
            ) : null}
          </ul>
        </>
      ) : null}
    </div>
  );
}
