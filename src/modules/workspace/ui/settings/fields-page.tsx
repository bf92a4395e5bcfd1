import { Button, Group, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { asProblem, fieldErrors } from '../../../../web/problem.ts';
import { useMay } from '../../../../web/session.ts';
import { FieldRow } from './field-row.tsx';
import { type CustomField, type FieldType, fieldTypes, recordTypes, typeWords } from './field-words.ts';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

const recordTypeNames = ['contact', 'account', 'opportunity', 'campaign'] as const;
const pageState = z.object({ of: z.enum(recordTypeNames).catch('contact') });

export function FieldsPage() {
  const [{ of }, set] = useUrlState(pageState);
  const mayChange = useMay('fields:write');
  const fields = useQuery(api.people.customFields.list.queryOptions({ input: {} }));
  const all = fields.data?.items ?? [];
  const items = all.filter((field) => field.recordType === of);
  return (
    <SettingsFrame
      title="Custom fields"
      answer={
        all.length === 0
          ? 'Records carry no fields of your own yet.'
          : `${all.length} ${all.length === 1 ? 'field' : 'fields'} of your own ${all.length === 1 ? 'stands' : 'stand'} beside the built-in ones.`
      }
      sub="They can be filtered, sorted, grouped by and imported into. An import can make them as well."
    >
      <div className={classes.block}>
        <Segmented
          label="Fields of"
          value={of}
          onChange={(value) => set({ of: value })}
          options={recordTypes}
        />
      </div>
      {mayChange ? <NewField key={of} recordType={of} /> : null}
      <section className={`${classes.block} ${classes.medium}`}>
        <ProblemNotice error={fields.error} onRetry={() => void fields.refetch()} />
        {fields.data && items.length === 0 ? (
          <EmptyState heading="No fields here yet">
            Add one above, or import a file: columns it does not know can become fields.
          </EmptyState>
        ) : (
          <ul className={classes.rows}>
            {items.map((field, index) => (
              <FieldRow key={field.id} field={field} mayChange={mayChange} order={items} index={index} />
            ))}
          </ul>
        )}
      </section>
    </SettingsFrame>
  );
}

const asType = (value: string): FieldType => fieldTypes.find((type) => type.value === value)?.value ?? 'text';

function NewField({ recordType }: { recordType: CustomField['recordType'] }) {
  const cache = useQueryClient();
  const form = useForm<{ label: string; type: string; options: string[] }>({
    initialValues: { label: '', type: 'text', options: [] },
    validate: {
      options: (options, { type }) =>
        type === 'option' && options.length === 0 ? 'Name at least one option; Enter ends each.' : null,
    },
  });
  const create = useMutation(
    api.people.customFields.create.mutationOptions({
      onSuccess: async () => {
        form.reset();
        await cache.invalidateQueries({ queryKey: api.people.customFields.key() });
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const submit = form.onSubmit(({ label, type, options }) => {
    const chosen = asType(type);
    create.mutate({
      recordType,
      label,
      type: chosen,
      ...(chosen === 'option'
        ? { options: options.map((option) => ({ value: option, label: option })) }
        : {}),
    });
  });
  return (
    <section className={`${classes.block} ${classes.medium}`}>
      <h2>Add a field</h2>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {create.error && !asProblem(create.error).fields ? <ProblemNotice error={create.error} /> : null}
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Name"
              required
              withAsterisk={false}
              maxLength={200}
              style={{ flex: '1 1 220px' }}
              {...form.getInputProps('label')}
            />
            <Select
              label="Type"
              data={fieldTypes}
              allowDeselect={false}
              w={170}
              {...form.getInputProps('type')}
            />
            <Button type="submit" loading={create.isPending}>
              Add field
            </Button>
          </Group>
          {form.values.type === 'option' ? (
            <TagsInput label="Options" description="Enter ends each" {...form.getInputProps('options')} />
          ) : (
            <div className="mute">{typeWords[asType(form.values.type)]}</div>
          )}
        </Stack>
      </form>
    </section>
  );
}
