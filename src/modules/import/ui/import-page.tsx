import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, client } from '../../../web/api.ts';
import { type Question, useConfirm } from '../../../web/parts/confirm.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { usePathParam } from '../../../web/parts/use-url-state.ts';
import { keepDraft } from './drafts.ts';
import classes from './import.module.css';
import type { ImportView } from './import-view.ts';
import { Outcome } from './outcome.tsx';
import { Refusals } from './refusals.tsx';
import { RunProgress } from './run-progress.tsx';
import { ImportLine, subLine } from './run-words.tsx';
import { Steps } from './steps.tsx';
import { rowsRead } from './words.ts';

const askAgainMs = 700;
const isUnderWay = (status: string): boolean => status === 'queued' || status === 'running';

/** One import: how far it is, what came of it, what was refused and why. */
export function ImportPage() {
  const importId = usePathParam('id');
  const record = useQuery({
    ...api.import.get.queryOptions({ input: { importId } }),
    refetchInterval: (query) =>
      query.state.data && isUnderWay(query.state.data.status) ? askAgainMs : false,
  });
  if (!record.data) {
    return (
      <>
        <FirstLine title="Import">
          {record.error ? 'This import cannot be shown.' : 'Looking it up.'}
        </FirstLine>
        <ProblemNotice error={record.error} onRetry={() => void record.refetch()} />
      </>
    );
  }
  return <ImportShown key={importId} record={record.data} lost={record.error} />;
}

function ImportShown({ record, lost }: { record: ImportView; lost: unknown }) {
  const isOver = record.status === 'done' || record.status === 'cancelled' || record.status === 'failed';
  const actions = useActions(record);
  return (
    <>
      <FirstLine
        title={record.name}
        sub={subLine(record)}
        actions={<Actions record={record} actions={actions} />}
      >
        <ImportLine record={record} />
      </FirstLine>
      <Steps at={record.dryRun ? 'Trial run' : 'Import'} />
      <div className={classes.stack}>
        <ProblemNotice error={actions.error ?? lost} withFields />
        {record.error ? (
          <div role="alert" className={classes.fileProblems}>
            <strong>It could not go on</strong>
            <p>{record.error}</p>
          </div>
        ) : null}
        {isUnderWay(record.status) ? (
          <RunProgress
            record={record}
            isCancelling={actions.isCancelling}
            onCancel={() => void actions.cancel()}
          />
        ) : null}
        {isOver || rowsRead(record.outcomes) > 0 ? <Outcome record={record} /> : null}
        {isOver && record.outcomes.refused > 0 ? <Refusals record={record} /> : null}
      </div>
    </>
  );
}

function useActions(record: ImportView) {
  const importId = record.id;
  const queries = useQueryClient();
  const ask = useConfirm();
  const settle = async (next: ImportView) => {
    queries.setQueryData(api.import.get.queryKey({ input: { importId } }), next);
    await queries.invalidateQueries({ queryKey: api.import.refusals.key() });
    await queries.invalidateQueries({ queryKey: api.import.list.key() });
  };
  const start = useMutation({
    // A trial run that an error ended is tried again; it does not become an import by that.
    mutationFn: () => client.import.start({ importId, dryRun: record.status === 'failed' && record.dryRun }),
    onSuccess: async (next) => {
      keepDraft(importId, null);
      await settle(next);
    },
  });
  const stop = useMutation({ mutationFn: () => client.import.cancel({ importId }), onSuccess: settle });
  const cancel = async () => {
    const answer = await ask(questionBeforeEnd(record));
    if (answer) stop.mutate();
  };
  return {
    start: () => start.mutate(),
    cancel,
    isStarting: start.isPending,
    isCancelling: stop.isPending,
    error: start.error ?? stop.error,
  };
}

function questionBeforeEnd({ status, dryRun }: ImportView): Question {
  const gone = 'Nothing has gone in. The files go too; to try again, choose them once more.';
  if (status === 'uploading' || status === 'ready') {
    return { title: 'Discard this import?', body: gone, action: 'Discard' };
  }
  if (dryRun) return { title: 'Stop the trial run?', body: gone, action: 'Stop' };
  return {
    title: 'Cancel this import?',
    body: 'Rows that are in stay in. The same file imported again later changes nothing that is there already.',
    action: 'Cancel the import',
    danger: true,
  };
}

function Actions({ record, actions }: { record: ImportView; actions: ReturnType<typeof useActions> }) {
  const { status, dryRun, outcomes } = record;
  const again = (
    <Button
      variant="default"
      renderRoot={(props) => <Link {...props} to="/imports/new" search={{ import: record.id }} />}
    >
      {status === 'failed' ? 'Change the mapping' : 'Change something'}
    </Button>
  );
  if (status === 'uploading' || status === 'ready') {
    return (
      <>
        <Button variant="default" onClick={() => void actions.cancel()} loading={actions.isCancelling}>
          Discard
        </Button>
        <Button renderRoot={(props) => <Link {...props} to="/imports/new" search={{ import: record.id }} />}>
          Go on
        </Button>
      </>
    );
  }
  if (status === 'done' && dryRun) {
    const good = rowsRead(outcomes) - outcomes.refused;
    const changes = outcomes.created + outcomes.updated;
    return (
      <>
        {again}
        {changes > 0 ? (
          <Button onClick={actions.start} loading={actions.isStarting}>
            Import{' '}
            {good === 1
              ? 'this row'
              : outcomes.refused > 0
                ? `the ${formatCount(good)} good rows`
                : `all ${formatCount(good)} rows`}
          </Button>
        ) : null}
      </>
    );
  }
  if (status === 'failed') {
    return (
      <>
        {again}
        <Button onClick={actions.start} loading={actions.isStarting}>
          Start again
        </Button>
      </>
    );
  }
  if (status === 'queued' || status === 'running') return null;
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link {...props} to="/imports/new" search={{ like: record.id }} />}
    >
      {outcomes.refused > 0 ? 'Import the corrected file' : 'Import another file this way'}
    </Button>
  );
}
