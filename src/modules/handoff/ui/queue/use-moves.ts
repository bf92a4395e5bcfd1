import { notifications } from '@mantine/notifications';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { asProblem } from '../../../../web/problem.ts';
import type { Handoff, HandoffPage, HandoffRow } from '../parts/api-types.ts';

type Listed = InfiniteData<HandoffPage> | HandoffPage | undefined;
type Named = { id: string; revision: number };

/** What is sent, and how the list shows it before the answer is there; without the latter it waits for the answer. */
type MoveRequest = {
  row: Named & { contact: { name: string } };
  send: (named: Named) => Promise<Handoff>;
  done: string | ((handoff: Handoff) => string);
  meanwhile?: Partial<HandoffRow>;
};

/** Makes moves: shown at once where that is safe, taken back in words where somebody was quicker. */
export function useMoves(options: { onMoved?: (handoff: Handoff) => void } = {}) {
  const queryClient = useQueryClient();
  const key = api.handoff.handoffs.list.key();
  const refresh = () =>
    Promise.all(
      [api.handoff.key(), api.people.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  const mutation = useMutation({
    // Without a network it is said at once that nothing was done, instead of waiting for it in silence.
    networkMode: 'always',
    mutationFn: ({ row, send }: MoveRequest) => send({ id: row.id, revision: row.revision }),
    onMutate: async ({ row, meanwhile }) => {
      if (!meanwhile) return;
      await queryClient.cancelQueries({ queryKey: key });
      queryClient.setQueriesData<Listed>({ queryKey: key }, (data) => patched(data, row.id, meanwhile));
    },
    onSuccess: (handoff, { done }) => {
      queryClient.setQueryData(api.handoff.handoffs.get.queryKey({ input: { id: handoff.id } }), handoff);
      notifications.show({ message: typeof done === 'string' ? done : done(handoff) });
      options.onMoved?.(handoff);
    },
    onError: (error, { meanwhile }) => {
      // A dialog says it in its place, beside what was typed.
      if (meanwhile) notifications.show({ color: 'late', message: asProblem(error).detail });
    },
    onSettled: refresh,
  });
  const at = (
    send: MoveRequest['send'],
    row: MoveRequest['row'],
    done: MoveRequest['done'],
    meanwhile: Partial<HandoffRow>,
  ) => mutation.mutate({ row, send, done, meanwhile });
  const { handoffs } = client.handoff;
  return {
    error: mutation.error,
    isPending: mutation.isPending,
    reset: mutation.reset,
    /** For dialogs: resolves to whether it was done. */
    make: async (request: Omit<MoveRequest, 'meanwhile'>): Promise<boolean> => {
      try {
        await mutation.mutateAsync(request);
        return true;
      } catch {
        return false;
      }
    },
    accept: (row: MoveRequest['row']) =>
      at((named) => handoffs.accept(named), row, acceptedWords, {
        state: 'accepted',
      }),
    claim: (row: MoveRequest['row']) =>
      at((named) => handoffs.claim(named), row, `Taken: ${row.contact.name} waits for your answer now.`, {}),
    resume: (row: MoveRequest['row']) =>
      at((named) => handoffs.resume(named), row, `The clocks of ${row.contact.name} run again.`, {
        paused: false,
      }),
  };
}

export type Moves = ReturnType<typeof useMoves>;

function patched(data: Listed, id: string, change: Partial<HandoffRow>): Listed {
  if (data === undefined) return data;
  const inPage = (page: HandoffPage): HandoffPage => ({
    ...page,
    items: page.items.map((row) => (row.id === id ? { ...row, ...change } : row)),
  });
  return 'pages' in data ? { ...data, pages: data.pages.map(inPage) } : inPage(data);
}

/** Whose it is then: who accepts on behalf of sales leaves it whose it was. */
export const acceptedWords = ({ contact, owner }: Handoff): string =>
  `Accepted: ${contact.name} is ${owner ? `with ${owner.name}` : 'taken'} now.`;
