import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { Entrance } from '../../workspace/ui/entrance.tsx';

const pageState = z.object({ token: z.string().catch('') });

/** Where the link at the foot of a mail leads. Opening it changes nothing: programs open links too. */
export function UnsubscribePage() {
  const [{ token }] = useUrlState(pageState);
  const stop = useMutation(api.notices.unsubscribe.mutationOptions());
  if (stop.data) {
    return (
      <Entrance
        title="No more of these mails"
        lead={`${stop.data.what}: not by mail any more. Liaison itself still shows them.`}
      >
        <Button component="a" href="/settings/notices" variant="default">
          Change what you are told
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Stop these mails?"
      lead="Mails like the one you came from will not be sent to you any more."
    >
      <Stack>
        <ProblemNotice error={stop.error} />
        <Button loading={stop.isPending} onClick={() => stop.mutate({ token: token || '-' })}>
          Stop them
        </Button>
      </Stack>
    </Entrance>
  );
}
