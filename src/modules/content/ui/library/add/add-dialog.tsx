import { Button, Modal, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { api, client } from '../../../../../web/api.ts';
import { phone } from '../../../../../web/parts/breakpoints.ts';
import { useConfirm } from '../../../../../web/parts/confirm.tsx';
import { asProblem } from '../../../../../web/problem.ts';
import { sendable } from '../../../../../web/sendable.ts';
import { useWorkspace } from '../../../../../web/session.ts';
import { ButtonKey } from '../../../../people/ui/button-key.tsx';
import { AboutFields } from '../about-fields.tsx';
import type { Overview } from '../api-types.ts';
import classes from './add.module.css';
import { DraftRow } from './draft-row.tsx';
import { DropZone } from './drop-zone.tsx';
import { type Choices, openChoices, openUploads } from './kept.ts';
import { type Draft, type Drafts, titleOf, useDrafts } from './use-drafts.ts';

type AddDialogProps = { overview: Overview | undefined; onClose: () => void };

const isUnderWay = ({ state }: Draft) => state === 'waiting' || state === 'sending' || state === 'looking';
const isToAdd = ({ state }: Draft) => state === 'ready';

/** Adds pieces: files that are dropped, addresses that are given, and once for all of them for whom they are. */
export function AddDialog({ overview, onClose }: AddDialogProps) {
  const { id: workspaceId } = useWorkspace();
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const kept = openChoices(workspaceId);
  const [choices, setChoices] = useState(kept.read);
  const drafts = useDrafts();
  const ask = useConfirm();
  const { adding, add } = useAdding(drafts, choices, () => {
    kept.keep(choices);
    onClose();
  });
  const unfinished = drafts.drafts.filter(({ state }) => state !== 'added' && state !== 'same');
  const close = async () => {
    if (unfinished.some(({ file }) => file !== null)) {
      const answer = await ask({
        title: 'Leave without adding?',
        body: 'What has arrived of these files is kept for two days: drop the same file again to go on.',
        action: 'Leave',
      });
      if (answer === null) return;
    }
    onClose();
  };
  const ready = drafts.drafts.filter(({ state }) => state === 'ready');
  const waiting = drafts.drafts.filter(isUnderWay).length;
  const isComplete =
    ready.length > 0 && waiting === 0 && ready.every((draft) => titleOf(draft).trim() !== '');
  const submit = () => {
    if (isComplete && !adding) void add();
  };
  return (
    <Modal
      opened
      onClose={() => void close()}
      title="Add to the library"
      size={680}
      fullScreen={small}
      radius={small ? 0 : 'lg'}
      yOffset="6vh"
    >
      <form className={classes.form} {...sendable(submit)}>
        <DropZone
          label="Drop files here: each becomes a piece"
          isMany
          disabled={adding}
          onFiles={drafts.addFiles}
        />
        <AddressField onAdd={drafts.addAddress} />
        {drafts.drafts.length > 0 ? (
          <ul className={classes.drafts} aria-label="To add">
            {drafts.drafts.map((draft) => (
              <DraftRow key={draft.key} draft={draft} drafts={drafts} />
            ))}
          </ul>
        ) : null}
        <AboutFields value={choices} onChange={setChoices} overview={overview} />
        <div className={classes.foot}>
          <span className="mute" aria-live="polite">
            {footWords({ ready, waiting, count: drafts.drafts.length })}
          </span>
          <Button
            type="submit"
            color="marketing"
            loading={adding}
            disabled={!isComplete}
            rightSection={<ButtonKey keys="mod+Enter" />}
          >
            {ready.length > 1 ? `Add ${ready.length} pieces` : 'Add the piece'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function footWords({
  ready,
  waiting,
  count,
}: {
  ready: readonly Draft[];
  waiting: number;
  count: number;
}): string {
  if (count === 0) return '';
  if (waiting > 0)
    return waiting === 1 ? 'One file is still on its way.' : `${waiting} files are still on their way.`;
  if (ready.some((draft) => titleOf(draft).trim() === '')) return 'Give each a title.';
  return '';
}

/** Adds what is ready, one after the other. What fails stays with its reason and all that was typed. */
function useAdding(drafts: Drafts, choices: Choices, onDone: () => void) {
  const [adding, setAdding] = useState(false);
  const queryClient = useQueryClient();
  const add = async () => {
    setAdding(true);
    let added = 0;
    const wanted = drafts.drafts.filter(isToAdd);
    for (const draft of wanted) {
      drafts.change(draft.key, { state: 'adding', reason: null });
      try {
        const { id } = await client.content.library.create(newPiece(draft, choices));
        if (draft.file) openUploads().drop(draft.file);
        drafts.change(draft.key, { state: 'added', assetId: id, uploadId: null });
        added += 1;
      } catch (error) {
        drafts.change(draft.key, { state: 'ready', reason: asProblem(error).detail });
      }
    }
    setAdding(false);
    await queryClient.invalidateQueries({ queryKey: api.content.key() });
    if (added > 0)
      notifications.show({ message: added === 1 ? 'The piece is added.' : `${added} pieces are added.` });
    if (added === wanted.length) onDone();
  };
  return { adding, add };
}

function newPiece(draft: Draft, choices: Choices): Parameters<typeof client.content.library.create>[0] {
  const { uploadId, url, asSlides } = draft;
  return {
    title: titleOf(draft).trim(),
    type: choices.type,
    audience: choices.audience,
    personas: choices.personas,
    buyingStages: choices.buyingStages,
    campaignId: choices.campaign?.id ?? null,
    ownerId: choices.owner?.id ?? null,
    reviewOn: choices.reviewInMonths === null ? null : dayIn(choices.reviewInMonths),
    ...(url === null ? { uploadId: uploadId ?? '' } : { url }),
    ...(asSlides ? { format: 'slides' as const } : {}),
  };
}

function dayIn(months: number): string {
  const day = new Date();
  day.setMonth(day.getMonth() + months);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The address of what lies elsewhere. */
function AddressField({ onAdd }: { onAdd: (url: string) => void }) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const add = () => {
    const url = addressOf(text);
    if (url === null) setError('An address begins with https://, such as https://example.com/page.');
    else {
      onAdd(url);
      setText('');
      setError(null);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.metaKey || event.ctrlKey || text.trim() === '') return;
    event.preventDefault();
    add();
  };
  return (
    <div className={classes.address}>
      <TextInput
        aria-label="Address of a page"
        placeholder="or the address of a page: https://…"
        type="url"
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
        onKeyDown={onKeyDown}
      />
      <Button variant="default" disabled={text.trim() === ''} onClick={add}>
        Take it
      </Button>
    </div>
  );
}

function addressOf(text: string): string | null {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`);
  const isFine = url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
  return isFine ? url.href : null;
}
