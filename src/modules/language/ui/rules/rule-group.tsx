import { Button, Checkbox, Menu } from '@mantine/core';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { isGroup, type Rule, type RuleGroup } from '../../rules/contract.ts';
import { append, insertTemplate, newGroup, newRule, removeAt, replaceAt } from './edit-rule.ts';
import { type PartProps, RuleRow } from './rule-row.tsx';
import classes from './rules.module.css';

type GroupProps = PartProps & {
  group: RuleGroup;
  depth: number;
  onChange: (group: RuleGroup) => void;
  onRemove?: () => void;
};

const deepestShown = 6;

function GroupHead({ group, readOnly, depth, onChange, onRemove }: GroupProps) {
  return (
    <div className={classes.head}>
      <Segmented
        label={depth === 0 ? 'How the questions are joined' : 'How the questions of this group are joined'}
        value={group.combinator}
        options={[
          { value: 'and', label: 'All of these' },
          { value: 'or', label: 'Any of these' },
        ]}
        onChange={(combinator) => !readOnly && onChange({ ...group, combinator })}
      />
      <Checkbox
        size="xs"
        label="turned round: not"
        checked={group.not === true}
        disabled={readOnly}
        onChange={(event) => onChange({ ...group, not: event.currentTarget.checked })}
      />
      {onRemove && !readOnly && (
        <Button size="compact-xs" variant="subtle" className={classes.removeGroup} onClick={onRemove}>
          Take group out
        </Button>
      )}
    </div>
  );
}

function GroupFoot({ group, catalogue, depth, onChange }: GroupProps) {
  const first = catalogue.fields.values().next().value;
  const start = catalogue.fields.get('contact.title') ?? first;
  if (!start) return null;
  return (
    <div className={classes.foot}>
      <Button size="compact-sm" variant="light" onClick={() => onChange(append(group, newRule(start)))}>
        + Question
      </Button>
      {depth < deepestShown && (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(append(group, newGroup(start)))}>
          + Group
        </Button>
      )}
      {depth === 0 && catalogue.templates.length > 0 && (
        <Menu position="bottom-start" width={320}>
          <Menu.Target>
            <Button size="compact-sm" variant="subtle">
              + Ready test
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {catalogue.templates.map((template) => (
              <Menu.Item key={template.key} onClick={() => onChange(insertTemplate(group, template.rule))}>
                <div>{template.name}</div>
                <div className={classes.hint}>{template.hint}</div>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** Questions joined by "all" or "any", with groups in them. */
export function RuleGroupEditor(props: GroupProps) {
  const { group, catalogue, readOnly, path, problemAt, depth, onChange } = props;
  const problem = problemAt(path);
  const change = (at: number) => (part: Rule | RuleGroup) => onChange(replaceAt(group, at, part));
  return (
    <fieldset
      className={classes.group}
      data-combinator={group.combinator}
      data-root={depth === 0 || undefined}
    >
      <legend className="sr-only">{depth === 0 ? 'Rule' : 'Group of questions'}</legend>
      <GroupHead {...props} />
      {group.rules.map((part, at) => {
        const inner = {
          catalogue,
          readOnly,
          problemAt,
          path: path === '' ? `rules.${at}` : `${path}.rules.${at}`,
        };
        const key = part.id ?? `${at}`;
        const remove = () => onChange(removeAt(group, at));
        return isGroup(part) ? (
          <RuleGroupEditor
            key={key}
            {...inner}
            group={part}
            depth={depth + 1}
            onChange={change(at)}
            onRemove={remove}
          />
        ) : (
          <RuleRow key={key} {...inner} rule={part} onChange={change(at)} onRemove={remove} />
        );
      })}
      {problem !== undefined && group.rules.length > 0 && <p className={classes.problem}>{problem}</p>}
      {group.rules.length === 0 && (
        <p className={classes.anything}>
          Nothing is asked yet. Add a question{depth === 0 ? ', or begin with a ready test' : ''}.
        </p>
      )}
      {!readOnly && <GroupFoot {...props} />}
    </fieldset>
  );
}
