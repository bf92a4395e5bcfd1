import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useKeys } from '../../../../web/keys.ts';
import { type Question, useConfirm } from '../../../../web/parts/confirm.tsx';
import { useMay, useMe } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { Definition, Version } from './api-types.ts';
import { mayObject, mayWithdraw } from './may-do.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import type { Actions } from './use-actions.ts';

type StepsProps = { definition: Definition; subject: Version; actions: Actions };

/** What a version allows besides signing: object, answer with another, change, take back, propose. */
export function Steps({ definition, subject, actions }: StepsProps) {
  const mayWrite = useMay('language:write');
  const { role } = useMe();
  const { status, number } = subject;
  const isObjectedTo = subject.objections.some((one) => one.settledAt === null);
  return (
    <>
      {mayWrite && mayWithdraw(definition, subject, role).why === null ? (
        <TakeBack subject={subject} actions={actions} />
      ) : null}
      {mayWrite && status === 'draft' ? (
        <DraftSteps definition={definition} subject={subject} actions={actions} />
      ) : null}
      <ObjectStep definition={definition} subject={subject} actions={actions} />
      {mayWrite && status === 'proposed' ? (
        <DraftLink definition={definition} search={{ answers: number }}>
          {subject.side !== null && definition.mySides.includes(subject.side)
            ? 'Propose another'
            : 'Counter-propose'}
        </DraftLink>
      ) : null}
      {mayWrite && status !== 'proposed' && status !== 'draft' ? (
        <DraftLink
          definition={definition}
          search={isObjectedTo && status === 'in_force' ? { answers: number } : {}}
        >
          Propose a change
        </DraftLink>
      ) : null}
    </>
  );
}

function ObjectStep({ definition, subject, actions }: StepsProps) {
  const ask = useConfirm();
  const side = mayObject(definition, subject).sides[0];
  const run = async () => {
    if (side === undefined) return;
    const answer = await ask(objectionTo(subject, side));
    if (answer) actions.object.mutate({ version: subject, side, reason: answer.reason });
  };
  useKeys(
    'Definition',
    [{ keys: 'o', label: 'Object, with a reason', run: () => void run() }],
    side !== undefined,
  );
  if (side === undefined) return null;
  return (
    <Button
      variant="default"
      onClick={() => void run()}
      disabled={actions.pending}
      rightSection={<ButtonKey keys="o" />}
    >
      Object
    </Button>
  );
}

const objectionTo = (subject: Version, side: string): Question => ({
  title: `Object to version ${subject.number} for ${side}`,
  body: `Your words stand beside the text, in the colour of ${side}, until your side signs it after all or takes them back.`,
  action: 'Object',
  reason: 'required',
});

function DraftSteps({ definition, subject, actions }: StepsProps) {
  const [proposing, setProposing] = useState(false);
  return (
    <>
      <DraftLink definition={definition} search={{ version: subject.number }}>
        Edit the draft
      </DraftLink>
      <Button disabled={actions.pending} onClick={() => setProposing(true)}>
        Propose version {subject.number}…
      </Button>
      <ProposeDialog
        opened={proposing}
        title={`Propose version ${subject.number} of ${definition.word}`}
        onClose={() => setProposing(false)}
        pending={actions.propose.isPending}
        onPropose={async (given) => {
          await actions.propose.mutateAsync({ version: subject, ...given });
          setProposing(false);
        }}
      />
    </>
  );
}

function TakeBack({ subject, actions }: Omit<StepsProps, 'definition'>) {
  const ask = useConfirm();
  const run = async () => {
    const answer = await ask({
      title: `Take back version ${subject.number}`,
      body: 'It can no longer be signed. It stays in the history with your reason.',
      action: 'Take it back',
      reason: 'required',
    });
    if (answer) actions.withdraw.mutate({ version: subject, reason: answer.reason });
  };
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default" aria-label="More">
          …
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void run()}>Take version {subject.number} back…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

type DraftLinkProps = {
  definition: Definition;
  search: { version?: number; answers?: number };
  children: ReactNode;
};

/** To where a version is written. */
function DraftLink({ definition, search, children }: DraftLinkProps) {
  return (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link {...props} to="/language/$key/draft" params={{ key: definition.key }} search={search} />
      )}
    >
      {children}
    </Button>
  );
}
