import { Button, Modal, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useRef, useState } from 'react';
import { phone } from '../../../web/parts/breakpoints.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { sendable } from '../../../web/sendable.ts';
import { ButtonKey } from '../../people/ui/button-key.tsx';
import type { Conversation } from '../contract.ts';
import classes from './log-dialog.module.css';
import type { LogRequest } from './log-store.ts';
import { PeopleField } from './records-field.tsx';
import { TypeRow } from './type-row.tsx';
import { type DraftState, useDraft } from './use-draft.ts';
import { useSaveConversation } from './use-log.ts';
import { namesInWords, wordsOf } from './words.ts';

const LogMore = lazy(async () => ({ default: (await import('./log-more.tsx')).LogMore }));

type LogDialogProps = { request: LogRequest; opened: boolean; onClose: () => void };

/** Logs a conversation in a few keys; shut without saving, it keeps what was typed. */
export function LogDialog({ request, opened, onClose }: LogDialogProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const { conversation, contactId } = request;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={conversation ? 'Correct the conversation' : 'Log a conversation'}
      fullScreen={small}
      size={620}
      centered={false}
      yOffset="8vh"
      radius={small ? 0 : 'lg'}
      returnFocus
    >
      {opened ? <LogForm conversation={conversation} contactId={contactId} onClose={onClose} /> : null}
    </Modal>
  );
}

type LogFormProps = {
  conversation: Conversation | null;
  contactId: string | undefined;
  onClose: () => void;
};

function LogForm({ conversation, contactId, onClose }: LogFormProps) {
  const state = useDraft(conversation, contactId);
  const { draft, change, about } = state;
  const save = useSaveConversation({
    conversation,
    onSaved: () => {
      state.drop();
      onClose();
    },
    onUndone: state.restore,
  });
  const focus = useFocus();
  const [startsAtTypes] = useState(draft.people.length > 0 || !about.ready);
  const complete = draft.people.length > 0;
  const submit = () => {
    if (save.isPending) return;
    if (complete) save.mutate(draft);
    else focus.people.current?.focus();
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <Drafts state={state} isCorrection={conversation !== null} />
      <PeopleField
        label="With"
        placeholder="Name, or an e-mail address of somebody new"
        value={draft.people}
        onChange={(people) => change({ people })}
        offered={about.offered}
        inputRef={focus.people}
        autoFocus={!startsAtTypes}
        onEntered={focus.toTypes}
      />
      <TypeRow
        value={draft.type}
        onChange={(type) => change({ type })}
        onDone={focus.toNote}
        rowRef={focus.types}
        autoFocus={startsAtTypes}
      />
      <Textarea
        ref={focus.note}
        label="What was said"
        placeholder="They want the offer before the board meets"
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={100_000}
      />
      {draft.more ? (
        <Suspense fallback={<p className="mute">Loading…</p>}>
          <LogMore state={state} />
        </Suspense>
      ) : null}
      <ProblemNotice error={save.error} withFields />
      <div className={classes.foot}>
        <Button
          variant="subtle"
          px={8}
          ml={-8}
          type="button"
          aria-expanded={draft.more}
          onClick={() => change({ more: !draft.more })}
        >
          {draft.more ? 'Less' : 'More: when, deal, questions, next step…'}
        </Button>
        <Button
          type="submit"
          color="sales"
          loading={save.isPending}
          rightSection={<ButtonKey keys="mod+Enter" />}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

/** Where the keys go: whom it was with, unless the page says so; then what it was; then what was said. */
function useFocus() {
  const people = useRef<HTMLInputElement>(null);
  const types = useRef<HTMLFieldSetElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const toTypes = () => types.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
  const toNote = () => note.current?.focus();
  return { people, types, note, toTypes, toNote };
}

/** Says that this was typed before, and what else was not saved. */
function Drafts({ state, isCorrection }: { state: DraftState; isCorrection: boolean }) {
  const [other] = isCorrection ? [] : state.others;
  if (state.keptSince !== null) {
    return (
      <p className={classes.drafts}>
        Not saved yet, from <When at={state.keptSince} />.
        <button type="button" onClick={state.startOver}>
          Start over
        </button>
      </p>
    );
  }
  if (!other) return null;
  return (
    <p className={classes.drafts}>
      Not saved yet: {wordsOf(other.draft.type)} with{' '}
      {namesInWords(other.draft.people.map(({ name }) => name))}, <When at={other.at} />.
      <button type="button" onClick={() => state.goOnWith(other)}>
        Go on with it
      </button>
    </p>
  );
}
