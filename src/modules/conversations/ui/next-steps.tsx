import { Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../web/session.ts';
import type { OpenStep } from '../contract.ts';
import classes from './ledger.module.css';
import { noticeWithUndo, useRefresh } from './use-log.ts';
import { dateWords, labelOf } from './words.ts';

type NextStepsProps = {
  steps: readonly OpenStep[];
  onOpen: (conversationId: string) => void;
  withPerson: boolean;
};

/** What is to be done next, ticked off where it is done. */
export function NextSteps({ steps, onOpen, withPerson }: NextStepsProps) {
  if (steps.length === 0) return null;
  return (
    <section className={classes.steps} aria-label="Next steps">
      <h3 className={classes.columnHead}>{steps.length === 1 ? 'Next step' : 'Next steps'}</h3>
      <ul>
        {steps.map((step) => (
          <Step key={step.conversationId} step={step} onOpen={onOpen} withPerson={withPerson} />
        ))}
      </ul>
    </section>
  );
}

type StepProps = { step: OpenStep; onOpen: (conversationId: string) => void; withPerson: boolean };

function Step({ step, onOpen, withPerson }: StepProps) {
  const mayWrite = useMay('interactions:write');
  const done = useMarkStep();
  const { conversationId, text, on, late, teammate, contact } = step;
  const notes = [withPerson ? contact?.name : null, teammate?.name].filter(Boolean).join(', ');
  return (
    <li className={classes.step}>
      <Checkbox
        label={text}
        checked={done.isPending || done.isSuccess}
        disabled={!mayWrite || done.isPending}
        onChange={() => done.mutate({ conversationId, text })}
      />
      <button type="button" className={classes.note} onClick={() => onOpen(conversationId)}>
        {notes ? `${notes}, ` : ''}
        <span className={late ? 'late' : undefined}>
          {on === null
            ? `from the ${labelOf(step.type).toLowerCase()}`
            : late
              ? `was due ${dateWords(on)}`
              : dateWords(on)}
        </span>
      </button>
      <ProblemNotice error={done.error} />
    </li>
  );
}

export function useMarkStep() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ conversationId }: { conversationId: string; text: string }) =>
      client.conversations.completeStep({ conversationId }),
    onSuccess: async (_, { conversationId, text }) => {
      const undo = async () => {
        await client.conversations.reopenStep({ conversationId });
        await refresh();
      };
      noticeWithUndo(`Done: ${text}`, undo, 'The next step is open again.');
      await refresh();
    },
  });
}
