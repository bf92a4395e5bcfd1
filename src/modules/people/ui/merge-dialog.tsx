import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { api, client } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import type { MergePreview, Named } from './api-types.ts';
import { type Choices, MergeFields, movesWords } from './merge-fields.tsx';
import { RecordPicker } from './record-picker.tsx';
import { useUndoMerge } from './side-lists.tsx';
import { UndoNotice } from './undo-notice.tsx';

type Mergeable = 'contact' | 'account';

const mergeState = z.object({
  merge: z.string().catch(''),
  keep: z.enum(['this', 'other']).catch('this'),
});

/** Whether the merge dialog is open, and with which record: in the address, so that a finding can link to it. */
export function useMergeDialog() {
  const [state, set] = useUrlState(mergeState);
  return { open: () => set({ merge: 'find' }), isOpen: state.merge !== '', state, set };
}

type MergeDialogProps = { recordType: Mergeable; record: Named };

const words = {
  contact: { one: 'person', find: 'Which other record is the same person?', path: '/people/contacts' },
  account: { one: 'company', find: 'Which other record is the same company?', path: '/people/accounts' },
} as const;

/** Merges another record with this one: find it, see what will happen, choose field by field, do it. */
export function MergeDialog({ recordType, record }: MergeDialogProps) {
  const { state, set, isOpen } = useMergeDialog();
  const close = () => set({ merge: undefined, keep: undefined });
  const otherId = z.uuid().safeParse(state.merge).data ?? null;
  const other = useOther(recordType, otherId);
  const pair = otherId && otherId !== record.id ? pairOf(record.id, otherId, state.keep) : null;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      size={760}
      title={`Merge ${record.name} with another ${words[recordType].one}`}
    >
      <Stack gap="md">
        <RecordPicker
          key={other?.id}
          refers={recordType}
          label={words[recordType].find}
          known={other}
          value={otherId}
          onChange={(id) => set({ merge: id ?? 'find' }, { replace: true })}
          exclude={[record.id]}
          autoFocus={otherId === null}
        />
        {pair ? (
          <MergeForm
            key={`${pair.keptId} ${pair.mergedId}`}
            recordType={recordType}
            pair={pair}
            onSwap={() => set({ keep: state.keep === 'this' ? 'other' : undefined }, { replace: true })}
            onClose={close}
          />
        ) : (
          <p className="mute" style={{ margin: 0 }}>
            Both histories are kept, you see first what will happen, and it can be undone.
          </p>
        )}
      </Stack>
    </Modal>
  );
}

/** The other record's name, where the address brought only its id. */
function useOther(recordType: Mergeable, id: string | null): Named | null {
  const contact = useQuery(
    api.people.contacts.get.queryOptions({
      input: { contactId: id ?? '' },
      retry: false,
      enabled: id !== null && recordType === 'contact',
    }),
  );
  const account = useQuery(
    api.people.accounts.get.queryOptions({
      input: { accountId: id ?? '' },
      retry: false,
      enabled: id !== null && recordType === 'account',
    }),
  );
  const found = recordType === 'contact' ? contact.data : account.data;
  return found && found.id === id ? { id: found.id, name: found.name } : null;
}

const pairOf = (thisId: string, otherId: string, keep: 'this' | 'other') =>
  keep === 'this' ? { keptId: thisId, mergedId: otherId } : { keptId: otherId, mergedId: thisId };

type Pair = { keptId: string; mergedId: string };

function previewOf(recordType: Mergeable, pair: Pair) {
  // What it would do is asked anew each time the dialog opens.
  const fresh = { staleTime: 0, gcTime: 0, retry: false };
  return recordType === 'contact'
    ? api.people.merging.previewContacts.queryOptions({ input: pair, ...fresh })
    : api.people.merging.previewAccounts.queryOptions({ input: pair, ...fresh });
}

type MergeFormProps = { recordType: Mergeable; pair: Pair; onSwap: () => void; onClose: () => void };

function MergeForm({ recordType, pair, onSwap, onClose }: MergeFormProps) {
  const preview = useQuery(previewOf(recordType, pair));
  const [choices, setChoices] = useState<Choices>({});
  const merge = useMerge({ recordType, preview: preview.data, choices, onClose });
  if (!preview.data) return <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  const { kept, merged, moves } = preview.data;
  return (
    <>
      <p style={{ margin: 0 }}>
        <strong>{kept.name}</strong> stays; {movesWords(moves)} of <strong>{merged.name}</strong> come over,
        and links to it lead here.{' '}
        <Button size="compact-xs" variant="default" onClick={onSwap}>
          Keep the other one instead
        </Button>
      </p>
      <MergeFields recordType={recordType} preview={preview.data} choices={choices} onChoices={setChoices} />
      <ProblemNotice
        error={merge.error}
        onRetry={() => {
          merge.reset();
          void preview.refetch();
        }}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={merge.isPending} onClick={() => merge.mutate()}>
          Merge the two
        </Button>
      </Group>
    </>
  );
}

function useMerge(options: {
  recordType: Mergeable;
  preview: MergePreview | undefined;
  choices: Choices;
  onClose: () => void;
}) {
  const { recordType, preview, choices, onClose } = options;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const undo = useUndoMerge();
  return useMutation({
    mutationFn: async () => {
      if (!preview) throw new Error('There is nothing to merge before the preview is there.');
      const input = {
        keptId: preview.kept.id,
        mergedId: preview.merged.id,
        choices,
        expectedKeptUpdatedAt: preview.kept.updatedAt,
        expectedMergedUpdatedAt: preview.merged.updatedAt,
      };
      return recordType === 'contact'
        ? client.people.merging.mergeContacts(input)
        : client.people.merging.mergeAccounts(input);
    },
    onSuccess: async ({ mergeId, keptId }) => {
      onClose();
      const path: string = `${words[recordType].path}/${keptId}`;
      await navigate({ to: path });
      await queryClient.invalidateQueries({ queryKey: api.people.key() });
      await queryClient.invalidateQueries({ queryKey: api.interactions.key() });
      const id = notifications.show({
        message: (
          <UndoNotice
            words="The two are one now."
            onUndo={async () => {
              await undo.mutateAsync({ mergeId });
            }}
            onDone={() => notifications.hide(id)}
          />
        ),
        autoClose: 15_000,
      });
    },
  });
}
