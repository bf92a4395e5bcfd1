import { Button, Checkbox, NumberInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import type { SigningPolicy } from './api-types.ts';
import classes from './signing-policy.module.css';
import { useRefreshLanguage } from './use-language.ts';
import { capital, countWord, plural } from './words.ts';

type Rule = SigningPolicy['rules'][number];
type SigningRole = Rule['roles'][number];

const roleNames: readonly { value: SigningRole; label: string; detail: string }[] = [
  { value: 'marketing', label: 'Marketing', detail: 'members of the marketing team' },
  { value: 'sales', label: 'Sales', detail: 'members of the sales team' },
  { value: 'liaison', label: 'Liaison', detail: 'who stands between the two' },
  { value: 'admin', label: 'Admin', detail: 'who runs the workspace' },
];
const mostSigners = 20;

/** Who signs for which side, and how many of them it takes. */
export function SigningPolicyPage() {
  const policy = useQuery(api.language.readSigningPolicy.queryOptions());
  return (
    <SettingsFrame
      title="Signing"
      answer={policy.data ? <Answer rules={policy.data.rules} /> : 'Who signs what our words mean'}
      sub="A meaning is in force once both sides have signed it. Nobody signs for both sides, whatever roles they may sign with."
    >
      <ProblemNotice error={policy.error} onRetry={() => void policy.refetch()} />
      {policy.data ? <PolicyForm key={JSON.stringify(policy.data)} policy={policy.data} /> : null}
    </SettingsFrame>
  );
}

function Answer({ rules }: { rules: readonly Rule[] }) {
  const said = rules.map(
    ({ side, roles, quorum }) =>
      `${countWord(quorum)} ${plural(quorum, 'person', 'people')} of ${roles.join(' or ')} ${quorum === 1 ? 'signs' : 'sign'} for ${side}`,
  );
  return <>{capital(said.join('; '))}.</>;
}

function PolicyForm({ policy }: { policy: SigningPolicy }) {
  const mayChange = useMay('workspace:admin');
  const [rules, setRules] = useState(policy.rules);
  const refresh = useRefreshLanguage();
  const change = useMutation({
    mutationFn: () => client.language.changeSigningPolicy({ rules }),
    onSuccess: async () => {
      notifications.show({ message: 'Saved. What is signed already stays signed.' });
      await refresh();
    },
  });
  const changed = JSON.stringify(rules) !== JSON.stringify(policy.rules);
  const without = rules.find((rule) => rule.roles.length === 0);
  return (
    <form
      className={classes.policy}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !without) change.mutate();
      }}
    >
      <div className={classes.sides}>
        {rules.map((rule, place) => (
          <SideRule
            key={rule.side}
            rule={rule}
            disabled={!mayChange}
            onChange={(next) => setRules(rules.map((one, at) => (at === place ? next : one)))}
          />
        ))}
      </div>
      <ProblemNotice error={change.error} withFields />
      {mayChange ? (
        <div className={classes.save}>
          {without ? <span className="mute">Somebody has to sign for {without.side}.</span> : null}
          <Button type="submit" disabled={!changed || without !== undefined} loading={change.isPending}>
            Save
          </Button>
        </div>
      ) : (
        <p className="mute">Only an admin changes who signs.</p>
      )}
    </form>
  );
}

function SideRule({
  rule,
  disabled,
  onChange,
}: {
  rule: Rule;
  disabled: boolean;
  onChange: (rule: Rule) => void;
}) {
  const { side, roles, quorum } = rule;
  return (
    <fieldset className={`panel ${classes.side}`} data-side={side}>
      <legend className="sr-only">For {side}</legend>
      <div className={`${classes.sideName} ${side}`} aria-hidden="true">
        For {side}
      </div>
      <div className={classes.roles}>
        {roleNames.map((role) => (
          <Checkbox
            key={role.value}
            label={role.label}
            description={role.detail}
            checked={roles.includes(role.value)}
            disabled={disabled}
            onChange={(event) =>
              onChange({
                ...rule,
                roles: event.currentTarget.checked
                  ? [...roles, role.value]
                  : roles.filter((one) => one !== role.value),
              })
            }
          />
        ))}
      </div>
      <NumberInput
        label="How many have to sign"
        min={1}
        max={mostSigners}
        allowDecimal={false}
        value={quorum}
        disabled={disabled}
        onChange={(value) => typeof value === 'number' && onChange({ ...rule, quorum: value })}
      />
    </fieldset>
  );
}
