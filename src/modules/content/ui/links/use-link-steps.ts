import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { asProblem } from '../../../../web/problem.ts';
import type { ShareLink } from '../share/api-types.ts';
import { forWords } from './link-words.ts';

/** Everything that shows links is asked for anew. */
export function useRefreshLinks(): (link?: ShareLink) => Promise<void> {
  const queryClient = useQueryClient();
  return async (link) => {
    if (link) queryClient.setQueryData(api.content.links.get.queryKey({ input: { id: link.id } }), link);
    await queryClient.invalidateQueries({ queryKey: api.content.key() });
  };
}

/** What is done with a link at once: copied, taken back, let be read again, given another address. */
export function useLinkSteps() {
  const refresh = useRefreshLinks();
  const ask = useConfirm();
  const clipboard = useClipboard();
  const step = useMutation({
    networkMode: 'always',
    mutationFn: ({ run }: { run: () => Promise<ShareLink>; words: string }) => run(),
    onSuccess: async (link, { words }) => {
      notifications.show({ message: words });
      await refresh(link);
    },
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
  });
  const copy = (link: ShareLink) => {
    clipboard.copy(link.url);
    notifications.show({ message: `The link for ${forWords(link)} is copied.` });
  };
  const revoke = async (link: ShareLink) => {
    const answer = await ask({
      title: `Take back ${link.title}?`,
      body: `Who opens the link from now on, and who reads it just now, is told that it is no longer there. What was read stays on record. You can let it be read again.`,
      action: 'Take back',
      danger: true,
    });
    if (answer)
      step.mutate({
        run: () => client.content.links.revoke({ id: link.id }),
        words: 'Taken back. Nobody can read it any more.',
      });
  };
  const restore = (link: ShareLink) =>
    step.mutate({ run: () => client.content.links.restore({ id: link.id }), words: 'It can be read again.' });
  const replace = async (link: ShareLink) => {
    const answer = await ask({
      title: 'Give it another address?',
      body: 'The address that is out there answers no more. You hand the new one to whom you like.',
      action: 'New address',
      danger: true,
    });
    if (answer)
      step.mutate({
        run: () => client.content.links.replaceSlug({ id: link.id, revision: link.revision }),
        words: 'It has a new address. Copy it from here.',
      });
  };
  return { copy, revoke, restore, replace, pending: step.isPending };
}
