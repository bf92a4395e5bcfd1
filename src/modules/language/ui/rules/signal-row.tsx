import { ActionIcon, NumberInput, Select, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { SignalGroup } from '../../scoring/contract.ts';
import classes from './scoring.module.css';

type SignalHead = { key: string; name: string; points: number; group?: string | undefined };

type SignalRowProps = {
  signal: SignalHead;
  groups: readonly SignalGroup[];
  readOnly: boolean;
  /** What it gives points for, in words: shown while it is folded. */
  words: string;
  problem: string | undefined;
  onChange: (changes: Pick<SignalHead, 'name' | 'points' | 'group'>) => void;
  onRemove: () => void;
  children: ReactNode;
};

/** One signal: its name, its points and its group; unfolded, what it is about. */
export function SignalRow({
  signal,
  groups,
  readOnly,
  words,
  problem,
  onChange,
  onRemove,
  children,
}: SignalRowProps) {
  const [open, setOpen] = useState(signal.name === 'New signal');
  const inner = useId();
  const { name, points, group } = signal;
  const head = { name, points, ...(group === undefined ? {} : { group }) };
  return (
    <li className={classes.signal}>
      <div className={classes.signalHead}>
        <NumberInput
          className={classes.points}
          aria-label={`Points for ${name}`}
          value={points}
          min={-1_000}
          max={1_000}
          allowDecimal={false}
          hideControls
          prefix={points > 0 ? '+' : ''}
          data-negative={points < 0 || undefined}
          disabled={readOnly}
          onChange={(next) => typeof next === 'number' && next !== 0 && onChange({ ...head, points: next })}
        />
        <TextInput
          className={classes.name}
          aria-label="Name of the signal"
          value={name}
          maxLength={120}
          disabled={readOnly}
          onChange={(event) => onChange({ ...head, name: event.currentTarget.value })}
        />
        {groups.length > 0 && (
          <Select
            className={classes.groupPick}
            aria-label={`Group of ${name}`}
            placeholder="No group"
            data={groups.map((one) => ({ value: one.key, label: one.name }))}
            value={group ?? null}
            clearable
            disabled={readOnly}
            onChange={(next) => onChange({ name, points, ...(next === null ? {} : { group: next }) })}
          />
        )}
        {!readOnly && (
          <ActionIcon variant="subtle" aria-label={`Take out: ${name}`} onClick={onRemove}>
            ×
          </ActionIcon>
        )}
      </div>
      <UnstyledButton
        className={classes.words}
        aria-expanded={open}
        aria-controls={inner}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">{open ? '▾' : '▸'}</span> {words}
      </UnstyledButton>
      {problem !== undefined && <p className={classes.problem}>{problem}</p>}
      <div id={inner} hidden={!open} className={classes.inner}>
        {open && children}
      </div>
    </li>
  );
}
