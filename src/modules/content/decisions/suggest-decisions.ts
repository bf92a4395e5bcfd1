import type { Tx } from '../../../platform/postgres/database.ts';
import type { FilledCell } from '../coverage/build-map.ts';
import { anyPlace, type MapPhase } from '../coverage/contract.ts';
import { type CoverageRead, readMap } from '../coverage/read-coverage.ts';
import { changedMuch } from './changed-much.ts';
import type { Suggestion, SuggestionKind } from './contract.ts';
import { judgeGap } from './judge-gap.ts';
import { type Judgement, judgePiece } from './judge-piece.ts';
import { type JudgedPiece, readFacts } from './read-facts.ts';
import { readStanding, type StandingDecision } from './read-standing.ts';

/** A decision holds its suggestion back for a quarter of a year. */
const silentMs = 91 * 86_400_000;
const order: readonly SuggestionKind[] = ['repair', 'promote', 'make', 'retire'];

export type Suggested = { items: Suggestion[]; silenced: Suggestion[] };

/** What is to be decided, by the past twelve months: repairs first, then what to promote, make and retire; strongest first. */
export async function suggestDecisions(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Date },
): Promise<Suggested> {
  const map = await readMap(tx, { period: 'year', now });
  const { pieces, sellers } = await readFacts(tx, { workspaceId, map, now });
  const standing = await readStanding(tx, new Date(now.getTime() - silentMs));
  const judgedPieces = pieces.flatMap((piece) => {
    const judged = judgePiece(piece.facts, { sellers });
    return judged ? [{ judged, piece }] : [];
  });
  const going = new Set(
    judgedPieces.flatMap(({ judged, piece }) => (judged.kind === 'retire' ? [piece.id] : [])),
  );
  const ofPieces = judgedPieces.map((one) => suggestionOf({ ...one, map, going }));
  const all = [...ofPieces, ...suggestMaking(map)].sort(byWeight);
  const isSilent = (one: Suggestion) => standing.some((decision) => silences(decision, one));
  return { items: all.filter((one) => !isSilent(one)), silenced: all.filter(isSilent) };
}

/** Money, else the most people that a figure was counted from. */
const weightOf = ({ evidence: { figures } }: Suggestion) =>
  figures.find(({ key }) => key === 'amountMinor')?.value ?? Math.max(0, ...figures.map(({ n }) => n ?? 0));

function byWeight(one: Suggestion, other: Suggestion): number {
  return (
    order.indexOf(one.kind) - order.indexOf(other.kind) ||
    weightOf(other) - weightOf(one) ||
    (one.title < other.title ? -1 : 1)
  );
}

function silences(decision: StandingDecision, one: Suggestion): boolean {
  const isSame =
    (decision.suggested ?? decision.kind) === one.kind &&
    (one.asset
      ? decision.assetId === one.asset.id
      : decision.persona === one.place?.persona && decision.buyingStage === one.place?.buyingStage);
  return isSame && !changedMuch(decision.figures, one.evidence.figures);
}

const evidenceOf = (judged: Judgement, { span }: CoverageRead): Suggestion['evidence'] => ({
  suggested: judged.kind,
  rule: judged.rule,
  figures: judged.figures,
  from: span.from.toISOString(),
  to: span.to.toISOString(),
});

function suggestionOf({
  judged,
  map,
  piece,
  going,
}: {
  judged: Judgement;
  map: CoverageRead;
  piece: JudgedPiece;
  going: ReadonlySet<string>;
}): Suggestion {
  return {
    key: `${judged.kind}:${piece.id}`,
    kind: judged.kind,
    asset: { id: piece.id, title: piece.title, type: piece.type, versionNumber: piece.versionNumber },
    page: judged.page,
    place: null,
    useInstead: judged.kind === 'retire' ? insteadOf(piece, { map, going }) : null,
    title: judged.page === null ? piece.title : `${piece.title}, page ${judged.page}`,
    reason: judged.reason,
    evidence: evidenceOf(judged, map),
  };
}

/** What fewer finish stands in for nothing. */
const insteadFrom = 0.3;

/** What says the same, else what stands in the same places and is finished most; never what is to go itself. */
function insteadOf(
  piece: Pick<JudgedPiece, 'id' | 'twinId' | 'facts'>,
  { map, going }: { map: CoverageRead; going: ReadonlySet<string> },
): Suggestion['useInstead'] {
  const pieces = map.layout.pieces.filter(({ id }) => id === piece.id || !going.has(id));
  const twin = piece.facts.twin === null ? undefined : pieces.find(({ id }) => id === piece.twinId);
  if (twin) return { id: twin.id, name: twin.title };
  const own = pieces.find(({ id }) => id === piece.id);
  if (!own) return null;
  const spots = new Set(own.places.map(({ persona, phase, step }) => `${persona}/${phase}/${step}`));
  const found = pieces
    .filter(
      ({ id, places }) =>
        id !== own.id && places.some((at) => spots.has(`${at.persona}/${at.phase}/${at.step}`)),
    )
    .map(({ id, title }) => ({ id, title, ...readingOf(map, id) }))
    .filter(({ measured, finished }) => measured >= 5 && finished >= measured * insteadFrom)
    // One reader who finished is not better than seven of ten.
    .sort((a, b) => (b.finished + 1) / (b.measured + 3) - (a.finished + 1) / (a.measured + 3))[0];
  return found ? { id: found.id, name: found.title } : null;
}

function readingOf({ readings }: CoverageRead, assetId: string): { measured: number; finished: number } {
  return readings
    .filter((reading) => reading.assetId === assetId)
    .reduce(
      (sum, one) => ({ measured: sum.measured + one.measured, finished: sum.finished + one.finished }),
      {
        measured: 0,
        finished: 0,
      },
    );
}

function suggestMaking(map: CoverageRead): Suggestion[] {
  return map.cells
    .filter(({ persona, phase }) => persona !== anyPlace && phase !== anyPlace)
    .flatMap((cell) => {
      const { deals, money, requests, state } = cell;
      const judged = judgeGap({
        state,
        deals,
        amountMinor: money.amountMinor,
        money: moneyWords(money),
        requests,
      });
      return judged ? [makingOf(cell, judged, map)] : [];
    });
}

function makingOf(cell: FilledCell, judged: Judgement, map: CoverageRead): Suggestion {
  const persona = map.personas.find(({ key }) => key === cell.persona)?.name ?? cell.persona;
  const phase = map.phases.find(({ key }) => key === cell.phase);
  const stage = stageWords(cell, phase);
  return {
    key: `make:${cell.persona}:${stage.key}`,
    kind: 'make',
    asset: null,
    page: null,
    place: {
      persona: cell.persona,
      buyingStage: stage.key,
      personaName: persona,
      buyingStageName: stage.name,
    },
    useInstead: null,
    title: `Something for ${persona} in ${stage.name}`,
    reason: judged.reason,
    evidence: evidenceOf(judged, map),
  };
}

/** A step alone is named by what the buyer does in it. */
function stageWords(cell: FilledCell, phase: MapPhase | undefined): { key: string; name: string } {
  const only = cell.steps.length === 1 && (phase?.steps.length ?? 0) > 1 ? cell.steps[0] : undefined;
  const step = only === undefined ? undefined : phase?.steps[only];
  const name = phase?.name ?? cell.phase;
  return only === undefined || step === undefined
    ? { key: cell.phase, name }
    : { key: `${cell.phase}:${only + 1}`, name: `${name} (${step.toLowerCase()})` };
}

function moneyWords({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
