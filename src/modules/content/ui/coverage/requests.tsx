import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { AssetPicker } from '../library/asset-picker.tsx';
import classes from './coverage.module.css';

type Request = Awaited<ReturnType<typeof client.content.links.listRequests>>['items'][number];

const shown = 20;

/** What somebody looked for and did not find; marketing answers with a piece, or says why there will be none. */
export function Requests() {
  const query = useQuery(
    api.content.links.listRequests.queryOptions({ input: { state: 'open', limit: shown } }),
  );
  const mayAnswer = useMay('content:decide');
  const [answering, setAnswering] = useState<string | null>(null);
  const items = query.data?.items ?? [];
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0) return null;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="asked-for">
      <h2 id="asked-for">
        Asked for by <span className="sales">sales</span>, and not there yet
      </h2>
      <ul className={classes.decisions}>
        {items.map((request) => (
          <li key={request.id} className={classes.decision}>
            <div>
              {request.text}
              <small>
                {aboutOf(request)}
                <When at={request.askedAt} />
              </small>
            </div>
            {mayAnswer && answering !== request.id ? (
              <Button size="compact-xs" variant="default" onClick={() => setAnswering(request.id)}>
                Answer
              </Button>
            ) : null}
            {answering === request.id ? (
              <AnswerForm request={request} onDone={() => setAnswering(null)} />
            ) : null}
          </li>
        ))}
      </ul>
      {query.data?.nextCursor ? <p className="mute">The latest {shown} are shown.</p> : null}
    </section>
  );
}

function aboutOf({ persona, buyingStage, contact, opportunity, askedBy }: Request): string {
  const parts = [
    [persona ?? '', buyingStage ?? ''].filter((word) => word !== '').join(' in '),
    contact ? `for ${contact.name}` : (opportunity?.name ?? ''),
    askedBy,
  ];
  return `${parts.filter((part) => part !== '').join(' · ')}, `;
}

function AnswerForm({ request, onDone }: { request: Request; onDone: () => void }) {
  const queries = useQueryClient();
  const [assetId, setAssetId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const answer = useMutation({
    mutationFn: () =>
      client.content.links.answerRequest({
        id: request.id,
        ...(assetId === null ? {} : { assetId }),
        ...(text.trim() === '' ? {} : { text: text.trim() }),
      }),
    onSuccess: async () => {
      notifications.show({ message: `${request.askedBy} is told.` });
      await Promise.all([
        queries.invalidateQueries({ queryKey: api.content.links.key() }),
        queries.invalidateQueries({ queryKey: api.content.coverage.key() }),
        queries.invalidateQueries({ queryKey: api.content.decisions.key() }),
      ]);
      onDone();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!answer.isPending) answer.mutate();
  };
  return (
    <form className={classes.evidence} onSubmit={send}>
      <AssetPicker label="With this piece" value={assetId} exclude="" onChange={setAssetId} />
      <TextInput
        label={assetId === null ? 'Or why there will be none' : 'A word with it (optional)'}
        value={text}
        maxLength={2_000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNotice error={answer.error} />
      <div className={classes.answers}>
        <Button
          type="submit"
          size="compact-sm"
          color="marketing"
          loading={answer.isPending}
          disabled={assetId === null && text.trim() === ''}
        >
          {assetId === null ? 'Close it' : 'Answer'}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}
