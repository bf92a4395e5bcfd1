import { z } from 'zod';
import { AppError, notFound } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { importReasons } from '../attribution/index.ts';
import { describeInteractions } from '../conversations/index.ts';
import { fillOpenPackets, importHandoffs } from '../handoff/index.ts';
import { ingest } from '../people/index.ts';
import { importBuyingStages } from '../timeline/index.ts';
import { type Actor, recordAudit } from '../workspace/index.ts';
import type { SampleLoad } from './contract.ts';
import { idsOfCast } from './ids-of-cast.ts';
import { loadHandOver } from './load-hand-over.ts';
import { loadLibrary, loadReading, loadRequests, writeLibrary } from './load-library.ts';
import { loadResults } from './load-results.ts';
import { readThroughLinks } from './simulator/shared-reading.ts';
import { type Simulation, simulate } from './simulator/simulate.ts';
import type { SimulatedAccountStory, SimulatedReading } from './simulator/types.ts';
import { translateHandoffs } from './translate-handoffs.ts';
import {
  emptyBatch,
  sampleSystem,
  translateCast,
  translateReading,
  translateStory,
} from './translate-story.ts';
import { type StoryWords, whatWasSaid } from './what-was-said.ts';
import { whereBuyersWere } from './where-buyers-were.ts';
import { whyDealsClosed } from './why-deals-closed.ts';

export const loadSampleJob: JobDefinition<{ workspaceId: string; loadId: string }> = {
  name: 'sample.load',
  payload: z.object({ workspaceId: z.uuid(), loadId: z.uuid() }),
  retryLimit: 5,
  expireInSeconds: 6 * 3_600,
  singleton: (payload) => payload.loadId,
};

// About a tenth of a second of work: short enough for other writers of the log, long enough to be quick.
const interactionsABatch = 2_500;

type StartOptions = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  seed: number;
  scale: number;
  endAt: Date | undefined;
  now: Date;
};

/** Records that the sample company is to be loaded; the same one again is answered as it stands. */
export async function startSampleLoad(options: StartOptions): Promise<SampleLoad> {
  const { tx, workspaceId, seed, scale } = options;
  const endAt = await endOf(options);
  const { storyCount } = simulate({ seed, scale, endAt });
  const inserted =
    await tx.run(sql`insert into sample_load (id, workspace_id, seed, scale, end_at, story_count)
    values (${newId()}, ${workspaceId}, ${seed}, ${scale}, ${endAt}, ${storyCount})
    on conflict (workspace_id, seed, scale, end_at) do update set status = 'running', error = null
    where sample_load.status = 'failed'`);
  const load = await tx.first<LoadRow>(
    sql`select * from sample_load where seed = ${seed} and scale = ${scale} and end_at = ${endAt}`,
  );
  if (!load) throw new Error('a sample load that was just recorded is not there');
  if (inserted > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor: options.actor,
      action: 'sample_company.loaded',
      recordType: 'sample_load',
      recordId: load.id,
      changes: { seed: { from: null, to: seed }, scale: { from: null, to: scale } },
    });
  }
  return present(load);
}

/**
 * The day the company ends. A workspace holds one sample company: another seed or day would tell other stories under
 * the same ids. A larger scale of the same one only adds to it.
 */
async function endOf({ tx, seed, endAt, now }: StartOptions): Promise<Date> {
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const there = await tx.first<{ seed: number; end_at: Date }>(
    sql`select seed, end_at from sample_load order by started_at limit 1`,
  );
  const wanted = endAt ?? there?.end_at ?? today;
  if (there && (there.seed !== seed || there.end_at.getTime() !== wanted.getTime())) {
    const day = there.end_at.toISOString().slice(0, 10);
    throw new AppError(
      'conflict',
      `This workspace holds the sample company of seed ${there.seed} that ends on ${day}. Take a new workspace for another.`,
    );
  }
  if (wanted.getTime() > now.getTime() + 86_400_000) {
    throw new AppError('invalid_input', 'The sample company cannot end in the future.', {
      fields: [{ path: 'endAt', message: 'later than tomorrow' }],
    });
  }
  return wanted;
}

export async function getSampleLoad(options: { tx: Tx; id: string }): Promise<SampleLoad> {
  const load = await options.tx.first<LoadRow>(sql`select * from sample_load where id = ${options.id}`);
  if (!load) throw notFound('loading of the sample company');
  return present(load);
}

/** What else must follow when the records are in, such as looking for doubtful data. */
export type OnRecordsIn = (workspaceId: string) => Promise<void>;

/** Tells the stories that are not in yet, batch by batch; each batch and its place are one transaction. */
export async function runSampleLoad(
  services: Services,
  options: { workspaceId: string; loadId: string; onRecordsIn: OnRecordsIn; signal?: AbortSignal },
): Promise<void> {
  const { workspaceId, loadId } = options;
  const load = await services.database.inWorkspace(workspaceId, (tx) => getSampleLoad({ tx, id: loadId }));
  if (load.status !== 'running') return;
  const simulation = simulate(load);
  try {
    if (load.storiesDone === 0) await loadCast({ services, workspaceId, simulation, endAt: load.endAt });
    for (const stories of batchesOf(simulation, load.storiesDone)) {
      if (options.signal?.aborted) throw new Error('stopped; goes on from where it stands');
      await loadStories({ services, workspaceId, load, simulation, stories });
    }
    await services.database.inWorkspace(workspaceId, async (tx) => {
      await fillOpenPackets(tx, { workspaceId, now: services.now() });
      await loadRequests(tx, { workspaceId, endAt: load.endAt });
    });
    await options.onRecordsIn(workspaceId);
    await services.database.inWorkspace(workspaceId, (tx) =>
      tx.run(sql`update sample_load set status = 'done', finished_at = now() where id = ${loadId}`),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    services.log.warn({ err: error }, 'loading the sample company was interrupted');
    await services.database.inWorkspace(workspaceId, (tx) =>
      tx.run(sql`update sample_load set error = ${reason} where id = ${loadId}`),
    );
    throw error;
  }
}

function* batchesOf(simulation: Simulation, from: number): Iterable<SimulatedAccountStory[]> {
  let batch: SimulatedAccountStory[] = [];
  let interactions = 0;
  for (const story of simulation.accounts()) {
    if (story.index < from) continue;
    batch.push(story);
    interactions += story.interactions.length;
    if (interactions < interactionsABatch) continue;
    yield batch;
    batch = [];
    interactions = 0;
  }
  if (batch.length > 0) yield batch;
}

async function loadCast(options: {
  services: Services;
  workspaceId: string;
  simulation: Simulation;
  endAt: Date;
}): Promise<void> {
  const { services, workspaceId, simulation, endAt } = options;
  const documents = await writeLibrary(services, { workspaceId, cast: simulation.cast });
  await services.database.inWorkspace(workspaceId, async (tx) => {
    for (const [position, [recordType, key, label]] of sampleFields.entries()) {
      await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type, position)
        values (${newId()}, ${workspaceId}, ${recordType}, ${key}, ${label}, 'text', ${position})
        on conflict (workspace_id, record_type, key) do nothing`);
    }
    await ingest(tx, {
      workspaceId,
      system: sampleSystem,
      actorName: 'sample company',
      now: services.now(),
      batch: translateCast(simulation.cast),
      backfill: true,
    });
    await loadLibrary(tx, { workspaceId, cast: simulation.cast, documents });
    await loadHandOver(tx, { workspaceId, now: services.now(), cast: simulation.cast });
    await loadResults(tx, { workspaceId, now: services.now(), cast: simulation.cast, endAt });
  });
}

const sampleFields = [
  ['account', 'fit', 'Fit'],
  ['account', 'region', 'Region'],
  ['contact', 'seniority', 'Seniority'],
  ['contact', 'landing_page', 'Landing page'],
] as const;

async function loadStories(options: {
  services: Services;
  workspaceId: string;
  load: SampleLoad;
  simulation: Simulation;
  stories: readonly SimulatedAccountStory[];
}): Promise<void> {
  const { services, workspaceId, stories, load } = options;
  const { cast } = options.simulation;
  const batch = emptyBatch();
  const readings: SimulatedReading[] = [];
  const said = new Map<string, StoryWords>();
  for (const story of stories) {
    const ofStory = whatWasSaid(story, load.endAt);
    for (const [id, words] of ofStory) said.set(id, words);
    translateStory(story, cast, batch, ofStory);
    const reading = readThroughLinks(load.seed, story, cast);
    translateReading(reading, batch);
    readings.push(reading);
  }
  const last = stories.at(-1);
  if (!last) return;
  const now = services.now();
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const common = { workspaceId, system: sampleSystem, actorName: 'sample company', now, backfill: true };
    const result = await ingest(tx, { ...common, batch });
    const refused = [...result.outcomes].find(([, { outcome }]) => outcome === 'refused');
    if (refused) throw new Error(`${refused[0]} of the sample company was refused: ${refused[1].reason}`);
    const words = [...said].flatMap(([id, one]) => {
      const interactionId = result.outcomes.get(id)?.recordId;
      return interactionId ? [{ ...one, interactionId }] : [];
    });
    await describeInteractions({ tx, workspaceId, receivedAt: now, loggedBy: 'sample company', words });
    const idOf = (key: string | undefined) =>
      key === undefined ? undefined : (result.outcomes.get(key)?.recordId ?? undefined);
    const changes = stories
      .flatMap((story) => whereBuyersWere(story, cast))
      .flatMap(({ contact, opportunity, ...one }) => {
        const [contactId, opportunityId] = [idOf(contact), idOf(opportunity)];
        if (one.at > load.endAt || (!contactId && !opportunityId)) return [];
        return [{ ...one, ...(contactId ? { contactId } : {}), ...(opportunityId ? { opportunityId } : {}) }];
      });
    await importBuyingStages({ tx, workspaceId, now, source: 'sample', changes });
    const ofCast = await idsOfCast(tx);
    const toRecord = (id: string) => idOf(id) ?? ofCast.get(id) ?? null;
    const context = { cast, endAt: load.endAt, idOf: toRecord };
    const handoffs = stories.flatMap((story) => translateHandoffs(story, context));
    await loadReading(tx, { workspaceId, cast, readings, toRecord });
    await importHandoffs(tx, { workspaceId, source: 'sample', now, handoffs });
    await importReasons(tx, {
      workspaceId,
      reasons: stories.flatMap((story) => whyDealsClosed(story, context)),
    });
    await tx.run(sql`update sample_load set next_story = ${last.index + 1}, error = null,
      contact_count = contact_count + ${batch.contacts.length},
      interaction_count = interaction_count + ${batch.interactions.length}
      where id = ${load.id}`);
  });
}

type LoadRow = {
  id: string;
  seed: number;
  scale: number;
  end_at: Date;
  status: SampleLoad['status'];
  next_story: number;
  story_count: number;
  contact_count: number;
  interaction_count: number;
  error: string | null;
};

function present(row: LoadRow): SampleLoad {
  return {
    id: row.id,
    seed: row.seed,
    scale: row.scale,
    endAt: row.end_at,
    status: row.status,
    storiesDone: row.next_story,
    storyCount: row.story_count,
    contacts: row.contact_count,
    interactions: row.interaction_count,
    error: row.error,
  };
}
