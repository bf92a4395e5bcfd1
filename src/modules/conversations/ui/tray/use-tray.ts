import { notifications } from '@mantine/notifications';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { asProblem } from '../../../../web/problem.ts';

/** The mails of the tray, latest first. */
export function useTrayMails(state: 'waiting' | 'dismissed') {
  const mails = useInfiniteQuery(
    api.mail.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ state, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: 60_000,
    }),
  );
  return { mails, items: mails.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** What can be done with a mail of the tray; the tray is read anew after each. */
export function useTrayActions() {
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: api.mail.key() });
  const onError = (error: unknown) => notifications.show({ message: asProblem(error).detail, color: 'late' });
  const said = (message: string) => ({
    onSuccess: async () => {
      await renew();
      notifications.show({ message });
    },
    onError,
  });
  return {
    log: useMutation(
      api.mail.log.mutationOptions({
        onSuccess: async (mail) => {
          await renew();
          await queries.invalidateQueries({ queryKey: api.people.key() });
          notifications.show({
            message:
              mail.state === 'known'
                ? 'The log had this mail already.'
                : 'Logged. It stands on the timeline now.',
          });
        },
        onError,
      }),
    ),
    dismiss: useMutation(api.mail.dismiss.mutationOptions(said('Set aside.'))),
    restore: useMutation(api.mail.restore.mutationOptions(said('Back in the tray.'))),
  };
}
