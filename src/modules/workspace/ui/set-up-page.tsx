import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { Entrance } from './entrance.tsx';
import { SetUpForm } from './set-up-form.tsx';

const pageState = z.object({ key: z.string().catch('') });

/** The page of the one-time link that the first start prints. */
export function SetUpPage() {
  const [{ key }] = useUrlState(pageState);
  const link = useQuery({ ...api.workspace.setUp.get.queryOptions({ input: { key } }), enabled: key !== '' });
  if (key !== '' && link.isPending) {
    return (
      <Entrance title="Set up Liaison">
        <div role="status" aria-label="Looking at the link">
          <Loader size="sm" color="ink" aria-hidden />
        </div>
      </Entrance>
    );
  }
  if (link.error) {
    return (
      <Entrance title="Set up Liaison">
        <ProblemNotice error={link.error} onRetry={() => void link.refetch()} />
      </Entrance>
    );
  }
  if (link.data?.done) {
    return (
      <Entrance
        title="Liaison is set up already"
        lead="The first person has been here. Sign in, or ask them for an invitation."
      >
        <Button component="a" href="/sign-in">
          Sign in
        </Button>
      </Entrance>
    );
  }
  if (!link.data?.valid) {
    return (
      <Entrance
        title="This link does not hold"
        lead="Each start of Liaison prints a new one-time link and ends the one before. Take the link that the latest start printed."
      >
        <Button component="a" href="/sign-in" variant="default">
          Sign in instead
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Set up Liaison"
      lead="You are its first person, and its admin. All of this can be changed later, apart from who came first."
      wide
    >
      <SetUpForm linkKey={key} workspace={link.data.workspace} />
    </Entrance>
  );
}
