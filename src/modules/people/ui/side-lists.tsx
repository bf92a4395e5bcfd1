import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { When } from '../../../web/parts/when.tsx';
import { asProblem } from '../../../web/problem.ts';
import type { ContactDetail } from './api-types.ts';
import classes from './people.module.css';
import { SideSection } from './side-section.tsx';

/** What other systems call the record. */
export function ExternalIds({ ids }: { ids: ContactDetail['externalIds'] }) {
  if (ids.length === 0) return null;
  return (
    <SideSection heading="In other systems">
      <ul className={classes.plain}>
        {ids.map((one) => (
          <li key={`${one.system} ${one.externalId}`}>
            <span className="mute">{one.system}</span> {one.externalId}
          </li>
        ))}
      </ul>
    </SideSection>
  );
}

/** Records merged into this one, each to be taken out again. */
export function Merges({ merges, mayUndo }: { merges: ContactDetail['merges']; mayUndo: boolean }) {
  const undo = useUndoMerge();
  const ask = useConfirm();
  if (merges.length === 0) return null;
  const askUndo = async (mergeId: string, name: string) => {
    const answer = await ask({
      title: `Take ${name} apart again?`,
      body: 'Both records are as they were before the merge. What was changed by hand since stays as it is.',
      action: 'Undo the merge',
    });
    if (answer) undo.mutate({ mergeId });
  };
  return (
    <SideSection heading="Merged into this">
      <ul className={classes.plain}>
        {merges.map((merge) => (
          <li key={merge.id} className={classes.spread}>
            <span>
              {merge.mergedRecord.name || 'No name'}
              <span className="mute">
                {' '}
                · by {merge.mergedBy} <When at={merge.mergedAt} />
                {merge.undoneAt ? `, undone${merge.undoneBy ? ` by ${merge.undoneBy}` : ''}` : ''}
              </span>
            </span>
            {mayUndo && !merge.undoneAt ? (
              <Button
                size="compact-xs"
                variant="default"
                loading={undo.isPending}
                onClick={() => void askUndo(merge.id, merge.mergedRecord.name || 'these two')}
              >
                Undo
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </SideSection>
  );
}

/** Undoes a merge and says what could not be put back. */
export function useUndoMerge() {
  const queryClient = useQueryClient();
  return useMutation(
    api.people.merging.undo.mutationOptions({
      onSuccess: ({ notUndone }) => {
        const left = notUndone.map(({ what, why }) => `${what}: ${why}`).join('; ');
        notifications.show({
          message: left === '' ? 'The two are apart again.' : `The two are apart again, but ${left}.`,
          autoClose: left === '' ? 5_000 : false,
        });
      },
      onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
      onSettled: async () => {
        await queryClient.invalidateQueries({ queryKey: api.people.key() });
        await queryClient.invalidateQueries({ queryKey: api.interactions.key() });
      },
    }),
  );
}
