import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import { NewWebhook } from './new-webhook.tsx';
import { WebhookRow } from './webhook-row.tsx';

/** Other programs that are told what happens: a Slack channel, a program of one's own. */
export function WebhooksPage() {
  const webhooks = useQuery(api.webhooks.list.queryOptions({ input: { limit: 100 } }));
  const items = webhooks.data?.items;
  return (
    <SettingsFrame
      title="Webhooks"
      answer={items ? answerOf(items) : 'Webhooks'}
      sub="One message for each thing that happens, in the form that Slack, Mattermost and Rocket.Chat take; signed as Standard Webhooks says."
    >
      <NewWebhook />
      <section className={`${settings.block} ${settings.medium}`}>
        <h2>Who is told</h2>
        <ProblemNotice error={webhooks.error} onRetry={() => void webhooks.refetch()} />
        {items?.length === 0 ? (
          <EmptyState heading="No webhooks yet">
            Make an incoming webhook in Slack, and put its address in above.
          </EmptyState>
        ) : null}
        {items && items.length > 0 ? (
          <ul className={settings.rows}>
            {items.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} />
            ))}
          </ul>
        ) : null}
      </section>
    </SettingsFrame>
  );
}

function answerOf(items: readonly { isOn: boolean; lastError: string | null }[]): string {
  const on = items.filter(({ isOn }) => isOn);
  const failing = on.filter(({ lastError }) => lastError !== null).length;
  if (items.length === 0) return 'No other program is told what happens here.';
  const told =
    on.length === 1
      ? 'One other program is told what happens'
      : `${on.length} other programs are told what happens`;
  if (failing === 0) return `${told}.`;
  return `${told}; ${failing === 1 ? 'one does' : `${failing} do`} not take it.`;
}
