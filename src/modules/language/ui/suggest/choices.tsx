import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import classes from './suggest.module.css';
import type { SetSuggestState, SuggestState } from './types.ts';

const stages = [
  { value: 'won', label: 'Won' },
  { value: 'opportunity', label: 'Became an opportunity' },
  { value: 'accepted', label: 'Accepted by sales' },
];

/** What is to be foretold, and from which leads it is learnt. */
export function Choices({ state, set }: { state: SuggestState; set: SetSuggestState }) {
  const fields = useQuery(api.language.listRuleFields.queryOptions({ staleTime: 5 * 60_000 }));
  const own = (fields.data?.fields ?? [])
    .filter(({ field }) => /^(contact|account)\.custom\./.test(field))
    .map(({ field, label, group }) => ({ value: field, label: `${label} (${group.toLowerCase()})` }));
  const isField = !stages.some(({ value }) => value === state.outcome);
  const known = !isField || own.some(({ value }) => value === state.outcome);
  return (
    <div className={classes.choices}>
      <Select
        label="What is to be foretold"
        className={classes.outcome}
        data={[
          { group: 'In the lifecycle', items: stages },
          {
            group: 'A field of your own',
            items: known ? own : [...own, { value: state.outcome, label: state.outcome }],
          },
        ]}
        value={state.outcome}
        allowDeselect={false}
        searchable
        onChange={(outcome) => set({ outcome: outcome ?? undefined, value: undefined, keep: undefined })}
      />
      {isField ? (
        <TextInput
          label="Value that counts"
          placeholder="yes, or any"
          key={state.outcome}
          defaultValue={state.value ?? ''}
          onBlur={(event) => set({ value: event.currentTarget.value.trim() || undefined })}
        />
      ) : null}
      <TextInput
        type="date"
        label="Leads known from"
        value={state.from ?? ''}
        onChange={(event) => set({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label="As it stood on"
        value={state.to ?? ''}
        onChange={(event) => set({ to: event.currentTarget.value || undefined })}
      />
    </div>
  );
}
