import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type ChannelRule,
  type ChannelTrial,
  describeRule,
  unassignedChannel,
} from '../settings/contract.ts';
import { lackOf, moved, newRule } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import classes from './tracking.module.css';

/** The table in its order; with `onChange`, its rules open to be changed. */
export function ChannelRules(of: {
  rules: readonly ChannelRule[];
  onChange: ((rules: ChannelRule[]) => void) | undefined;
  trial: Pick<ChannelTrial, 'ruleId' | 'channel' | 'rules'> | null;
}) {
  const { rules, onChange, trial } = of;
  const [open, setOpen] = useState<string | null>(null);
  const names = [...new Set(rules.map(({ channel }) => channel).filter(Boolean))];
  const add = () => {
    const rule = newRule(rules);
    onChange?.([rule, ...rules]);
    setOpen(rule.id);
  };
  return (
    <>
      {onChange ? (
        <div style={{ marginBottom: 8 }}>
          <Button variant="default" size="xs" onClick={add}>
            Add a rule on top
          </Button>
        </div>
      ) : null}
      <ol className={classes.rules}>
        {rules.map((rule, index) => (
          <li key={rule.id}>
            <Row
              rule={rule}
              number={index + 1}
              says={saysOf(rule, trial)}
              isOpen={open === rule.id}
              onToggle={onChange ? () => setOpen(open === rule.id ? null : rule.id) : undefined}
              onMove={onChange ? (by) => onChange(moved(rules, index, index + by)) : undefined}
              isFirst={index === 0}
              isLast={index === rules.length - 1}
            />
            {open === rule.id && onChange ? (
              <RuleEditor
                rule={rule}
                names={names}
                onChange={(next) => onChange(rules.with(index, next))}
                onMove={(by) => onChange(moved(rules, index, index + by))}
                onRemove={() => {
                  setOpen(null);
                  onChange(rules.toSpliced(index, 1));
                }}
              />
            ) : null}
          </li>
        ))}
        <li
          className={classes.rule}
          data-decides={(trial !== null && trial.ruleId === null && trial.channel !== null) || undefined}
          data-quiet={(trial !== null && trial.channel !== unassignedChannel) || undefined}
        >
          <span />
          <span className={classes.ruleChannel}>{unassignedChannel}</span>
          <span className={classes.ruleWords}>where none of these holds</span>
        </li>
      </ol>
    </>
  );
}

type Says = 'decides' | 'holds' | 'no' | null;

function saysOf(rule: ChannelRule, trial: Pick<ChannelTrial, 'ruleId' | 'rules'> | null): Says {
  if (trial === null) return null;
  if (trial.ruleId === rule.id) return 'decides';
  return trial.rules.some(({ ruleId, holds }) => holds && ruleId === rule.id) ? 'holds' : 'no';
}

function Row(of: {
  rule: ChannelRule;
  number: number;
  says: Says;
  isOpen: boolean;
  onToggle: (() => void) | undefined;
  onMove: ((by: -1 | 1) => void) | undefined;
  isFirst: boolean;
  isLast: boolean;
}) {
  const { rule, number, says, isOpen, onToggle, onMove } = of;
  const name = rule.channel || 'New rule';
  return (
    <div
      className={classes.rule}
      data-decides={says === 'decides' || undefined}
      data-quiet={says === 'no' || undefined}
    >
      <span className={classes.ruleNumber}>{number}</span>
      <span className={classes.ruleChannel}>
        {name}
        {says === 'decides' ? <span className={classes.mark}> decides</span> : null}
        {says === 'holds' ? <span className={classes.later}> holds too</span> : null}
      </span>
      <span className={classes.ruleWords}>{lackOf(rule) ?? describeRule(rule)}</span>
      <span className={classes.ruleActions}>
        {onMove ? (
          <span className={classes.ruleMoves}>
            <MoveButton label={`Move ${name} up`} text="↑" disabled={of.isFirst} onClick={() => onMove(-1)} />
            <MoveButton label={`Move ${name} down`} text="↓" disabled={of.isLast} onClick={() => onMove(1)} />
          </span>
        ) : null}
        {onToggle ? (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={onToggle}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Shut' : 'Edit'} ${name}`}
          >
            {isOpen ? 'Shut' : 'Edit'}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

function MoveButton(of: { label: string; text: string; disabled: boolean; onClick: () => void }) {
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      disabled={of.disabled}
      onClick={of.onClick}
      aria-label={of.label}
    >
      {of.text}
    </Button>
  );
}
