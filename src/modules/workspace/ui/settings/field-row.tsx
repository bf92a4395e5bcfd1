import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { type CustomField, fieldTypes } from './field-words.ts';
import classes from './settings.module.css';

type FieldRowProps = { field: CustomField; mayChange: boolean; order: readonly CustomField[]; index: number };

/** One custom field: its label and options can be changed, its place in the order too. */
export function FieldRow({ field, mayChange, order, index }: FieldRowProps) {
  const [editing, setEditing] = useState(false);
  const cache = useQueryClient();
  const reorder = useMutation(
    api.people.customFields.reorder.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.people.customFields.key() }),
    }),
  );
  const moveUp = () => {
    const ids = order.map((other) => other.id);
    ids.splice(index - 1, 2, ...ids.slice(index - 1, index + 1).reverse());
    reorder.mutate({ recordType: field.recordType, customFieldIds: ids });
  };
  const options = field.options.map((option) => option.label).join(', ');
  return (
    <li className={classes.row}>
      {editing ? (
        <EditField field={field} onDone={() => setEditing(false)} />
      ) : (
        <>
          <div className={classes.rowMain}>
            <div className={classes.rowName}>{field.label}</div>
            <div className={classes.rowDetail}>
              {fieldTypes.find((type) => type.value === field.type)?.label}
              {options ? `: ${options}` : ''} · <code>{field.key}</code>
            </div>
            <ProblemNotice error={reorder.error} />
          </div>
          {mayChange ? (
            <div className={classes.rowActions}>
              {index > 0 ? (
                <Button
                  variant="default"
                  size="xs"
                  onClick={moveUp}
                  loading={reorder.isPending}
                  aria-label={`Move ${field.label} up`}
                >
                  ↑
                </Button>
              ) : null}
              <Button
                variant="default"
                size="xs"
                onClick={() => setEditing(true)}
                aria-label={`Change ${field.label}`}
              >
                Change
              </Button>
            </div>
          ) : null}
        </>
      )}
    </li>
  );
}

function EditField({ field, onDone }: { field: CustomField; onDone: () => void }) {
  const [label, setLabel] = useState(field.label);
  const [options, setOptions] = useState(field.options.map((option) => option.label));
  const cache = useQueryClient();
  const update = useMutation(
    api.people.customFields.update.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.people.customFields.key() });
        onDone();
      },
    }),
  );
  // A known label keeps its stored value, so that records which hold it still do.
  const storedValue = (text: string) => field.options.find((option) => option.label === text)?.value ?? text;
  return (
    <form
      style={{ flex: 1 }}
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({
          customFieldId: field.id,
          label,
          ...(field.type === 'option'
            ? { options: options.map((text) => ({ value: storedValue(text), label: text })) }
            : {}),
        });
      }}
    >
      <Stack gap="sm">
        <ProblemNotice error={update.error} />
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        {field.type === 'option' ? <TagsInput label="Options" value={options} onChange={setOptions} /> : null}
        <Group gap="sm">
          <Button type="submit" size="xs" loading={update.isPending}>
            Save
          </Button>
          <Button variant="default" size="xs" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
