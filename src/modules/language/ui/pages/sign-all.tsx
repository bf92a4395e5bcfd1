import { Button, Group, Loader, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import type { Side, Summary } from './api-types.ts';
import classes from './definition.module.css';
import { FullText } from './full-text.tsx';
import { type Reader, useRefreshLanguage } from './use-language.ts';
import { lacksSignature } from './words.ts';

type SignAllProps = { items: readonly Summary[]; reader: Reader; opened: boolean; onClose: () => void };

/** Goes through what came with the workspace, word by word; each is read and signed for itself. */
export function SignAll({ items, reader, opened, onClose }: SignAllProps) {
  return (
    <Modal
      opened={opened && reader.sides.length > 0}
      onClose={onClose}
      title="Sign the start as it stands"
      size="lg"
    >
      <Walk items={items} reader={reader} onClose={onClose} />
    </Modal>
  );
}

function Walk({ items, reader, onClose }: Omit<SignAllProps, 'opened'>) {
  const [side, setSide] = useState<Side>(reader.sides[0] ?? 'marketing');
  const [passed, setPassed] = useState<readonly string[]>([]);
  const [signed, setSigned] = useState(0);
  const refresh = useRefreshLanguage();
  const left = items.filter((item) => lacksSignature(item, side, reader) && !passed.includes(item.id));
  const current = left[0];
  const done = () => {
    onClose();
    if (signed > 0) notifications.show({ message: `You have signed ${signed} for ${side}.` });
  };
  return (
    <>
      {reader.sides.length > 1 && signed === 0 ? (
        <div className={classes.sidePick}>
          <Segmented
            label="For which side"
            value={side}
            onChange={setSide}
            options={reader.sides.map((one) => ({ value: one, label: `for ${one}`, tone: one }))}
          />
          <span className="mute">Nobody signs for both sides.</span>
        </div>
      ) : null}
      {current ? (
        <Step
          key={current.id}
          item={current}
          side={side}
          place={`${signed + passed.length + 1} of ${signed + passed.length + left.length}`}
          onSigned={async () => {
            setSigned(signed + 1);
            await refresh();
          }}
          onSkip={() => setPassed([...passed, current.id])}
        />
      ) : (
        <>
          <p>
            {passed.length === 0
              ? `That was all: nothing of the start waits for ${side} any more.`
              : `You left ${passed.length} for later; they stay on the page, marked as not signed.`}
          </p>
          <Group justify="flex-end">
            <Button onClick={done}>Done</Button>
          </Group>
        </>
      )}
    </>
  );
}

type StepProps = {
  item: Summary;
  side: Side;
  place: string;
  onSigned: () => Promise<void>;
  onSkip: () => void;
};

function Step({ item, side, place, onSigned, onSkip }: StepProps) {
  const definition = useQuery(api.language.getDefinition.queryOptions({ input: { id: item.key } }));
  const version = definition.data?.versions.find(({ id }) => id === item.inForce?.versionId);
  const sign = useMutation({
    mutationFn: (of: { versionId: string; hash: string }) =>
      client.language.sign({ id: item.id, side, ...of }),
    onSuccess: onSigned,
    onError: () => definition.refetch(),
  });
  return (
    <section aria-label={item.word}>
      <div className={classes.stepHead}>
        <h3>{item.word}</h3>
        <span className="mute">{place}</span>
      </div>
      <ProblemNotice error={definition.error ?? sign.error} onRetry={() => void definition.refetch()} />
      {version ? <FullText version={version} /> : definition.error ? null : <Loader size="sm" color="ink" />}
      <Group justify="flex-end" gap="sm" mt="md">
        <Button variant="default" onClick={onSkip} disabled={sign.isPending}>
          Not yet
        </Button>
        <Button
          color={side}
          disabled={version === undefined}
          loading={sign.isPending}
          onClick={() => version && sign.mutate({ versionId: version.id, hash: version.hash })}
          data-autofocus
        >
          Sign {item.word} for {side}
        </Button>
      </Group>
    </section>
  );
}
