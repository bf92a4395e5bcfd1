import { Checkbox, Modal, MultiSelect, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { sendable } from '../../../../web/sendable.ts';
import { useMay } from '../../../../web/session.ts';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot } from '../queue/form-foot.tsx';

type Brief = Awaited<ReturnType<typeof client.handoff.packets.readBrief>>;

const fields = [
  ['message', 'What it says', 'Energy is the cost that you can cut this year'],
  ['offer', 'What they were offered', 'A walk through one running line'],
  ['followUp', 'What sales is asked to do', 'Ask for last year’s bill; offer the calculation'],
  ['audience', 'To whom it speaks', 'Plant managers of companies with 50 to 500 people'],
  ['goal', 'What it is to achieve', 'Forty first talks by the end of June'],
] as const;

/** A campaign's brief: marketing writes it, and sales reads it in every packet once it is shared. */
export function BriefDialog({
  campaign,
  onClose,
}: {
  campaign: { id: string; name: string };
  onClose: () => void;
}) {
  const brief = useQuery(api.handoff.packets.readBrief.queryOptions({ input: { id: campaign.id } }));
  return (
    <Modal opened onClose={onClose} title={`Brief of ${campaign.name}`} size="lg">
      <ProblemNotice error={brief.error} onRetry={() => void brief.refetch()} />
      {brief.data ? (
        <BriefForm key={brief.data.brief?.revision ?? 0} data={brief.data} onClose={onClose} />
      ) : brief.error ? null : (
        <p className="mute">Reading the brief…</p>
      )}
    </Modal>
  );
}

function BriefForm({ data, onClose }: { data: Brief; onClose: () => void }) {
  const mayWrite = useMay('handoffs:offer');
  const queryClient = useQueryClient();
  const { campaign, brief } = data;
  const [words, setWords] = useState({
    message: brief?.message ?? '',
    offer: brief?.offer ?? '',
    followUp: brief?.followUp ?? '',
    audience: brief?.audience ?? '',
    goal: brief?.goal ?? '',
  });
  const [personas, setPersonas] = useState(brief?.personas ?? []);
  const [buyingStage, setBuyingStage] = useState(brief?.buyingStage ?? null);
  const [shared, setShared] = useState(brief === null || brief.sharedWithSalesAt !== null);
  const write = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.handoff.packets.writeBrief({
        id: campaign.id,
        revision: brief?.revision ?? null,
        shared,
        personas,
        buyingStage,
        message: words.message.trim() || null,
        offer: words.offer.trim() || null,
        followUp: words.followUp.trim() || null,
        audience: words.audience.trim() || null,
        goal: words.goal.trim() || null,
      }),
    onSuccess: async () => {
      notifications.show({
        message: shared
          ? 'The brief is saved; packets show it from now on.'
          : 'The brief is saved, for marketing alone.',
      });
      onClose();
      await queryClient.invalidateQueries({ queryKey: api.handoff.key() });
    },
  });
  const ready = mayWrite && Object.values(words).some((text) => text.trim() !== '');
  const submit = () => {
    if (ready && !write.isPending) write.mutate();
  };
  return (
    <form className={dialogs.form} {...sendable(submit)}>
      <p className={dialogs.lead}>
        {brief ? (
          <>
            Written by {brief.writtenBy}, <When at={brief.writtenAt} />. Packets that are mended or offered
            from now on hold it.
          </>
        ) : (
          'Nobody has written it yet. A packet counts it with a message, an offer, or what sales is to do.'
        )}
      </p>
      {fields.map(([key, label, placeholder], index) => (
        <Textarea
          key={key}
          label={label}
          placeholder={placeholder}
          value={words[key]}
          onChange={(event) => setWords({ ...words, [key]: event.currentTarget.value })}
          autosize
          minRows={index < 3 ? 2 : 1}
          maxRows={8}
          maxLength={2_000}
          readOnly={!mayWrite}
          data-autofocus={index === 0 || undefined}
        />
      ))}
      <MultiSelect
        label="Personas (optional)"
        data={[...new Set([...data.personas, ...personas])]}
        value={personas}
        onChange={setPersonas}
        disabled={!mayWrite}
        searchable
      />
      <Select
        label="Buying stage (optional)"
        data={data.buyingStages.map(({ key, name }) => ({ value: key, label: name }))}
        value={buyingStage}
        onChange={setBuyingStage}
        disabled={!mayWrite}
        clearable
      />
      <Checkbox
        label="Sales sees it"
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
        disabled={!mayWrite}
      />
      <FormFoot
        action="Save the brief"
        color="marketing"
        pending={write.isPending}
        ready={ready}
        error={write.error}
      />
    </form>
  );
}
