import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMe } from '../../../../web/session.ts';
import type { HandoffRequest } from '../parts/api-types.ts';
import classes from './record.module.css';

const asks: Record<HandoffRequest['kind'], string> = {
  lead: 'asks for this lead now',
  help: 'asks for help',
  join: 'asks sales in',
};

/** One request with its answer, or with the means to give one. */
export function RequestItem({
  request,
  withRecord = true,
}: {
  request: HandoffRequest;
  withRecord?: boolean;
}) {
  const about = request.contact ?? request.opportunity;
  const href: string = request.contact
    ? `/people/contacts/${request.contact.id}`
    : `/people/deals/${request.opportunity?.id ?? ''}`;
  return (
    <li className={classes.request}>
      <p>
        <strong className={request.fromSide === 'sales' ? 'sales' : 'marketing'}>{request.askedBy}</strong>{' '}
        {asks[request.kind]}
        {withRecord && about ? (
          <>
            : <Link to={href}>{about.name}</Link>
          </>
        ) : null}
        {request.to ? <span className="mute"> (to {request.to.name})</span> : null}{' '}
        <span className="mute">
          <When at={request.askedAt} />
        </span>{' '}
        <span className={classes.words}>“{request.text}”</span>
      </p>
      {request.state === 'open' ? <Answer request={request} /> : <Answered request={request} />}
    </li>
  );
}

const answeredWords = {
  open: '',
  granted: 'granted',
  declined: 'declined',
  withdrawn: 'taken back',
} as const;

function Answered({ request }: { request: HandoffRequest }) {
  return (
    <p className="mute">
      {answeredWords[request.state]}
      {request.answeredBy ? ` by ${request.answeredBy}` : ''} <When at={request.answeredAt} />
      {request.answer ? `: “${request.answer}”` : ''}
    </p>
  );
}

const grants: Record<HandoffRequest['kind'], string> = {
  lead: 'Offer the lead',
  help: 'I will help',
  join: 'I am in',
};

/** Granting or declining in place; whoever asked can take it back instead. */
function Answer({ request }: { request: HandoffRequest }) {
  const { role, permissions } = useMe();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [worded, setWorded] = useState(false);
  const own = role === request.fromSide;
  const settle = {
    networkMode: 'always' as const,
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.handoff.key() }),
  };
  const answer = useMutation({
    ...settle,
    mutationFn: (grant: boolean) =>
      client.handoff.requests.answer({ id: request.id, grant, ...(text.trim() === '' ? {} : { text }) }),
    onSuccess: (answered) =>
      notifications.show({
        message: answered.state === 'granted' ? 'Granted; they are told.' : 'Declined; they are told.',
      }),
  });
  const withdraw = useMutation({
    ...settle,
    mutationFn: () => client.handoff.requests.withdraw({ id: request.id }),
    onSuccess: () => notifications.show({ message: 'Taken back.' }),
  });
  if (!permissions.includes('handoffs:ask')) return null;
  if (own) {
    return (
      <div className={classes.answer}>
        <Button
          size="compact-sm"
          variant="default"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          Take it back
        </Button>
        <ProblemNotice error={withdraw.error} />
      </div>
    );
  }
  return (
    <div className={classes.answer}>
      {worded ? (
        <Textarea
          aria-label={`Answer to ${request.askedBy} (optional)`}
          placeholder="A word with it"
          size="xs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={2_000}
          autoFocus
        />
      ) : null}
      <div className={classes.answerButtons}>
        <Button
          size="compact-sm"
          color={request.fromSide === 'sales' ? 'marketing' : 'sales'}
          loading={answer.isPending && answer.variables}
          disabled={answer.isPending}
          onClick={() => answer.mutate(true)}
        >
          {grants[request.kind]}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={answer.isPending}
          onClick={() => answer.mutate(false)}
        >
          Decline
        </Button>
        {worded ? null : (
          <button type="button" className={classes.quiet} onClick={() => setWorded(true)}>
            with a word
          </button>
        )}
      </div>
      <ProblemNotice error={answer.error} />
    </div>
  );
}
