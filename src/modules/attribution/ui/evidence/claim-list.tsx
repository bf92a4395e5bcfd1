import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { metricNames, vanityWords } from '../../evidence/contract.ts';
import type { OpenedEvidence } from './api-types.ts';
import classes from './evidence.module.css';

type Claim = OpenedEvidence['claims'][number];

/** All claims of a campaign with who made them; those taken back stay, struck out. */
export function ClaimList({ evidence, onChanged }: { evidence: OpenedEvidence; onChanged: () => void }) {
  const maySay = useMay('results:say');
  const ask = useConfirm();
  const withdraw = useMutation(api.results.evidence.withdrawClaim.mutationOptions({ onSuccess: onChanged }));
  if (evidence.claims.length === 0)
    return (
      <p className="mute">Nothing yet. A claim is looked for in the record, and counts by what is found.</p>
    );
  const takeBack = async (claim: Claim) => {
    const answer = await ask({
      title: 'Take this claim back?',
      body: `${whatOf(claim)}. It stays in the record and counts no more.`,
      action: 'Take it back',
    });
    if (answer) withdraw.mutate({ id: claim.id });
  };
  return (
    <>
      <ProblemNotice error={withdraw.error} />
      <ul className={classes.rows}>
        {evidence.claims.map((claim) => (
          <li key={claim.id} className={classes.row}>
            <span>{claim.withdrawnAt ? <s>{whatOf(claim)}</s> : whatOf(claim)}</span>
            {maySay && claim.withdrawnAt === null ? (
              <Button size="compact-xs" variant="subtle" onClick={() => void takeBack(claim)}>
                Take back
              </Button>
            ) : (
              <span />
            )}
            <span className={classes.rowSays}>
              {claim.claimedBy}, {formatDate(claim.statedAt)}
              {claim.statedIn ? `, ${claim.statedIn}` : ''}
              {claim.isVanity ? `: ${vanityWords}` : ''}
              {claim.withdrawnAt ? `. Taken back by ${claim.withdrawnBy ?? 'somebody'}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function whatOf({ amountMinor, currency, count, metric, from, to }: Claim): string {
  const what =
    amountMinor !== null && currency !== null
      ? formatMoney({ amountMinor, currency })
      : `${formatCount(count ?? 0)} ${metricNames[metric]}`;
  return `${what}${metric === 'revenue' ? ' of won revenue' : ''}, ${formatDate(from)} to ${formatDate(to)}`;
}
