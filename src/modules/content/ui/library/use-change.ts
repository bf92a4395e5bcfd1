import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';

/** A change of a piece: says what was done, and lets every page about content look again. */
export function useChange<Input>(options: {
  call: (input: Input) => Promise<unknown>;
  said: string;
  onDone?: () => void;
}) {
  const queryClient = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: options.call,
    onSuccess: () => {
      notifications.show({ message: options.said });
      options.onDone?.();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.content.key() }),
  });
}
