import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';

/** Changes something of the routing, says so, and lets every open part ask again. */
export function useChange<Input, Output>(
  change: (input: Input) => Promise<Output>,
  options: { said: (output: Output, input: Input) => string; after?: (output: Output) => void },
) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: change,
    onSuccess: async (output, input) => {
      notifications.show({ message: options.said(output, input) });
      options.after?.(output);
      await queries.invalidateQueries({ queryKey: api.handoff.key() });
    },
  });
}
