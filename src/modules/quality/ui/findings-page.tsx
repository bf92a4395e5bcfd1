import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { Figure, FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import type { FindingSummaryRow } from '../contract.ts';
import { FindingGroup } from './finding-group.tsx';
import classes from './findings.module.css';

const pageState = z.object({
  kind: z.string().catch(''),
  show: z.enum(['open', 'dismissed']).catch('open'),
});

/** What is doubtful in the data, kind by kind, with the records behind each. */
export function FindingsPage() {
  const [{ kind, show }, set] = useUrlState(pageState);
  const summary = useQuery(api.quality.summary.queryOptions());
  const shown = (summary.data?.kinds ?? []).filter((row) => row[show] > 0);
  // The first kind stands open, so that a page of findings shows some; "none" is a reader who closed them all.
  const isShown = kind === 'none' || shown.some((row) => row.code === kind);
  const openKind = isShown ? kind : shown[0]?.code;
  return (
    <>
      <FirstLine
        title="Data quality"
        sub={
          summary.data && summary.data.open > 0
            ? 'Nothing of it was left out of the figures: doubtful records are kept and shown here until they are put right or dismissed.'
            : undefined
        }
        actions={<LookAgain />}
      >
        {summary.data ? <Sentence open={summary.data.open} kinds={summary.data.kinds} /> : 'Data quality.'}
      </FirstLine>
      <ProblemNotice error={summary.error} onRetry={() => void summary.refetch()} />
      {summary.data && summary.data.dismissed > 0 ? (
        <div className={classes.bar}>
          <Segmented
            label="Which findings"
            value={show}
            onChange={(value) => set({ show: value === 'open' ? undefined : value, kind: undefined })}
            options={[
              { value: 'open', label: `To look at ${formatCount(summary.data.open)}` },
              { value: 'dismissed', label: `Dismissed ${formatCount(summary.data.dismissed)}` },
            ]}
          />
        </div>
      ) : null}
      {summary.data && shown.length === 0 ? <Nothing show={show} /> : null}
      <div className={classes.groups}>
        {shown.map((row) => (
          <FindingGroup
            key={row.code}
            row={row}
            state={show}
            isOpen={row.code === openKind}
            onToggle={() => set({ kind: row.code === openKind ? 'none' : row.code })}
          />
        ))}
      </div>
    </>
  );
}

const saidAtMost = 2;

function Sentence({ open, kinds }: { open: number; kinds: readonly FindingSummaryRow[] }) {
  if (open === 0) return <>Nothing in the data looks doubtful.</>;
  const most = kinds.filter((kind) => kind.open > 0).sort((left, right) => right.open - left.open);
  const said = most.slice(0, saidAtMost);
  const rest = most.slice(saidAtMost).reduce((total, kind) => total + kind.open, 0);
  return (
    <>
      {formatCount(open)} {open === 1 ? 'finding' : 'findings'} in the data:{' '}
      {said.map((kind, position) => (
        <Fragment key={kind.code}>
          {position === 0 ? '' : rest > 0 ? ', ' : ' and '}
          <Figure href={`/quality?kind=${kind.code}`}>{kind.sentence}</Figure>
        </Fragment>
      ))}
      {rest > 0 ? ` and ${formatCount(rest)} more` : ''}.
    </>
  );
}

function Nothing({ show }: { show: 'open' | 'dismissed' }) {
  if (show === 'dismissed')
    return (
      <EmptyState heading="Nothing is dismissed">What you dismiss is kept here, with its reason.</EmptyState>
    );
  return (
    <EmptyState heading="Nothing to look at">
      After each import Liaison looks for deals won before their first contact, missing accounts and people,
      products that are not on the list, and people who are here twice. What it finds is listed here.
    </EmptyState>
  );
}

/** Goes through the data now; it also happens by itself after each import. */
function LookAgain() {
  const queries = useQueryClient();
  const mayWrite = useMay('quality:write');
  const refresh = useMutation(
    api.quality.refresh.mutationOptions({
      onSuccess: async ({ added, removed }) => {
        await queries.invalidateQueries({ queryKey: api.quality.key() });
        const nothing = added === 0 && removed === 0;
        const message = nothing
          ? 'Nothing has changed.'
          : `${formatCount(added)} new, ${formatCount(removed)} put right.`;
        notifications.show({ message });
      },
      onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    }),
  );
  if (!mayWrite) return null;
  return (
    <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate(undefined)}>
      Look again
    </Button>
  );
}
