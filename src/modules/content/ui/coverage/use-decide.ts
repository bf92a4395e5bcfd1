import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { asProblem } from '../../../../web/problem.ts';
import type { Suggestion } from './api-types.ts';
import { plural } from './words.ts';

export type Answer = { suggestion: Suggestion; keep: boolean; useInsteadId?: string | null };

/** Sends a decision and says what it did; the list, the map and the count are read anew. */
export function useDecide() {
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.content.decisions.key() }),
      queries.invalidateQueries({ queryKey: api.content.coverage.key() }),
      queries.invalidateQueries({ queryKey: api.content.library.key() }),
    ]);
  const decide = useMutation({
    mutationFn: (answer: Answer) => client.content.decisions.decide(inputOf(answer)),
    onSuccess: async (decision, { suggestion }) => {
      notifications.show({ message: said(decision.kind, suggestion.title, decision.told) });
      await refresh();
    },
    onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
  });
  const undo = useMutation({
    mutationFn: (id: string) => client.content.decisions.undo({ id }),
    onSuccess: async (decision) => {
      notifications.show({ message: `Undone: ${decision.title}` });
      await refresh();
    },
    onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
  });
  return { decide, undo };
}

function inputOf({ suggestion, keep, useInsteadId }: Answer) {
  const { kind, asset, page, place } = suggestion;
  return {
    kind: keep ? ('keep' as const) : kind,
    ...(keep ? { suggested: kind } : {}),
    ...(asset ? { assetId: asset.id } : {}),
    ...(place ? { persona: place.persona, buyingStage: place.buyingStage } : {}),
    ...(page === null ? {} : { page }),
    ...(useInsteadId === undefined ? {} : { useInsteadId }),
  };
}

function said(kind: string, title: string, told: number): string {
  const people = told === 0 ? 'nobody had to be told' : `${plural(told, 'person', 'people')} told`;
  if (kind === 'retire') return `${title} is retired, ${people}. Its links go on working.`;
  if (kind === 'repair') return `${title} is to be repaired, ${people}.`;
  if (kind === 'promote') return `${title} is recommended, ${people}.`;
  if (kind === 'make') return `${title} is asked for, ${people}.`;
  return `${title} stays as it is, for a quarter or until the evidence changes much.`;
}
