import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createElement } from 'react';
import { api, client } from '../../../web/api.ts';
import { asProblem } from '../../../web/problem.ts';
import { UndoNotice } from '../../people/ui/undo-notice.tsx';

const undoShownMs = 12_000;

/** Records where a buyer is in their purchase; the notice takes it back. */
export function useRecordBuyingStage(onDone: () => void) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.timeline.key() });
  return useMutation(
    api.timeline.buyingStages.record.mutationOptions({
      onSuccess: (change) => {
        void refresh();
        onDone();
        const undo = async () => {
          try {
            await client.timeline.buyingStages.undo({ id: change.id });
            notifications.show({ message: `${change.stageName} was taken back.` });
          } catch (error) {
            notifications.show({ color: 'late', message: asProblem(error).detail });
          }
          await refresh();
        };
        const id = notifications.show({
          message: createElement(UndoNotice, {
            words: `The buyer is now in ${change.stageName}.`,
            onUndo: undo,
            onDone: () => notifications.hide(id),
          }),
          autoClose: undoShownMs,
        });
      },
    }),
  );
}

/** Takes back a stage recorded earlier. */
export function useUndoBuyingStage() {
  const queryClient = useQueryClient();
  return useMutation(
    api.timeline.buyingStages.undo.mutationOptions({
      onSuccess: ({ undone, current }) =>
        notifications.show({
          message: current
            ? `${undone.stageName} was taken back; the buyer is in ${current.stageName}.`
            : `${undone.stageName} was taken back; no stage is known now.`,
        }),
      onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.timeline.key() }),
    }),
  );
}
