import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../../../web/api.ts';
import classes from './results-parts.module.css';

/** Shorter waits say nothing. */
const patientMs = 800;
const tickMs = 1_000;

type Asked = {
  data: unknown;
  isFetching: boolean;
  isPending: boolean;
  isPlaceholderData: boolean;
  refetch: () => Promise<unknown>;
};

type WaitingProps = {
  query: Asked;
  /** Of the question as the client asks it, whose path names the operation. */
  queryKey: readonly unknown[];
  /** What is being read: “1.2 million touchpoints”. */
  what: string;
};

/**
 * Stands above an answer that takes its time: says for how long and how much of it is read, and lets the reader take the
 * question back; the server stops then. What was answered before stays on the page meanwhile.
 */
export function Waiting({ query, queryKey, what }: WaitingProps) {
  const client = useQueryClient();
  const isLate = query.isFetching && (query.isPending || query.isPlaceholderData);
  const waitedMs = useWaited(isLate);
  const share = useShareRead(queryKey, isLate && waitedMs >= patientMs);
  const isStopped = !query.isFetching && query.isPlaceholderData;
  if (isStopped)
    return (
      <p className={classes.waiting} role="status">
        Taken back: this is the answer from before.
        <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
          Ask again
        </Button>
      </p>
    );
  if (!isLate || waitedMs < patientMs) return null;
  return (
    <div className={classes.waiting}>
      <span role="status">Reading {what}…</span>
      {share !== null && (
        <>
          <Progress.Root size="sm" w={120}>
            <Progress.Section value={share * 100} aria-label={`Reading ${what}`} />
          </Progress.Root>
          <span aria-hidden="true">{Math.floor(share * 100)} % read</span>
        </>
      )}
      <span aria-hidden="true">{Math.max(1, Math.round(waitedMs / 1_000))} s</span>
      <Button size="compact-xs" variant="default" onClick={() => void client.cancelQueries({ queryKey })}>
        Cancel
      </Button>
    </div>
  );
}

/** How much of what is asked the server has read; null while nothing is known of it. */
function useShareRead(queryKey: readonly unknown[], isWaiting: boolean): number | null {
  const [path] = queryKey;
  const of = Array.isArray(path) ? path.join('.') : '';
  const progress = useQuery({
    ...api.results.asking.progress.queryOptions({ input: { of } }),
    enabled: isWaiting && of !== '',
    refetchInterval: tickMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return isWaiting && progress.data?.isRunning ? progress.data.share : null;
}

/** For how long something has been so, renewed each second. */
function useWaited(isWaiting: boolean): number {
  const [waitedMs, setWaitedMs] = useState(0);
  useEffect(() => {
    setWaitedMs(0);
    if (!isWaiting) return;
    const startedMs = performance.now();
    const look = () => setWaitedMs(performance.now() - startedMs);
    const first = window.setTimeout(look, patientMs);
    const timer = window.setInterval(look, tickMs);
    return () => {
      window.clearTimeout(first);
      window.clearInterval(timer);
    };
  }, [isWaiting]);
  return waitedMs;
}

/** For the part of a page whose answer is of before. */
export const staleClass = (query: Pick<Asked, 'isPlaceholderData'>): string | undefined =>
  query.isPlaceholderData ? classes.stale : undefined;
