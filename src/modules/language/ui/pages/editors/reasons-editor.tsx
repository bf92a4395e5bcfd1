import { ActionIcon, Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { EditorProps } from './body-editor.tsx';
import { keyFrom } from './key-from.ts';
import { problemAt } from './problems.ts';

type Reasons = BodyOf<'reject_reasons'>;
type Reason = Reasons['reasons'][number];

const mostReasons = 30;

/** Why sales may say no, and when such a lead may be offered again. */
export function ReasonsEditor({ body, onChange, problems, disabled }: EditorProps<Reasons>) {
  const { reasons } = body;
  // Keys of the reasons that were there stay; a new one takes its key from its name.
  const known = useRef(new Set(reasons.map((reason) => reason.key)));
  const change = (place: number, changes: Partial<Reason>) =>
    onChange({
      ...body,
      reasons: reasons.map((reason, at) => (at === place ? { ...reason, ...changes } : reason)),
    });
  const rename = (place: number, label: string) => {
    const reason = reasons[place];
    if (!reason) return;
    const others = reasons.filter((_, at) => at !== place).map((other) => other.key);
    change(place, known.current.has(reason.key) ? { label } : { label, key: keyFrom(label, others) });
  };
  return (
    <section className={`panel ${classes.block}`} aria-labelledby="reasons">
      <h2 id="reasons">Reasons</h2>
      <ol className={classes.reasons}>
        {reasons.map((reason, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reason's key follows its name while that is typed.
          <li key={place}>
            <TextInput
              label="Reason"
              value={reason.label}
              maxLength={80}
              disabled={disabled}
              error={problemAt(problems, `reasons.${place}.label`)}
              onChange={(event) => rename(place, event.currentTarget.value)}
            />
            <Textarea
              label="What it means"
              value={reason.meaning}
              maxLength={500}
              autosize
              minRows={1}
              disabled={disabled}
              error={problemAt(problems, `reasons.${place}.meaning`)}
              onChange={(event) => change(place, { meaning: event.currentTarget.value })}
            />
            <NumberInput
              label="Again after days"
              placeholder="never"
              min={1}
              max={3_650}
              allowDecimal={false}
              disabled={disabled}
              value={reason.againAfterDays ?? ''}
              error={problemAt(problems, `reasons.${place}.againAfterDays`)}
              onChange={(value) =>
                change(place, { againAfterDays: typeof value === 'number' ? value : null })
              }
            />
            {disabled || reasons.length === 1 ? null : (
              <ActionIcon
                aria-label={`Remove ${reason.label || `reason ${place + 1}`}`}
                onClick={() => onChange({ ...body, reasons: reasons.filter((_, at) => at !== place) })}
              >
                ×
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {disabled || reasons.length >= mostReasons ? null : (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() =>
            onChange({
              ...body,
              reasons: [
                ...reasons,
                {
                  key: keyFrom(
                    'reason',
                    reasons.map((reason) => reason.key),
                  ),
                  label: '',
                  meaning: '',
                  againAfterDays: null,
                },
              ],
            })
          }
        >
          Add a reason
        </Button>
      )}
    </section>
  );
}
