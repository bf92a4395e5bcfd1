import { Button, Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import type { Suggestion } from './types.ts';

type Target = { id: string; key: string; word: string };

/** Takes the suggestion over as a draft of a scoring definition, and goes to where it is written on. */
export function MakeDraft({ suggestion }: { suggestion: Suggestion }) {
  const may = useMay('language:write');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: { kind: 'scoring' } }));
  const draft = useMutation({
    mutationFn: async ({ id, key }: Target) => {
      if (!suggestion.model) throw new Error('there is no model to draft');
      const note = `Suggested from the past. ${suggestion.sentence}`;
      const made = await client.language.draftSuggestion({ definitionId: id, model: suggestion.model, note });
      return { key, number: made.number };
    },
    onSuccess: async ({ key, number }) => {
      await queries.invalidateQueries({ queryKey: api.language.key() });
      await navigate({ to: '/language/$key/draft', params: { key }, search: { version: number } });
    },
  });
  const targets = list.data?.items ?? [];
  const [only] = targets;
  if (!may || !only) return null;
  return (
    <div>
      {targets.length === 1 ? (
        <Button color="shared" loading={draft.isPending} onClick={() => draft.mutate(only)}>
          Make this a draft of {only.word}
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button color="shared" loading={draft.isPending}>
              Make this a draft of…
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {targets.map((target) => (
              <Menu.Item key={target.id} onClick={() => draft.mutate(target)}>
                {target.word}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <ProblemNotice error={draft.error} />
    </div>
  );
}
