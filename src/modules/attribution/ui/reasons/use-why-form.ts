import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { mostMatters, mostReasons, type NewMatter, type Outcome } from '../../reasons/contract.ts';
import type { Choice, Suggested, Suggestion } from './api-types.ts';
import { toggled } from './why-keys.ts';

const seldomChangesMs = 60_000;

export type WhyFormOptions = {
  opportunityId: string;
  outcome: Outcome;
  onClose: () => void;
  onNext?: (() => void) | undefined;
};

/** What has been chosen in the dialog, and its saving. What was said before is chosen to begin with. */
export function useWhyForm({ opportunityId, outcome, onClose, onNext }: WhyFormOptions) {
  const openedAt = useRef(Date.now());
  const queryClient = useQueryClient();
  const choices = useQuery(api.results.reasons.choices.queryOptions({ staleTime: seldomChangesMs }));
  const suggested = useQuery(api.results.reasons.suggested.queryOptions({ input: { opportunityId } }));
  const before = suggested.data?.said ?? null;
  const options = (choices.data?.[outcome] ?? []).filter(({ retired }) => !retired);
  const [own, setOwn] = useState<Own>({});
  const chosen = { ...sayingOf(before, options), ...own };
  const change = (changes: Own) => setOwn((now) => ({ ...now, ...changes }));
  const save = useMutation({
    mutationFn: () =>
      client.results.reasons.say({
        opportunityId,
        outcome,
        reasons: chosen.reasons,
        mattered: mattersOf(chosen),
        note: chosen.note,
        tookMs: Date.now() - openedAt.current,
      }),
    onSuccess: (said) => {
      void queryClient.invalidateQueries({ queryKey: api.results.reasons.key() });
      notifications.show({
        message: `Noted: ${said.reasons.map(({ label }) => label).join(', ')} (${secondsOf(said.tookMs)}).`,
      });
    },
  });
  const ready = chosen.reasons.length > 0 && !save.isPending;
  return {
    options,
    suggested,
    choices,
    before,
    chosen,
    change,
    save,
    ready,
    toggleReason: (key: string) => change({ reasons: toggled(chosen.reasons, key, mostReasons) }),
    toggleMatter: (one: Matter) => change({ matters: toggledMatter(chosen.matters, one) }),
    toggleRival: (name: string) => change({ rivals: toggled(chosen.rivals, name, mostMatters) }),
    submit: async (then: 'close' | 'next') => {
      if (!ready) return;
      await save.mutateAsync().then(
        () => (then === 'next' && onNext ? onNext() : onClose()),
        // It stands in the form.
        () => {},
      );
    },
  };
}

export type WhyFormState = ReturnType<typeof useWhyForm>;
export type Matter = Pick<Suggestion, 'kind' | 'label'> & { id: string };

type Chosen = { reasons: string[]; matters: Matter[]; rivals: string[]; rival: string; note: string };
/** What the reader changed; the rest is as it was said before. */
type Own = Partial<Chosen>;

function sayingOf(before: Suggested['said'], options: readonly Choice[]): Chosen {
  const known = new Set(options.map(({ key }) => key));
  return {
    reasons: before?.reasons.map(({ key }) => key).filter((key) => known.has(key)) ?? [],
    matters:
      before?.mattered.flatMap(({ kind, id, label }) => (id === null ? [] : [{ kind, id, label }])) ?? [],
    rivals: before?.mattered.flatMap(({ kind, label }) => (kind === 'competitor' ? [label] : [])) ?? [],
    rival: '',
    note: before?.note ?? '',
  };
}

function mattersOf({ matters, rivals, rival }: Chosen): NewMatter[] {
  const records = matters.flatMap(({ kind, id }): NewMatter[] =>
    kind === 'competitor' ? [] : [{ kind, id }],
  );
  const names = [...rivals, rival.trim()].filter((name) => name !== '');
  return [...records, ...names.map((text): NewMatter => ({ kind: 'competitor', text }))].slice(
    0,
    mostMatters,
  );
}

function toggledMatter(matters: readonly Matter[], one: Matter): Matter[] {
  const rest = matters.filter(({ id, kind }) => id !== one.id || kind !== one.kind);
  return rest.length < matters.length || matters.length >= mostMatters ? rest : [...matters, one];
}

const secondsOf = (tookMs: number | null) => `${Math.max(1, Math.round((tookMs ?? 0) / 1_000))} s`;
