import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { RuleEditor } from '../../../language/ui/rules/rule-editor.tsx';
import type { Pool, Rule, Seller } from './api-types.ts';
import classes from './routing.module.css';
import { choicesOf, isTargetKind, type TargetKind, targetKinds, targetOf, whoOf } from './target-words.ts';
import { useChange } from './use-change.ts';

type RuleFormProps = {
  /** Null: a new one. */
  rule: Rule | null;
  sellers: readonly Seller[];
  pools: readonly Pool[];
  onClose: () => void;
};

const firstRule: Rule['rule'] = { combinator: 'and', rules: [] };

/** Whom a rule holds, and to whom those leads go. */
export function RuleForm({ rule, sellers, pools, onClose }: RuleFormProps) {
  const [name, setName] = useState(rule?.name ?? '');
  const [group, setGroup] = useState(rule?.rule ?? firstRule);
  const [kind, setKind] = useState<TargetKind>(
    rule?.target.kind ?? (pools.length > 0 ? 'rotation' : 'teammate'),
  );
  const [who, setWho] = useState<string | null>(rule ? whoOf(rule.target) : null);
  const choices = choicesOf(kind, { sellers, pools });
  const known = who !== null && choices.some(({ value }) => value === who);
  const save = useChange(
    (target: Rule['target']) =>
      rule === null
        ? client.handoff.routing.createRule({ name, rule: group, target })
        : client.handoff.routing.updateRule({ ruleId: rule.id, name, rule: group, target }),
    { said: () => `The rule “${name}” is saved.`, after: onClose },
  );
  const problems = save.error ? (asProblem(save.error).fields ?? []) : [];
  return (
    <form
      className={classes.ruleForm}
      aria-label={rule === null ? 'New rule' : `Rule ${rule.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (known && name.trim() !== '') save.mutate(targetOf(kind, who));
      }}
    >
      <TextInput
        label="Name"
        placeholder="DACH, finance"
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <div>
        <div className={classes.label}>Holds leads of which</div>
        <RuleEditor
          value={group}
          onChange={setGroup}
          problems={problems.map(({ path, message }) => ({ path: path.replace(/^rule\.?/, ''), message }))}
        />
      </div>
      <div className={classes.pair}>
        <Select
          label="They go"
          data={[...targetKinds]}
          value={kind}
          allowDeselect={false}
          onChange={(next) => {
            if (isTargetKind(next)) setKind(next);
          }}
        />
        <Select
          label={kind === 'teammate' ? 'Person' : 'Pool'}
          data={choices}
          value={known ? who : null}
          searchable
          placeholder={choices.length === 0 ? 'There is none yet: make one below' : 'Choose'}
          onChange={setWho}
        />
      </div>
      <ProblemNotice error={save.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Leave
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!known || name.trim() === ''}>
          Save
        </Button>
      </div>
    </form>
  );
}
