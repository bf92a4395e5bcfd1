import { Button, NumberInput } from '@mantine/core';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { filterInWords, type RuleProblem, ruleSentence } from '../../rules/contract.ts';
import type { InteractionSignal, RuleSignal, SignalGroup } from '../../scoring/contract.ts';
import { newInteractionSignal, newRuleSignal, removed, replaced } from './edit-model.ts';
import { InteractionFilterInput } from './interaction-filter.tsx';
import { RuleEditor } from './rule-editor.tsx';
import classes from './scoring.module.css';
import { SignalRow } from './signal-row.tsx';
import type { Catalogue } from './use-rule-catalogue.ts';

export type ListProps<Signal> = {
  value: readonly Signal[];
  groups: readonly SignalGroup[];
  catalogue: Catalogue;
  readOnly: boolean;
  /** Where the list stands in the model: `fit.signals`. */
  path: string;
  problems: readonly RuleProblem[];
  onChange: (value: Signal[]) => void;
};

const under = (problems: readonly RuleProblem[], path: string): RuleProblem[] =>
  problems.flatMap((problem) =>
    problem.path.startsWith(`${path}.`) ? [{ ...problem, path: problem.path.slice(path.length + 1) }] : [],
  );

type Head = { name: string; points: number; group?: string | undefined };

/** The signal with another name, other points, in another group or in none. */
const headed = <Signal extends Head>(signal: Signal, { name, points, group }: Head): Signal => ({
  ...signal,
  name,
  points,
  group,
});

/** Points for whom a rule holds. */
export function RuleSignalList(props: ListProps<RuleSignal> & { add: string }) {
  const { value, groups, catalogue, readOnly, path, problems, onChange, add } = props;
  return (
    <>
      <ul className={classes.signals}>
        {value.map((signal, at) => {
          const own = under(problems, `${path}.${at}`);
          return (
            <SignalRow
              key={signal.key}
              signal={signal}
              groups={groups}
              readOnly={readOnly}
              words={
                signal.rule.rules.length === 0
                  ? 'for whom? Nothing is asked yet'
                  : `where ${ruleSentence(signal.rule, catalogue.words)}`
              }
              problem={own[0]?.message}
              onChange={(head) => onChange(replaced(value, at, headed(signal, head)))}
              onRemove={() => onChange(removed(value, at))}
            >
              <RuleEditor
                value={signal.rule}
                readOnly={readOnly}
                problems={under(own, 'rule')}
                onChange={(rule) => onChange(replaced(value, at, { ...signal, rule }))}
              />
            </SignalRow>
          );
        })}
      </ul>
      {!readOnly && (
        <Button size="compact-sm" variant="light" onClick={() => onChange([...value, newRuleSignal(value)])}>
          {add}
        </Button>
      )}
    </>
  );
}

function fadingWords({ points, per, halfLifeDays, of }: InteractionSignal, catalogue: Catalogue): string {
  const each = { each: 'for each', day: 'once a day for any', once: 'once, for the latest' }[per];
  const fades = halfLifeDays === undefined ? '' : `, half gone after ${halfLifeDays} days`;
  return `${Math.abs(points) === 1 ? 'one point ' : ''}${each} ${filterInWords(of, catalogue.words.names, 'one')}${fades}`;
}

function InteractionSignalForm(props: {
  signal: InteractionSignal;
  catalogue: Catalogue;
  readOnly: boolean;
  problems: readonly RuleProblem[];
  onChange: (signal: InteractionSignal) => void;
}) {
  const { signal, catalogue, readOnly, problems, onChange } = props;
  return (
    <div className={classes.form}>
      <div className={classes.formLine}>
        <Segmented
          label="How often it counts"
          value={signal.per}
          options={[
            { value: 'each', label: 'Each' },
            { value: 'day', label: 'Once a day' },
            { value: 'once', label: 'The latest alone' },
          ]}
          onChange={(per) => !readOnly && onChange({ ...signal, per })}
        />
        <NumberInput
          size="xs"
          label="Half gone after"
          placeholder="never fades"
          suffix=" days"
          min={0.5}
          max={3_650}
          hideControls
          value={signal.halfLifeDays ?? ''}
          disabled={readOnly}
          onChange={(days) => {
            const { halfLifeDays: _, ...rest } = signal;
            onChange(typeof days === 'number' && days >= 0.5 ? { ...rest, halfLifeDays: days } : rest);
          }}
        />
      </div>
      <InteractionFilterInput
        value={signal.of}
        catalogue={catalogue}
        readOnly={readOnly}
        errorOf={(name) => problems.find((problem) => problem.path === `of.${name}`)?.message}
        onChange={(of) => onChange({ ...signal, of })}
      />
    </div>
  );
}

/** Points for interactions: which, how often, and how fast they fade. */
export function InteractionSignalList(props: ListProps<InteractionSignal>) {
  const { value, groups, catalogue, readOnly, path, problems, onChange } = props;
  return (
    <>
      <ul className={classes.signals}>
        {value.map((signal, at) => {
          const own = under(problems, `${path}.${at}`);
          return (
            <SignalRow
              key={signal.key}
              signal={signal}
              groups={groups}
              readOnly={readOnly}
              words={fadingWords(signal, catalogue)}
              problem={own[0]?.message}
              onChange={(head) => onChange(replaced(value, at, headed(signal, head)))}
              onRemove={() => onChange(removed(value, at))}
            >
              <InteractionSignalForm
                signal={signal}
                catalogue={catalogue}
                readOnly={readOnly}
                problems={own}
                onChange={(next) => onChange(replaced(value, at, next))}
              />
            </SignalRow>
          );
        })}
      </ul>
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => onChange([...value, newInteractionSignal(value)])}
        >
          + Interactions that count
        </Button>
      )}
    </>
  );
}
