import type { Services } from '../../../platform/services.ts';
import { leadFactsReady } from '../../language/index.ts';
import { forEverybody } from '../asking/question.ts';
import { readSettings } from '../settings/read-settings.ts';
import { factsNow, makeJourneys, rowsOf } from './make-journeys.ts';

type Progress = { facts: string; made_at_ms: number; took_ms: number; touchpoints: number; version: number };

/** Journeys that take longer are made behind the scenes, while those there are answer. */
const quickMs = 1_500;
/** For what has just happened; what is still missing then is said to be. */
const longestWaitMs = 2_000;
/** Between two makings behind the scenes. */
const restMs = 60_000;

export type JourneysAsOf = {
  /** When the journeys were made that answer. */
  madeAt: Date;
  /** One more each time that they are made. */
  version: number;
  touchpoints: number;
  /** Newer facts are being worked in. */
  isBehind: boolean;
};

const making = new Map<string, Promise<Progress>>();

/**
 * To be called before journeys are asked: makes them where there are none, and anew where something happened since. A
 * small workspace's are always of now; a large one's are made behind the scenes once a minute at most.
 */
export async function journeysReady(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  workspaceId: string,
): Promise<JourneysAsOf> {
  const isCurrent = await leadFactsReady(services, workspaceId, { longestWaitMs });
  const leadStage = await services.database.inWorkspace(
    workspaceId,
    async (tx) => (await readSettings(tx)).leadStage,
  );
  const facts = await factsNow(services, { workspaceId, leadStage });
  const before = await readProgress(services, workspaceId);
  if (before?.facts === facts) return asOf(before, !isCurrent);
  const now = services.now().getTime();
  if (before && before.took_ms > quickMs) {
    if (now - before.made_at_ms > restMs)
      void make(services, { workspaceId, leadStage, before }).catch(() => {});
    return asOf(before, true);
  }
  return asOf(await make(services, { workspaceId, leadStage, before }), !isCurrent);
}

const asOf = (progress: Progress, isBehind: boolean): JourneysAsOf => ({
  madeAt: new Date(progress.made_at_ms),
  version: progress.version,
  touchpoints: progress.touchpoints,
  isBehind,
});

/** Once at a time in a workspace: whoever asks meanwhile waits for the same. */
function make(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; leadStage: string | null; before: Progress | null },
): Promise<Progress> {
  const { workspaceId } = options;
  const underway = making.get(workspaceId);
  if (underway) return underway;
  const made = forEverybody(() => makeOnce(services, options)).finally(() => making.delete(workspaceId));
  making.set(workspaceId, made);
  return made;
}

async function makeOnce(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, leadStage }: { workspaceId: string; leadStage: string | null },
): Promise<Progress> {
  return services.database.asSystem(async ({ client }) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `liaison.journeys:${workspaceId}`,
    ]);
    // Another process may have made them while this one waited.
    const facts = await factsNow(services, { workspaceId, leadStage });
    const before = await readProgress(services, workspaceId);
    if (before?.facts === facts) return before;
    const startedMs = performance.now();
    const { touchpoints } = await makeJourneys(services, { workspaceId, leadStage });
    const progress = {
      facts,
      made_at_ms: services.now().getTime(),
      took_ms: Math.round(performance.now() - startedMs),
      touchpoints,
      version: (before?.version ?? 0) + 1,
    };
    const { made_at_ms, ...rest } = progress;
    await services.clickhouse.insert({
      table: 'journey_progress',
      values: [{ workspace_id: workspaceId, ...rest, made_at: new Date(made_at_ms).toISOString() }],
      format: 'JSONEachRow',
    });
    return progress;
  });
}

async function readProgress(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  workspaceId: string,
): Promise<Progress | null> {
  const [row] = await rowsOf<Progress>(
    clickhouse,
    `select facts, toUnixTimestamp64Milli(made_at) as made_at_ms, took_ms, touchpoints, version
    from journey_progress final where workspace_id = toUUID('${workspaceId}')`,
  );
  return row ?? null;
}
