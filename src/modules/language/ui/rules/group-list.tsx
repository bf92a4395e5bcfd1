import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import type { SignalGroup } from '../../scoring/contract.ts';
import { newSignalGroup, removed, replaced } from './edit-model.ts';
import classes from './scoring.module.css';

type GroupListProps = {
  value: readonly SignalGroup[];
  readOnly: boolean;
  onChange: (value: SignalGroup[]) => void;
  onRemove: (key: string) => void;
};

/** Groups of signals that together give no more than a cap. */
export function GroupList({ value, readOnly, onChange, onRemove }: GroupListProps) {
  return (
    <div className={classes.caps}>
      {value.map((group, at) => (
        <div key={group.key} className={classes.cap}>
          <TextInput
            size="xs"
            aria-label="Name of the group"
            value={group.name}
            maxLength={120}
            disabled={readOnly}
            onChange={(event) => onChange(replaced(value, at, { ...group, name: event.currentTarget.value }))}
          />
          <span className="mute">together at most</span>
          <NumberInput
            size="xs"
            className={classes.points}
            aria-label={`Most points of ${group.name}`}
            value={group.cap}
            min={1}
            max={10_000}
            allowDecimal={false}
            hideControls
            disabled={readOnly}
            onChange={(cap) =>
              typeof cap === 'number' && cap >= 1 && onChange(replaced(value, at, { ...group, cap }))
            }
          />
          {!readOnly && (
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={`Take out the group ${group.name}`}
              onClick={() => {
                onChange(removed(value, at));
                onRemove(group.key);
              }}
            >
              ×
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange([...value, newSignalGroup(value)])}
        >
          + Group with a cap
        </Button>
      )}
    </div>
  );
}
