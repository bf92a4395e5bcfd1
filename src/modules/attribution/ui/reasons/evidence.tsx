import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatExact, When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { modelsOfOneDeal, type Outcome } from '../../reasons/contract.ts';
import type { Said } from './api-types.ts';
import classes from './reasons.module.css';
import { columns } from './said-list.tsx';
import { MatterName } from './said-view.tsx';
import { type Evidence, evidenceShape, type PageState, periodInput } from './state.ts';

type Props = { state: PageState; onSay: (id: string) => void };

/** What the page's numbers are made of. */
export function ReasonsEvidence({ state, onSay }: Props) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={(evidence) => <Title evidence={evidence} />}>
      {(evidence) => <Opened evidence={evidence} state={state} onSay={onSay} />}
    </EvidenceDrawer>
  );
}

function useLabel(outcome: Outcome, key: string): string {
  const choices = useQuery(api.results.reasons.choices.queryOptions());
  return choices.data?.[outcome].find((one) => one.key === key)?.label ?? key.replaceAll('_', ' ');
}

function Title({ evidence }: { evidence: Evidence }) {
  if ('deal' in evidence) return <>What was said of “{evidence.name}”</>;
  if ('check' in evidence) return <CheckTitle outcome={evidence.outcome} reason={evidence.check} />;
  return <ReasonTitle outcome={evidence.outcome} reason={evidence.reason} />;
}

function CheckTitle({ outcome, reason }: { outcome: Outcome; reason: string }) {
  return <>Where “{useLabel(outcome, reason)}” was said and the data says otherwise</>;
}

function ReasonTitle({ outcome, reason }: { outcome: Outcome; reason: string }) {
  return (
    <>
      “{useLabel(outcome, reason)}”: deals that were {outcome}
    </>
  );
}

function Opened({ evidence, state, onSay }: Props & { evidence: Evidence }) {
  if ('deal' in evidence) return <History opportunityId={evidence.deal} onSay={onSay} />;
  if ('check' in evidence) return <Checks outcome={evidence.outcome} reason={evidence.check} state={state} />;
  return <Deals outcome={evidence.outcome} reason={evidence.reason} state={state} />;
}

type Of = { outcome: Outcome; reason: string; state: PageState };

function Deals({ outcome, reason, state }: Of) {
  const period = periodInput(state);
  const list = useInfiniteQuery(
    api.results.reasons.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ outcome, reason, ...period, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  return (
    <DataTable
      label="Deals with this reason"
      columns={columns.filter(({ id }) => id !== 'seller')}
      {...rowsOf(list)}
      rowKey={({ id }) => id}
      rowHref={({ deal }) => `/people/deals/${deal.id}`}
    />
  );
}

function Checks({ outcome, reason, state }: Of) {
  const model = modelsOfOneDeal.find((name) => name === state.model) ?? 'full-path';
  const query = useQuery(
    api.results.reasons.againstData.queryOptions({ input: { ...periodInput(state), model, outcome } }),
  );
  if (query.isPending) return <Skeleton height={200} aria-label="Loading" />;
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const checks = query.data.checks.filter((one) => one.reason.key === reason);
  return (
    <ul className={classes.checks}>
      {checks.map((one) => (
        <li key={one.dealReasonId}>
          <Link to="/people/deals/$id" params={{ id: one.deal.id }}>
            {one.deal.name}
          </Link>
          <p className={classes.words}>{one.words}</p>
          {one.evidence.length > 0 ? (
            <ul className={classes.evidence}>
              {one.evidence.map((part) => (
                <li key={`${part.words} ${part.at}`}>
                  <When at={part.at} style="exact" />{' '}
                  {part.href ? <Link to={part.href}>{part.words}</Link> : part.words}
                </li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function History({ opportunityId, onSay }: { opportunityId: string; onSay: (id: string) => void }) {
  const maySay = useMay('results:say');
  const history = useQuery(api.results.reasons.history.queryOptions({ input: { opportunityId } }));
  if (history.isPending) return <Skeleton height={160} aria-label="Loading" />;
  if (history.error) return <ProblemNotice error={history.error} onRetry={() => void history.refetch()} />;
  return (
    <>
      <div className={classes.historyHead}>
        <Link to="/people/deals/$id" params={{ id: opportunityId }}>
          Open the deal
        </Link>
        {maySay ? (
          <Button size="compact-sm" variant="default" onClick={() => onSay(opportunityId)}>
            Say it anew
          </Button>
        ) : null}
      </div>
      <ol className={classes.history}>
        {history.data.items.map((said, nth) => (
          <SaidEntry key={said.id} said={said} stands={nth === 0} />
        ))}
      </ol>
    </>
  );
}

export function SaidEntry({ said, stands }: { said: Said; stands: boolean }) {
  return (
    <li className={stands ? undefined : classes.replaced}>
      <p className={classes.words}>
        {said.outcome === 'won' ? 'Won' : 'Lost'}: <b>{said.reasons.map(({ label }) => label).join(', ')}</b>
        {stands ? null : <span className="mute"> (said before)</span>}
      </p>
      {said.mattered.length > 0 ? (
        <p className={classes.words}>
          Mattered:{' '}
          {said.mattered.map((one, nth) => (
            <span key={`${one.kind} ${one.id ?? one.label}`}>
              {nth === 0 ? '' : ', '}
              <MatterName {...one} />
            </span>
          ))}
        </p>
      ) : null}
      {said.note ? <p className={classes.words}>{said.note}</p> : null}
      <p className={classes.rule}>
        {said.saidBy}
        {said.bySeller ? ', who sold it' : ''}, {formatExact(said.saidAt)}
      </p>
    </li>
  );
}
