import { Autocomplete, Button, Group, Select, TagsInput } from '@mantine/core';
import {
  type ChannelCondition,
  type ChannelField,
  type ChannelOperator,
  type ChannelRule,
  channelFields,
  channelOperators,
  sourceKinds,
} from '../settings/contract.ts';
import { andGroup, orCondition, takesValues, withCondition, withoutCondition } from './rule-draft.ts';
import classes from './tracking.module.css';

const fieldWords: Record<ChannelField, string> = {
  source: 'Source',
  medium: 'Medium',
  campaign: 'Campaign',
  term: 'Term',
  content: 'Content',
  kind: 'Kind of site',
  click_id: 'Click id',
  referrer_host: 'Referring site',
};

const operatorWords: Record<ChannelOperator, string> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  starts_with: 'begins with',
  ends_with: 'ends with',
  has_word: 'has the word',
  is_empty: 'is not said',
  is_present: 'is said',
};

const fields = channelFields.map((value) => ({ value, label: fieldWords[value] }));
const operators = channelOperators.map((value) => ({ value, label: operatorWords[value] }));

type EditorProps = {
  rule: ChannelRule;
  /** Channels there are already, to choose from. */
  names: readonly string[];
  onChange: (rule: ChannelRule) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One rule: its channel, what must hold together, and the ways each of it may. */
export function RuleEditor({ rule, names, onChange, onMove, onRemove }: EditorProps) {
  return (
    <div className={classes.editor}>
      <Autocomplete
        label="Channel"
        data={[...names]}
        maxLength={100}
        maw={320}
        value={rule.channel}
        onChange={(channel) => onChange({ ...rule, channel })}
      />
      {rule.allOf.map((conditions, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name; their place is all that tells them apart.
        <fieldset key={group} className={classes.group}>
          <legend className="mute">{group === 0 ? 'Any one of these' : 'and any one of these'}</legend>
          {conditions.map((condition, position) => (
            <ConditionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              key={position}
              condition={condition}
              onChange={(next) => onChange(withCondition(rule, [group, position], next))}
              onRemove={() => onChange(withoutCondition(rule, [group, position]))}
            />
          ))}
          <div>
            <Button variant="subtle" size="compact-xs" onClick={() => onChange(orCondition(rule, group))}>
              Or…
            </Button>
          </div>
        </fieldset>
      ))}
      <Group gap="sm">
        <Button variant="default" size="xs" onClick={() => onChange(andGroup(rule))}>
          And…
        </Button>
        <span className={classes.onPhone}>
          <Button variant="default" size="xs" onClick={() => onMove(-1)}>
            Move up
          </Button>
        </span>
        <span className={classes.onPhone}>
          <Button variant="default" size="xs" onClick={() => onMove(1)}>
            Move down
          </Button>
        </span>
        <Button variant="default" size="xs" onClick={onRemove}>
          Remove this rule
        </Button>
      </Group>
    </div>
  );
}

function ConditionRow(of: {
  condition: ChannelCondition;
  onChange: (condition: ChannelCondition) => void;
  onRemove: () => void;
}) {
  const { condition, onChange, onRemove } = of;
  const change = (changes: Partial<ChannelCondition>) => {
    const next = { ...condition, ...changes };
    onChange(takesValues(next) ? next : { ...next, values: [] });
  };
  return (
    <div className={classes.condition}>
      <Select
        className={classes.conditionField}
        aria-label="What of the visit"
        data={fields}
        allowDeselect={false}
        value={condition.field}
        onChange={(value) => {
          const field = channelFields.find((known) => known === value);
          if (field) change({ field, values: [] });
        }}
      />
      <Select
        className={classes.conditionOperator}
        aria-label="How it is compared"
        data={operators}
        allowDeselect={false}
        value={condition.operator}
        onChange={(value) => {
          const operator = channelOperators.find((known) => known === value);
          if (operator) change({ operator });
        }}
      />
      <TagsInput
        className={classes.conditionValues}
        aria-label="With what"
        placeholder={takesValues(condition) && condition.values.length === 0 ? 'Enter ends each' : undefined}
        disabled={!takesValues(condition)}
        data={condition.field === 'kind' ? [...sourceKinds] : []}
        maxTags={50}
        value={condition.values}
        onChange={(values) => change({ values: values.map((value) => value.trim().toLowerCase()) })}
      />
      <Button
        className={classes.conditionRemove}
        variant="subtle"
        size="compact-sm"
        onClick={onRemove}
        aria-label="Remove this condition"
      >
        ✕
      </Button>
    </div>
  );
}
