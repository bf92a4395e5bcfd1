import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createElement, useState } from 'react';
import { api, client } from '../../../web/api.ts';
import { asProblem } from '../../../web/problem.ts';
import type { FunnelStage, PersonRow } from './rows.ts';
import { UndoNotice } from './undo-notice.tsx';

export type MoveOrder = {
  person: PersonRow;
  outcome: 'reached' | 'returned' | 'left';
  stage: string;
  reason: string;
};

/** Cards stand in their new lane at once; where the server refuses, they go back and the page says why. */
export function useMove(stages: readonly FunnelStage[]) {
  const queries = useQueryClient();
  const [onTheWay, setOnTheWay] = useState<readonly MoveOrder[]>([]);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.funnel.key() }),
      queries.invalidateQueries({ queryKey: api.people.key() }),
    ]);
  const nameOf = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key;
  const undo = useMutation({
    mutationFn: (input: { id: string; changeId: string }) => client.people.lifecycle.undoMove(input),
    onSuccess: () => notifications.show({ message: 'Undone: they stand where they stood.' }),
    onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    onSettled: refresh,
  });
  const mutation = useMutation({
    mutationFn: ({ person, outcome, stage, reason }: MoveOrder) =>
      client.people.lifecycle.moveContact({ id: person.id, outcome, stage, reason }),
    onMutate: (order) => setOnTheWay((now) => [...now, order]),
    onSuccess: ({ changeId }, order) => {
      const done =
        order.outcome === 'left' ? `left at ${nameOf(order.stage)}` : `moved to ${nameOf(order.stage)}`;
      const id = `move-${order.person.id}`;
      notifications.show({
        id,
        autoClose: 12_000,
        message: createElement(UndoNotice, {
          text: `${order.person.name} ${done}.`,
          onUndo:
            changeId === null
              ? null
              : () => {
                  notifications.hide(id);
                  undo.mutate({ id: order.person.id, changeId });
                },
        }),
      });
    },
    onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    onSettled: async (_result, _error, order) => {
      await refresh();
      setOnTheWay((now) => now.filter((one) => one !== order));
    },
  });
  return { move: mutation.mutate, onTheWay };
}
