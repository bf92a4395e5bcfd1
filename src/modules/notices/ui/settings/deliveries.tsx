import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import classes from './settings.module.css';

type Delivery = Awaited<ReturnType<typeof client.webhooks.deliveries>>['items'][number];

/** The last messages to a webhook, and what became of them. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const cache = useQueryClient();
  const deliveries = useQuery(api.webhooks.deliveries.queryOptions({ input: { webhookId, limit: 20 } }));
  const retry = useMutation(
    api.webhooks.retry.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.webhooks.key() }),
    }),
  );
  const items = deliveries.data?.items ?? [];
  return (
    <>
      <ProblemNotice error={deliveries.error ?? retry.error} onRetry={() => void deliveries.refetch()} />
      {deliveries.data && items.length === 0 ? <p className="mute">Nothing was sent to it yet.</p> : null}
      <ul className={classes.deliveries} aria-label="Last messages">
        {items.map((delivery) => (
          <li key={delivery.id}>
            <div>
              {delivery.title}{' '}
              <span className={delivery.lastError && delivery.state !== 'dropped' ? 'late' : 'mute'}>
                <Outcome of={delivery} />
              </span>
            </div>
            {delivery.state === 'sent' ? null : (
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Try again now: ${delivery.title}`}
                onClick={() => retry.mutate({ webhookDeliveryId: delivery.id })}
              >
                Try again now
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Outcome({ of }: { of: Delivery }) {
  const { state, endedAt, dueAt, attempts, lastError } = of;
  if (state === 'sent')
    return (
      <>
        arrived <When at={endedAt} />
      </>
    );
  if (state === 'dropped') return <>not sent: {lastError}</>;
  if (state === 'dead')
    return (
      <>
        given up <When at={endedAt} /> after {attempts === 1 ? 'one try' : `${attempts} tries`}. {lastError}
      </>
    );
  return (
    <>
      {attempts === 0 ? 'goes out ' : `tried ${attempts === 1 ? 'once' : `${attempts} times`}, again `}
      <When at={dueAt} />
      {lastError ? `: ${lastError}` : ''}
    </>
  );
}
