import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { EvidenceDrawer } from '../../../web/parts/evidence-drawer.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import type { WholeDeadLetter } from '../contract.ts';
import { outcomeWords } from './replay-words.ts';
import classes from './tracking.module.css';

const evidence = z.object({ letter: z.uuid() });

/** One dead letter as it came, to be corrected and replayed. */
export function DeadLetterDrawer() {
  return (
    <EvidenceDrawer schema={evidence} title={() => 'An event that could not be taken'}>
      {({ letter }) => <Letter key={letter} letterId={letter} />}
    </EvidenceDrawer>
  );
}

function Letter({ letterId }: { letterId: string }) {
  const letter = useQuery(api.tracking.getDeadLetter.queryOptions({ input: { deadLetterId: letterId } }));
  if (letter.data) return <Facts letter={letter.data} />;
  return <ProblemNotice error={letter.error} onRetry={() => void letter.refetch()} />;
}

function Facts({ letter }: { letter: WholeDeadLetter }) {
  return (
    <>
      <dl className={classes.letterFacts}>
        <dt>Why</dt>
        <dd>{letter.reason}</dd>
        <dt>Received</dt>
        <dd>
          <When at={letter.receivedAt} style="exact" />
        </dd>
        <dt>Message id</dt>
        <dd>{letter.messageId ?? 'none'}</dd>
        <dt>Size</dt>
        <dd>{new Intl.NumberFormat().format(letter.sizeBytes)} bytes</dd>
        {letter.replayOutcome ? (
          <>
            <dt>Last replay</dt>
            <dd>
              {letter.replayOutcome}
              {letter.replayedBy ? `, by ${letter.replayedBy}` : ''}
              {letter.replayedAt ? (
                <>
                  , <When at={letter.replayedAt} />
                </>
              ) : null}
            </dd>
          </>
        ) : null}
      </dl>
      <Correction letter={letter} />
    </>
  );
}

function Correction({ letter }: { letter: WholeDeadLetter }) {
  const mayReplay = useMay('tracking:write') && letter.replayedAt === null;
  const cache = useQueryClient();
  const shown = readable(letter.raw);
  const [text, setText] = useState(shown);
  const [said, setSaid] = useState<string | null>(null);
  const replay = useMutation(
    api.tracking.replayDeadLetter.mutationOptions({
      onSuccess: async (outcome) => {
        setSaid(outcome.reason === null ? outcomeWords(outcome) : `Still refused: ${outcome.reason}`);
        await cache.invalidateQueries({ queryKey: api.tracking.key() });
      },
    }),
  );
  const isChanged = text !== shown;
  return (
    <>
      <Textarea
        label={mayReplay ? 'The event; correct it here' : 'The event'}
        className={classes.raw}
        autosize
        minRows={8}
        maxRows={22}
        spellCheck={false}
        readOnly={!mayReplay}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNotice error={replay.error} />
      <Group gap="sm" mt="sm">
        {mayReplay ? (
          <Button
            loading={replay.isPending}
            onClick={() =>
              replay.mutate({ deadLetterId: letter.id, ...(isChanged ? { correctedJson: text } : {}) })
            }
          >
            {isChanged ? 'Replay as corrected' : 'Replay as it came'}
          </Button>
        ) : null}
        {mayReplay && isChanged ? (
          <Button variant="default" onClick={() => setText(shown)}>
            As it came
          </Button>
        ) : null}
        <span role="status">{said}</span>
      </Group>
    </>
  );
}

/** JSON with its lines broken; what is none stays as it came. */
function readable(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
