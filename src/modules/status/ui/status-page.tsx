import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import classes from './status-page.module.css';
import {
  answer,
  engineWords,
  formatBytes,
  formatDuration,
  type Projection,
  projectionWords,
  type Status,
} from './words.ts';

const pollMs = 4_000;

/** How the program is, for someone who does not run it. */
export function StatusPage() {
  const polled = { refetchInterval: pollMs, staleTime: 0 };
  const status = useQuery({ ...api.status.getStatus.queryOptions(), ...polled });
  const projection = useQuery({ ...api.interactions.getProjection.queryOptions(), ...polled });
  const error = status.error ?? projection.error;
  if (!status.data || !projection.data) {
    return (
      <>
        <FirstLine title="Status">How Liaison is</FirstLine>
        {error ? (
          <ProblemNotice error={error} onRetry={() => void status.refetch()} />
        ) : (
          <p role="status">Asking…</p>
        )}
      </>
    );
  }
  return (
    <>
      <FirstLine title="Status" sub="Asked again every few seconds.">
        {answer(status.data, projection.data)}
      </FirstLine>
      {error ? <ProblemNotice error={error} /> : null}
      <Facts status={status.data} projection={projection.data} />
    </>
  );
}

function Facts({ status, projection }: { status: Status; projection: Projection }) {
  const { postgres, clickhouse } = status.engines;
  const { program, engines } = status.memoryBytes;
  return (
    <dl className={classes.facts}>
      <Fact
        name="Records (PostgreSQL)"
        state={engineWords[postgres.state]}
        bad={postgres.state === 'stopped'}
      >
        People, deals and every interaction; what counts. <Since engine={postgres} />
      </Fact>
      <Fact
        name="Analyses (ClickHouse)"
        state={engineWords[clickhouse.state]}
        bad={clickhouse.state === 'stopped'}
      >
        A copy of the log for quick sums; can be made anew at any time. <Since engine={clickhouse} />
      </Fact>
      <ProjectionFact projection={projection} />
      <Fact name="Memory" state={engines === null ? formatBytes(program) : formatBytes(program + engines)}>
        {engines === null
          ? 'The program alone; its engines run on other machines.'
          : `The program ${formatBytes(program)}, its engines ${formatBytes(engines)}.`}
      </Fact>
      <Fact name="Running" state={formatDuration(Date.now() - new Date(status.startedAt).getTime())}>
        Since <When at={status.startedAt} style="exact" />.
      </Fact>
      <Fact name="Version" state={status.version}>
        Liaison is open source, under Apache-2.0.
      </Fact>
    </dl>
  );
}

function Since({ engine }: { engine: Status['engines']['postgres'] }) {
  return (
    <>
      Since <When at={engine.since} />
      {engine.restarts > 0 ? `, started again ${formatCount(engine.restarts)} times` : ''}.
      {engine.lastError ? <span className="late"> Last trouble: {engine.lastError}</span> : null}
    </>
  );
}

function ProjectionFact({ projection }: { projection: Projection }) {
  const ask = useConfirm();
  const cache = useQueryClient();
  const mayRebuild = useMay('workspace:admin');
  const rebuild = useMutation(
    api.interactions.rebuildProjection.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.interactions.getProjection.key() }),
    }),
  );
  const { rebuild: running } = projection;
  const share = running && running.totalRows > 0 ? running.doneRows / running.totalRows : 0;
  const start = async () => {
    const answered = await ask({
      title: 'Make the copy for analyses anew?',
      body: 'It is built beside the old one, which stays in use until the new one is complete. Nothing is lost.',
      action: 'Make it anew',
    });
    if (answered) rebuild.mutate({});
  };
  return (
    <Fact
      name="From log to analyses"
      state={projectionWords(projection)}
      bad={projection.state === 'stopped'}
    >
      <p>
        {formatCount(projection.position)} of {formatCount(projection.headPosition)} interactions are in the
        copy.
        {projection.lastError ? <span className="late"> Last trouble: {projection.lastError}</span> : null}
      </p>
      {running ? <Progress value={share * 100} color="ink" aria-label="Making the copy anew" /> : null}
      <ProblemNotice error={rebuild.error} />
      {mayRebuild && !running ? (
        <Button variant="default" size="xs" onClick={() => void start()} loading={rebuild.isPending}>
          Make it anew
        </Button>
      ) : null}
    </Fact>
  );
}

function Fact({
  name,
  state,
  bad,
  children,
}: {
  name: string;
  state: string;
  bad?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <div className={bad ? `${classes.state} late` : classes.state}>{state}</div>
        <div className={classes.more}>{children}</div>
      </dd>
    </div>
  );
}
