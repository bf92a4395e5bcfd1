import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import type { LogCounts } from '../contract.ts';
import { Arrivals } from './arrivals.tsx';
import { Clients } from './clients.tsx';
import { SnippetSection } from './snippet-section.tsx';
import { TrackingFrame } from './tracking-frame.tsx';
import { WriteKeys } from './write-keys.tsx';

const pageState = z.object({ key: z.string().catch('') });

/** Everything it takes for a site's events to arrive here, and whether they do. */
export function TrackingPage() {
  const [{ key }, set] = useUrlState(pageState);
  const keys = useQuery(api.workspace.writeKeys.list.queryOptions({ input: { limit: 200 } }));
  const arrivals = useQuery({
    ...api.tracking.settings.getArrivals.queryOptions(),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.first ? calmPollMs : waitingPollMs),
  });
  const counts = useTodayCounts();
  const inUse = (keys.data?.items ?? []).filter(({ revokedAt }) => revokedAt === null);
  const chosen = inUse.find(({ id }) => id === key) ?? inUse[0];
  return (
    <TrackingFrame
      title="Tracking"
      answer={
        <Sentence
          ready={keys.data !== undefined && arrivals.data !== undefined}
          hasKey={inUse.length > 0}
          hasEvents={Boolean(arrivals.data?.first)}
          counts={counts}
        />
      }
      sub="Received is always accepted, repeated and refused together: an event is answered only when it is on disk, and one that comes twice counts once."
    >
      <ProblemNotice error={keys.error} onRetry={() => void keys.refetch()} />
      <ProblemNotice error={arrivals.error} onRetry={() => void arrivals.refetch()} />
      {chosen && arrivals.data ? (
        <Arrivals first={arrivals.data.first} latest={arrivals.data.latest} />
      ) : null}
      {chosen ? (
        <>
          {inUse.length > 1 ? (
            <Select
              label="Write key"
              data={inUse.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen.id}
              allowDeselect={false}
              onChange={(value) => set({ key: value ?? undefined })}
              maw={320}
              mb="md"
            />
          ) : null}
          <SnippetSection writeKey={chosen.key} />
          <Clients writeKey={chosen.key} />
        </>
      ) : null}
      {keys.data ? <WriteKeys items={keys.data.items} /> : null}
    </TrackingFrame>
  );
}

const waitingPollMs = 1_500;
const calmPollMs = 4_000;

/** The tracking door's counts of today, UTC, as the counts are kept. */
function useTodayCounts(): LogCounts['doors'][number] | null {
  const today = new Date().toISOString().slice(0, 10);
  const counts = useQuery({
    ...api.tracking.countLog.queryOptions({ input: { from: today, to: today } }),
    staleTime: 0,
    refetchInterval: calmPollMs,
  });
  return counts.data?.doors.find(({ door }) => door === 'tracking') ?? null;
}

function Sentence(of: {
  ready: boolean;
  hasKey: boolean;
  hasEvents: boolean;
  counts: LogCounts['doors'][number] | null;
}): ReactNode {
  const { counts } = of;
  if (!of.ready) return 'Tracking';
  if (!of.hasKey) return 'Make a write key below, then paste the snippet it gives you into your site.';
  if (!of.hasEvents)
    return 'Nothing has arrived yet: paste the snippet into your site and open a page of it.';
  if (counts === null || counts.received === 0) return 'Your tracking works; today nothing has arrived yet.';
  return (
    <>
      {formatCount(counts.received)} {counts.received === 1 ? 'event' : 'events'} today:{' '}
      <Figure href="/timeline">{formatCount(counts.accepted)} accepted</Figure>,{' '}
      {formatCount(counts.duplicate)} repeated,{' '}
      <Figure href="/settings/tracking/dead-letters">{formatCount(counts.deadLettered)} refused</Figure>.
    </>
  );
}
