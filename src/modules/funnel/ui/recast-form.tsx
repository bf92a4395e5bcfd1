import { Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';

type RecastFormProps = {
  /** The version under which a stage is read now. */
  value: string | undefined;
  onChange: (versionId: string | undefined) => void;
};

/** As it was recorded, or one stage read under any version of its definition. */
export function RecastForm({ value, onChange }: RecastFormProps) {
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: { kind: 'stage' } }));
  const items = list.data?.items ?? [];
  const [picked, setPicked] = useState<string | null>(null);
  const shown = picked ?? items.find((item) => item.key === 'mql')?.id ?? items[0]?.id ?? null;
  const definition = useQuery(
    api.language.getDefinition.queryOptions({ input: { id: shown ?? '' }, enabled: shown !== null }),
  );
  const versions = (definition.data?.versions ?? []).filter(
    (version) => version.body.kind === 'stage' && version.body.gate !== null && version.status !== 'draft',
  );
  return (
    <Stack gap="sm" maw={320}>
      <ProblemNotice error={list.error ?? definition.error} />
      <Select
        label="The stage that is read anew"
        data={items.map((item) => ({ value: item.id, label: item.word }))}
        value={shown}
        onChange={setPicked}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <Radio.Group
        label="How it is read"
        value={value ?? ''}
        onChange={(next) => onChange(next === '' ? undefined : next)}
      >
        <Stack gap="sm" mt="sm">
          <Radio value="" label="As it was" description="Each under the version of its day, as recorded." />
          {versions.map((version) => (
            <Radio
              key={version.id}
              value={version.id}
              label={`Recast under version ${version.number}`}
              description={statusWords(version.status)}
            />
          ))}
          {definition.data && versions.length === 0 ? (
            <span className="mute">People or deals decide who reaches this stage; it has no gate.</span>
          ) : null}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}

const statusWords = (status: string): string =>
  status === 'in_force' ? 'In force now.' : `It is ${status.replace('_', ' ')}.`;
