import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { Entrance } from '../../../workspace/ui/entrance.tsx';

const pageState = z.object({ token: z.string().catch('') });

/** Where the link at the foot of such a mail leads. Opening it changes nothing: programs open links too. */
export function BoardMailStopPage() {
  const [{ token }] = useUrlState(pageState);
  const stop = useMutation(api.results.board.stopMail.mutationOptions());
  if (stop.data)
    return (
      <Entrance title="No more of these mails" lead={`${stop.data.what} does not come by mail any more.`}>
        <Button component="a" href="/" variant="default">
          Open Liaison
        </Button>
      </Entrance>
    );
  return (
    <Entrance title="Stop these mails?" lead="The page for the board will not be sent to you any more.">
      <Stack>
        <ProblemNotice error={stop.error} />
        <Button loading={stop.isPending} onClick={() => stop.mutate({ token: token || '-' })}>
          Stop them
        </Button>
      </Stack>
    </Entrance>
  );
}
