import { ActionIcon, Select } from '@mantine/core';
import { operatorWords, type Rule } from '../../rules/contract.ts';
import { valueForm, withField, withOperator } from './edit-rule.ts';
import { InteractionFilterInput } from './interaction-filter.tsx';
import classes from './rules.module.css';
import type { Catalogue } from './use-rule-catalogue.ts';
import { ValueInput } from './value-input.tsx';

export type PartProps = {
  catalogue: Catalogue;
  readOnly: boolean;
  path: string;
  problemAt: (path: string) => string | undefined;
};

type RuleRowProps = PartProps & { rule: Rule; onChange: (rule: Rule) => void; onRemove: () => void };

/** One question: a field, how it compares, and with what. */
export function RuleRow({ rule, catalogue, readOnly, path, problemAt, onChange, onRemove }: RuleRowProps) {
  const field = catalogue.fields.get(rule.field);
  const operators =
    field?.operators.map((operator) => ({ value: operator, label: operatorWords[operator] })) ?? [];
  const deleted = field ? [] : [{ group: 'Deleted', items: [{ value: rule.field, label: rule.field }] }];
  return (
    <div className={classes.rule}>
      <div className={classes.line}>
        <Select
          size="xs"
          className={classes.field}
          aria-label="Field"
          data={[...catalogue.groups, ...deleted]}
          value={rule.field}
          searchable
          allowDeselect={false}
          disabled={readOnly}
          error={problemAt(`${path}.field`)}
          onChange={(name) => {
            const next = name === null ? undefined : catalogue.fields.get(name);
            if (next) onChange(withField(rule, next));
          }}
        />
        {field && (
          <Select
            size="xs"
            className={classes.operator}
            aria-label={`${field.label}: how`}
            data={operators}
            value={rule.operator}
            allowDeselect={false}
            disabled={readOnly}
            error={problemAt(`${path}.operator`)}
            onChange={(operator) => {
              const known = field.operators.find((one) => one === operator);
              if (known) onChange(withOperator(rule, field, known));
            }}
          />
        )}
        {field && valueForm(field, rule.operator) !== 'none' && (
          <ValueInput
            rule={rule}
            field={field}
            currency={catalogue.currency}
            readOnly={readOnly}
            error={problemAt(`${path}.value`)}
            onChange={(value) => onChange({ ...rule, value })}
          />
        )}
        {!readOnly && (
          <ActionIcon
            className={classes.remove}
            variant="subtle"
            aria-label={`Take out: ${field?.label ?? rule.field}`}
            onClick={onRemove}
          >
            ×
          </ActionIcon>
        )}
      </div>
      {field?.takesInteractions && (
        <InteractionFilterInput
          value={rule.of ?? {}}
          catalogue={catalogue}
          readOnly={readOnly}
          errorOf={(name) => problemAt(`${path}.of.${name}`)}
          onChange={(of) => onChange({ ...rule, of })}
        />
      )}
    </div>
  );
}
