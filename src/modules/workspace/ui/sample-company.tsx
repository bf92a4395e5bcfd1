import { Button, Progress, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import classes from './welcome-page.module.css';

const pageState = z.object({ sample: z.uuid().optional().catch(undefined) });
const pollMs = 700;

/** Loads the sample company; the load's id is in the address, so a reload goes on watching. */
export function SampleCompany() {
  const [{ sample }, setState] = useUrlState(pageState);
  const cache = useQueryClient();
  const start = useMutation(
    api.sample.loadSampleCompany.mutationOptions({
      onSuccess: (load) => setState({ sample: load.id }, { replace: true }),
    }),
  );
  const progress = useQuery({
    ...api.sample.getSampleLoad.queryOptions({ input: { sampleLoadId: sample ?? '' } }),
    enabled: sample !== undefined,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.status === 'running' || query.state.status === 'pending' ? pollMs : false,
  });
  const load = progress.data ?? (start.isSuccess ? start.data : undefined);
  if (start.error || progress.error || load?.status === 'failed') {
    return (
      <Stack gap="sm" w="100%">
        <ProblemNotice error={start.error ?? progress.error ?? failed(load?.error)} />
        <Button loading={start.isPending} onClick={() => start.mutate({})}>
          Try again
        </Button>
      </Stack>
    );
  }
  if (!load) {
    return (
      <Button loading={start.isPending} onClick={() => start.mutate({})}>
        Load the sample company
      </Button>
    );
  }
  const counts = `${formatCount(load.contacts)} people, ${formatCount(load.interactions)} interactions`;
  if (load.status === 'done') {
    return (
      <Stack gap="sm" w="100%">
        <div role="status">Loaded: {counts}.</div>
        <Button component={Link} to="/funnel" onClick={() => void cache.invalidateQueries()}>
          Open the funnel
        </Button>
      </Stack>
    );
  }
  const share = load.storyCount > 0 ? load.storiesDone / load.storyCount : 0;
  return (
    <div className={classes.progress} role="status">
      <div className={classes.progressText}>
        <span>{load.storiesDone === 0 ? 'Making up the company…' : counts}</span>
        <span>{Math.round(share * 100)} %</span>
      </div>
      <Progress value={share * 100} color="ink" aria-label="Loading the sample company" />
    </div>
  );
}

const failed = (detail: string | null | undefined) => ({
  type: 'urn:liaison:problem:sample-company',
  title: 'The sample company is not all there',
  status: 500,
  detail: `${detail ?? 'Loading stopped.'} Starting again goes on where it stopped.`,
  code: 'sample_failed',
});
