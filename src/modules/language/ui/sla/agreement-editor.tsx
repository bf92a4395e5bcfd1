import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { BodyOf } from '../pages/api-types.ts';
import type { EditorProps } from '../pages/editors/body-editor.tsx';
import { type Problems, problemAt, problemsUnder } from '../pages/editors/problems.ts';
import { CalendarEditor } from './calendar-editor.tsx';
import { EscalationSteps } from './escalation-steps.tsx';
import { MarketingPromises } from './marketing-promises.tsx';
import { SalesPromises } from './sales-promises.tsx';
import classes from './sla.module.css';
import type { Policy } from './words.ts';

/** What both sides promise each other, side by side; below, what holds for both. */
export function AgreementEditor({ body, onChange, problems, disabled }: EditorProps<BodyOf<'sla'>>) {
  const { policy } = body;
  const own = problemsUnder(problems, 'policy');
  const change = (changes: Partial<Policy>) => onChange({ ...body, policy: { ...policy, ...changes } });
  return (
    <>
      <div className={classes.sides}>
        <MarketingPromises
          value={policy.marketing}
          onChange={(marketing) => change({ marketing })}
          problems={problemsUnder(own, 'marketing')}
          disabled={disabled}
        />
        <SalesPromises
          value={policy.sales}
          onChange={(sales) => change({ sales })}
          problems={problemsUnder(own, 'sales')}
          disabled={disabled}
        />
      </div>
      <EscalationSteps
        value={policy.escalation}
        onChange={(escalation) => change({ escalation })}
        problems={problemsUnder(own, 'escalation')}
        disabled={disabled}
      />
      <CalendarEditor
        value={policy.calendars}
        onChange={(calendars) => change({ calendars })}
        problems={problemsUnder(own, 'calendars')}
        disabled={disabled}
      />
      <StagesOfHandOff value={policy} onChange={change} problems={own} disabled={disabled} />
    </>
  );
}

type StagesProps = {
  value: Policy;
  onChange: (changes: Partial<Policy>) => void;
  problems: Problems;
  disabled: boolean;
};

const stageFields = [
  { field: 'offerStage', label: 'Who comes here is offered' },
  { field: 'acceptStage', label: 'Accepting leads to' },
  { field: 'returnStage', label: 'Who is given back goes to' },
] as const;

function StagesOfHandOff({ value, onChange, problems, disabled }: StagesProps) {
  const stages = useQuery(api.people.lifecycle.listStages.queryOptions());
  const choices = stages.data?.items.map(({ key, name }) => ({ value: key, label: name })) ?? [];
  return (
    <section className={`panel ${classes.side}`} data-side="both" aria-labelledby="handoff-stages">
      <h2 id="handoff-stages">Stages of the hand-off</h2>
      <div className={classes.three}>
        {stageFields.map(({ field, label }) => (
          <Select
            key={field}
            label={label}
            data={choices}
            value={value[field]}
            allowDeselect={false}
            disabled={disabled}
            error={problemAt(problems, field)}
            onChange={(stage) => stage && onChange({ [field]: stage })}
          />
        ))}
      </div>
    </section>
  );
}
