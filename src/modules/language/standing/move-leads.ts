import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type NewStageChange, recordStageChanges } from '../../people/index.ts';
import { holds } from '../rules/evaluate.ts';
import { decideMoves, type Move } from './decide-moves.ts';
import { evidenceOf } from './evidence.ts';
import type { GateInForce, Meaning } from './meaning.ts';
import { lockPlaces, type PlaceOf, readPlaces } from './places.ts';
import { heldAt, type WorkedOut } from './work-out.ts';

type MoveLeads = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  meaning: Meaning;
  worked: readonly WorkedOut[];
  places: ReadonlyMap<string, PlaceOf>;
};

/** Moves leads as the signed gates say, each with the version and the evidence that moved it. */
export async function moveLeads(options: MoveLeads): Promise<void> {
  const { tx, workspaceId, now, meaning, worked } = options;
  const gates = meaning.gates.filter((gate) => !gate.unsigned);
  if (gates.length === 0) return;
  const decide = (one: WorkedOut, place: PlaceOf | undefined) => movesOf(one, place, gates, meaning);
  const movers = worked.filter((one) => decide(one, options.places.get(one.contactId)).length > 0);
  if (movers.length === 0) return;
  const ids = movers.map(({ contactId }) => contactId);
  await lockPlaces(tx, ids);
  // Decided again by where they are now that nobody else can move them.
  const places = await readPlaces(tx, ids);
  const changes = movers.flatMap((one) => {
    const place = places.get(one.contactId);
    return decide(one, place).map((move) => changeOf({ one, move, place, meaning, now }));
  });
  if (changes.length === 0) return;
  const lastStage = meaning.stages.at(-1)?.key;
  // Another look is needed only where something is asked of stages, or the way has come to its end.
  const isSeenTo = !meaning.asksOfStages && changes.every(({ stage }) => stage !== lastStage);
  if (isSeenTo) await tx.run(sql`select set_config('liaison.looked_at', 'on', true)`);
  await recordStageChanges(tx, { workspaceId, now, changes });
  if (isSeenTo) await tx.run(sql`select set_config('liaison.looked_at', '', true)`);
}

function movesOf(
  one: WorkedOut,
  place: PlaceOf | undefined,
  gates: readonly GateInForce[],
  meaning: Meaning,
): Move<GateInForce>[] {
  if (!place) return [];
  const { facts } = one;
  return decideMoves({
    place,
    gates,
    stages: meaning.stages.map(({ key }) => key),
    lastActMs: one.lastActMs,
    holds: (rule) => holds(rule, facts, meaning.environment),
    heldThen: (rule) => heldAt(one.history, place.sinceMs ?? 0, meaning)(rule),
  });
}

function changeOf(options: {
  one: WorkedOut;
  move: Move<GateInForce>;
  place: PlaceOf | undefined;
  meaning: Meaning;
  now: Date;
}): NewStageChange {
  const { one, move, place, meaning, now } = options;
  const { gate, outcome, stage } = move;
  const evidence = evidenceOf({ one, move, meaning });
  const sinceMs = place?.sinceMs ?? null;
  return {
    contactId: one.contactId,
    outcome,
    stage,
    // The latest by date is where somebody is, also where a date still to come was imported.
    at: sinceMs !== null && sinceMs >= now.getTime() ? new Date(sinceMs + 1) : now,
    source: 'definition',
    definitionVersionId: gate.versionId,
    reason: evidence.sentence.slice(0, mostReason),
    evidence,
    actorName: `${gate.word}, version ${gate.versionNumber}`,
  };
}

const mostReason = 500;
