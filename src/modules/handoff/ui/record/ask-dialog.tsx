import { Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot, saysEnough } from '../queue/form-foot.tsx';
import { useTyped } from '../queue/typed-text.ts';
import { type AskKind, askLabels } from './asks.ts';

type AskDialogProps = {
  kind: AskKind;
  of: { contactId: string } | { opportunityId: string };
  name: string;
  onClose: () => void;
};

const words: Record<AskKind, { lead: string; placeholder: string; to: string }> = {
  lead: {
    lead: 'Marketing is told, and offers the lead with its packet or says why not yet.',
    placeholder: 'I met them at the fair; they want a visit next week',
    to: 'Whom of marketing (optional)',
  },
  help: {
    lead: 'Marketing is told; who grants it joins you on this.',
    placeholder: 'A case study from their industry before Thursday',
    to: 'Whom of marketing (optional)',
  },
  join: {
    lead: 'Sales is told; who grants it joins you on this.',
    placeholder: 'Join our call on Friday: they ask about the price',
    to: 'Whom of sales (optional)',
  },
};

/** One side asks the other for something, outside of offers. */
export function AskDialog({ kind, of, name, onClose }: AskDialogProps) {
  const queryClient = useQueryClient();
  const typed = useTyped(`ask:${kind}:${JSON.stringify(of)}`, { text: '' });
  const [to, setTo] = useState<string | null>(null);
  const { text } = typed.fields;
  const ready = saysEnough(text);
  const ask = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.handoff.requests.ask({ kind, ...of, text, ...(to === null ? {} : { toTeammateId: to }) }),
    onSuccess: async () => {
      typed.drop();
      notifications.show({ message: 'Asked. You are told as soon as they answer.' });
      onClose();
      await queryClient.invalidateQueries({ queryKey: api.handoff.key() });
    },
  });
  const submit = () => {
    if (ready && !ask.isPending) ask.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`${askLabels[kind]}: ${name}`}>
      <form className={dialogs.form} {...sendable(submit)}>
        <p className={dialogs.lead}>{words[kind].lead}</p>
        <Textarea
          label="What for?"
          placeholder={words[kind].placeholder}
          value={text}
          onChange={(event) => typed.change({ text: event.currentTarget.value })}
          autosize
          minRows={3}
          maxRows={8}
          maxLength={2_000}
          data-autofocus
        />
        <RecordPicker refers="teammate" label={words[kind].to} value={to} onChange={(id) => setTo(id)} />
        <FormFoot
          action="Ask"
          color={kind === 'join' ? 'marketing' : 'sales'}
          pending={ask.isPending}
          ready={ready}
          error={ask.error}
        />
      </form>
    </Modal>
  );
}
