import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { client } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { TriedAgreement } from '../sla/tried-agreement.tsx';
import type { Body, Definition, Version } from './api-types.ts';
import classes from './draft.module.css';
import { BodyEditor } from './editors/body-editor.tsx';
import { inPlainWords, missingIn, problemsOf } from './editors/problems.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import { TriedCard } from './tried-card.tsx';
import { useRefreshLanguage } from './use-language.ts';
import { useLeaveGuard } from './use-leave-guard.ts';
import { canBacktest, capital, openVersions } from './words.ts';

type DraftFormProps = {
  definition: Definition;
  /** The draft that is written on; null: its first save makes one. */
  draft: Version | null;
  answered: Version | null;
  start: Body;
  /** What it begins with where another page has a change to propose; not saved yet. */
  suggested?: Body | undefined;
  /** Why, in words found elsewhere: they stand above the text and become the proposal's reason. */
  note?: string | undefined;
};

/** A draft on its way: what it says, what the past says of it, and the way to a proposal. */
export function DraftForm({ definition, draft, answered, start, suggested = start, note }: DraftFormProps) {
  const mayWrite = useMay('language:write');
  const [body, setBody] = useState(suggested);
  const [saved, setSaved] = useState(() => JSON.stringify(start));
  const [proposing, setProposing] = useState(false);
  const changed = JSON.stringify(body) !== saved;
  const goesOn = useRef(false);
  useLeaveGuard(changed, goesOn);
  const { save, propose } = useDraftSteps({
    definition,
    draft,
    answered,
    body,
    note,
    goesOn,
    onSaved: setSaved,
  });
  const missing = missingIn(body);
  const busy = save.isPending || propose.isPending;
  useKeys(
    'Draft',
    [{ keys: 'mod+s', label: 'Save the draft', run: () => changed && save.mutate() }],
    mayWrite,
  );
  return (
    <>
      <FirstLine
        title={`${definition.word}, draft`}
        sub={
          <>
            Nobody is bound by a draft. Once proposed, its words stay as they are.{' '}
            <Link to="/language/$key" params={{ key: definition.key }}>
              Back to {definition.word}
            </Link>
          </>
        }
      >
        <DraftSentence definition={definition} draft={draft} answered={answered} changed={changed} />
      </FirstLine>
      {note ? (
        <p className={classes.evidence}>
          <strong>Why:</strong> {note}
        </p>
      ) : null}
      <div className={classes.draft} data-wide={body.kind === 'sla' || undefined}>
        <div className={classes.editor}>
          <BodyEditor
            body={body}
            onChange={setBody}
            definitionId={definition.id}
            problems={problemsOf(save.error ?? propose.error)}
            disabled={!mayWrite}
          />
          {body.kind === 'sla' ? <TriedAgreement policy={body.policy} ready={missing === null} /> : null}
        </div>
        {canBacktest(body) ? (
          <TriedCard body={body} against={openVersions(definition).inForce} ready={missing === null} />
        ) : null}
      </div>
      <div className={classes.bar}>
        <ProblemNotice error={inPlainWords(save.error ?? propose.error)} />
        {missing ? <span className="mute">{capital(missing)}.</span> : null}
        <span className={classes.barState}>{changed ? 'Not saved yet' : draft ? 'Saved' : ''}</span>
        <Button
          className={classes.barAction}
          variant="default"
          disabled={!mayWrite || !changed || missing !== null}
          loading={save.isPending}
          onClick={() => save.mutate()}
          rightSection={<ButtonKey keys="mod+s" />}
        >
          Save the draft
        </Button>
        <Button
          className={classes.barAction}
          disabled={!mayWrite || missing !== null || busy || (draft === null && !changed)}
          onClick={() => setProposing(true)}
        >
          Propose…
        </Button>
      </div>
      <ProposeDialog
        opened={proposing}
        title={`Propose this meaning of ${body.word}`}
        note={note}
        onClose={() => setProposing(false)}
        pending={propose.isPending}
        onPropose={async (given) => {
          await propose.mutateAsync(given);
          setProposing(false);
        }}
      />
    </>
  );
}

type Steps = {
  definition: Definition;
  draft: Version | null;
  answered: Version | null;
  body: Body;
  note: string | undefined;
  goesOn: { current: boolean };
  onSaved: (text: string) => void;
};

/** Saving makes the draft the first time; proposing saves first what is not saved. */
function useDraftSteps({ definition, draft, answered, body, note, goesOn, onSaved }: Steps) {
  const refresh = useRefreshLanguage();
  const navigate = useNavigate();
  const { id, key } = definition;
  const write = async () => {
    const version = draft
      ? await client.language.editDraft({ id, versionId: draft.id, body })
      : await client.language.writeVersion({ id, body, ...(answered ? { answersId: answered.id } : {}) });
    onSaved(JSON.stringify(body));
    return version;
  };
  const save = useMutation({
    mutationFn: write,
    onSuccess: async (version) => {
      notifications.show({ message: 'The draft is saved.' });
      await refresh();
      if (draft === null)
        await navigate({
          to: '/language/$key/draft',
          params: { key },
          search: { version: version.number, note },
          replace: true,
        });
    },
  });
  const propose = useMutation({
    mutationFn: async ({ wantedFrom, note: why }: { wantedFrom: string; note: string }) => {
      const version = await write();
      return client.language.propose({
        id,
        versionId: version.id,
        ...(wantedFrom === '' ? {} : { wantedFrom }),
        ...(why.trim() === '' ? {} : { note: why.trim() }),
      });
    },
    onSuccess: async (version) => {
      notifications.show({
        message: `Version ${version.number} is proposed. The other side sees it at once.`,
      });
      goesOn.current = true;
      await refresh();
      await navigate({ to: '/language/$key', params: { key } });
    },
    onError: () => refresh(),
  });
  return { save, propose };
}

function DraftSentence({
  definition,
  draft,
  answered,
  changed,
}: {
  definition: Definition;
  draft: Version | null;
  answered: Version | null;
  changed: boolean;
}) {
  const { inForce } = openVersions(definition);
  const name = draft
    ? `Version ${draft.number} of ${definition.word}`
    : `A new version of ${definition.word}`;
  if (answered)
    return (
      <>
        {name} answers version {answered.number}
        {answered.side ? `, ${answered.side}’s` : ''}. {changed ? 'What you changed is not saved yet.' : ''}
      </>
    );
  return (
    <>
      {name}
      {inForce
        ? `, beside version ${inForce.number}, which is in force`
        : ', which has no meaning in force yet'}
      . {changed ? 'What you changed is not saved yet.' : ''}
    </>
  );
}
