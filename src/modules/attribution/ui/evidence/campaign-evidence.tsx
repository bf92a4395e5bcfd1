import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { BriefLink } from '../../../handoff/ui/record/brief-link.tsx';
import type { OpenedEvidence, Point } from './api-types.ts';
import { ClaimForm } from './claim-form.tsx';
import { ClaimList } from './claim-list.tsx';
import classes from './evidence.module.css';
import { scoreText } from './words.ts';

/** The evidence score of a campaign, part by part, and what can be recorded for it. */
export function CampaignEvidence({ id, point }: { id: string; point: Point | undefined }) {
  const query = useQuery(api.results.evidence.get.queryOptions({ input: { campaignId: id } }));
  const evidence = query.data;
  return (
    <div className={classes.drawer} aria-busy={query.isFetching}>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {point ? (
        <p>
          {point.words} <Figure href="/results/value?by=campaign">The leads behind it</Figure>
        </p>
      ) : null}
      {evidence ? <Opened evidence={evidence} named={point === undefined} /> : null}
    </div>
  );
}

function Opened({ evidence, named }: { evidence: OpenedEvidence; named: boolean }) {
  const { campaign, parts } = evidence;
  return (
    <>
      <p>
        {named ? <strong>{campaign.name}: </strong> : null}
        Evidence of <strong>{scoreText(evidence)}</strong>, of 100.
        {campaign.owner ? ` Owned by ${campaign.owner.name}.` : ''}{' '}
        <span className="mute">
          {campaign.startsOn ? formatDate(campaign.startsOn) : 'no start day'} to{' '}
          {campaign.endsOn ? formatDate(campaign.endsOn) : 'now'}
        </span>
      </p>
      {parts.map((part) => (
        <Part key={part.key} part={part} evidence={evidence} />
      ))}
      <Claims evidence={evidence} />
    </>
  );
}

function Part({ part, evidence }: { part: OpenedEvidence['parts'][number]; evidence: OpenedEvidence }) {
  const show = useShowEvidence();
  const { campaign } = evidence;
  return (
    <section className={classes.part} aria-labelledby={`part-${part.key}`}>
      <div className={classes.partHead}>
        <h3 id={`part-${part.key}`}>{part.name}</h3>
        <span className={classes.points}>
          {Math.round(part.points)} of {part.outOf}
        </span>
      </div>
      <div className={classes.track}>
        <div className={classes.fill} style={{ width: `${part.share * 100}%` }} />
      </div>
      <p>{part.words}</p>
      {part.todo ? (
        <p className={classes.mend}>
          <strong>To do:</strong> {part.todo}.{' '}
          {part.key === 'brief' ? (
            <BriefLink campaign={{ id: campaign.id, name: campaign.name }} written={part.rows.length > 1} />
          ) : null}
        </p>
      ) : null}
      {part.key === 'reported' ? <ReportButton campaignId={campaign.id} /> : null}
      <ul className={classes.rows}>
        {part.rows.map((row) => (
          <li key={row.key} className={classes.row}>
            {row.claimId === null ? (
              <span>{row.label}</span>
            ) : (
              <button
                type="button"
                className={classes.link}
                onClick={() => show({ claim: row.claimId ?? '' })}
              >
                {row.label}
              </button>
            )}
            <span className={classes.points}>
              {row.share === null ? '' : `${Math.round(row.share * 100)} %`}
            </span>
            <span className={classes.rowSays}>{row.says}</span>
          </li>
        ))}
      </ul>
      <p className={classes.rowSays}>{part.rule}</p>
    </section>
  );
}

function useEvidenceAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: api.results.evidence.key() });
}

function ReportButton({ campaignId }: { campaignId: string }) {
  const maySay = useMay('results:say');
  const again = useEvidenceAgain();
  const report = useMutation(
    api.results.evidence.report.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: 'Noted: results were told today.' });
        void again();
      },
    }),
  );
  if (!maySay) return null;
  return (
    <p>
      <Button
        size="compact-xs"
        variant="default"
        loading={report.isPending}
        onClick={() => report.mutate({ campaignId })}
      >
        Results were told today
      </Button>
      <ProblemNotice error={report.error} />
    </p>
  );
}

function Claims({ evidence }: { evidence: OpenedEvidence }) {
  const maySay = useMay('results:say');
  const [isOpen, setOpen] = useState(false);
  const again = useEvidenceAgain();
  return (
    <section className={classes.part} aria-labelledby="claims-heading">
      <div className={classes.partHead}>
        <h3 id="claims-heading">What is claimed</h3>
        {maySay && !isOpen ? (
          <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
            Write down a claim
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <ClaimForm
          campaign={evidence.campaign}
          onDone={() => {
            setOpen(false);
            void again();
          }}
          onCancel={() => setOpen(false)}
        />
      ) : null}
      <ClaimList evidence={evidence} onChanged={() => void again()} />
      <p className={classes.rowSays}>The range: {evidence.interval}</p>
    </section>
  );
}
