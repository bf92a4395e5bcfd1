import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../../web/api.ts';
import { customPrefix, type ListField, listFields, type RecordType } from '../lists/contract.ts';
import type { Stage } from './api-types.ts';

const seldomChangesMs = 5 * 60_000;

/** The lifecycle stages in their order. */
export function useStages(): readonly Stage[] {
  const stages = useQuery(api.people.lifecycle.listStages.queryOptions({ staleTime: seldomChangesMs }));
  return stages.data?.items ?? noStages;
}

const noStages: readonly Stage[] = [];

/** Read after the field's own label: "Waiting longer than agreed". */
const waitingOptions = [
  { value: 'waiting', label: 'for someone to act' },
  { value: 'overdue', label: 'longer than agreed' },
];

/** All fields a record type has in this workspace: the built-in ones, then the custom ones in their order. */
export function useFields(recordType: RecordType): readonly ListField[] {
  const stages = useStages();
  const custom = useQuery(
    api.people.customFields.list.queryOptions({ input: { recordType }, staleTime: seldomChangesMs }),
  );
  return useMemo(() => {
    const builtIn = listFields[recordType].map((field): ListField => {
      if (field.key === 'waiting') return { ...field, options: waitingOptions };
      if (field.key !== 'lifecycleStage') return field;
      return { ...field, options: stages.map((stage) => ({ value: stage.key, label: stage.name })) };
    });
    const own = (custom.data?.items ?? []).map(
      (field): ListField => ({
        key: `${customPrefix}${field.key}`,
        label: field.label,
        kind: field.type,
        sortable: true,
        ...(field.type === 'option' ? { options: field.options } : {}),
      }),
    );
    return [...builtIn, ...own];
  }, [recordType, stages, custom.data]);
}

export const customKeyOf = (fieldKey: string): string | null =>
  fieldKey.startsWith(customPrefix) ? fieldKey.slice(customPrefix.length) : null;
