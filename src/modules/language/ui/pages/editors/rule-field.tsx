import { RuleEditor } from '../../rules/rule-editor.tsx';
import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { Problems } from './problems.ts';

type RuleGroup = BodyOf<'persona'>['rule'];

type RuleFieldProps = {
  /** For screen readers: which rule of the text this is. */
  label: string;
  rule: RuleGroup;
  onChange: (rule: RuleGroup) => void;
  definitionId: string | undefined;
  problems: Problems;
  disabled: boolean;
};

/** One rule of a text, with its sentence and whom it holds now. */
export function RuleField({ label, rule, onChange, definitionId, problems, disabled }: RuleFieldProps) {
  return (
    <fieldset className={classes.rule}>
      <legend className="sr-only">{label}</legend>
      <RuleEditor
        value={rule}
        onChange={onChange}
        definitionId={definitionId}
        readOnly={disabled}
        problems={problems}
      />
    </fieldset>
  );
}

export const emptyRule = (): RuleGroup => ({ combinator: 'and', rules: [] });
