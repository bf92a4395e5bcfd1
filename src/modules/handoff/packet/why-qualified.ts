import type { Tx } from '../../../platform/postgres/database.ts';
import { type MoveBasis, readMoveBasis, readStanding, slaInForce } from '../../language/index.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';

const mostRules = 24;
const mostEntries = 30;

type Why = Packet['why'];
type Standing = Awaited<ReturnType<typeof readStanding>>;
type Score = Standing['scores'][number];
type AnsweredRule = Why['tests'][number];

export type Gate = { versionId: string; stageChangeId: string };

/**
 * Why a lead is qualified: the gate that let it in, with the version and the answers of that day; the tests and the
 * score as they stand now.
 */
export async function whyQualified(options: {
  tx: Tx;
  workspaceId: string;
  contactId: string;
  gate: Gate | null;
  now: Date;
}): Promise<Why> {
  const { tx, gate } = options;
  const standing = await readStanding({ ...options, id: options.contactId });
  const basis = gate === null ? null : await readMoveBasis(tx, gate.stageChangeId);
  const offerStage = basis === null ? ((await slaInForce(tx))?.policy.offerStage ?? null) : null;
  return {
    definition: basis?.definition ?? null,
    sentence: cutText(basis?.sentence ?? sentenceByHand(standing, offerStage), 1_000),
    tests: answersOf(standing, basis),
    score: scoreOf(standing.scores[0]),
  };
}

/** Of a lead that no gate let in it is said what the gate makes of it. */
function sentenceByHand({ gates }: Standing, offerStage: string | null): string {
  const gate = gates.find(({ stageKey }) => stageKey === offerStage);
  if (!gate) return 'A person chose to offer this lead.';
  const held = gate.parts.filter(({ holds }) => holds).length;
  if (gate.holds) return `A person offered this lead; ${gate.word} would let it in too.`;
  return `A person offered this lead; of what ${gate.word} asks, ${held} of ${gate.parts.length} hold.`;
}

/** Each test in its parts; the gate's own parts follow, but for those that only ask the tests again. */
function answersOf(standing: Standing, basis: MoveBasis | null): AnsweredRule[] {
  const tests = standing.tests.flatMap((test) =>
    test.parts.map((part) => ({
      name: cutText(part.text),
      holds: part.holds,
      found: part.found === null ? null : cutText(part.found, 200),
      definitionKey: test.key,
    })),
  );
  const ofGate = (basis?.parts ?? [])
    .filter(({ found }) => found !== null || tests.length === 0)
    .map((part) => ({
      name: cutText(part.text),
      holds: part.holds,
      found: part.found === null ? null : cutText(part.found, 200),
      definitionKey: basis?.definition.key ?? null,
    }));
  return [...tests, ...ofGate].slice(0, mostRules);
}

type Entry = NonNullable<Why['score']>['ledger'][number];
type ScoreEntry = Score['ledger']['engagement'][number];

function scoreOf(score: Score | undefined): Why['score'] {
  if (!score) return null;
  const { content, conversations } = splitEngagement(score.ledger.engagement);
  const entries: Entry[] = [
    ...score.ledger.fit.map((entry) => presentEntry(entry, 'fit')),
    ...score.ledger.engagement.map((entry) =>
      presentEntry(entry, entry.interactionKind === 'person' ? 'conversations' : 'content'),
    ),
  ];
  return {
    key: score.key,
    word: score.word,
    versionNumber: score.versionNumber,
    points: score.points,
    fit: score.fit,
    content,
    conversations,
    grade: score.grade,
    ledger: entries
      .filter(({ worth }) => worth !== 0)
      .toSorted((a, b) => Math.abs(b.worth) - Math.abs(a.worth))
      .slice(0, mostEntries),
  };
}

const presentEntry = ({ name, what, worth, at }: ScoreEntry, of: Entry['of']): Entry => ({
  name,
  what: cutText(what, 200),
  worth,
  at,
  of,
});

/**
 * What content and what conversations earned. A group's cap takes from both in the proportion in which they filled it,
 * so that the two sum to the engagement.
 */
export function splitEngagement(
  entries: readonly Pick<ScoreEntry, 'group' | 'interactionKind' | 'worth'>[],
): { content: number; conversations: number } {
  const sum = (of: typeof entries) => of.reduce((total, { worth }) => total + worth, 0);
  const groups = Map.groupBy(entries, ({ group }) => group);
  let conversationsMilli = 0;
  for (const of of groups.values()) {
    const earned = of.filter(({ interactionKind }) => interactionKind !== null);
    const talks = sum(earned.filter(({ interactionKind }) => interactionKind === 'person'));
    const all = sum(earned);
    const kept = sum(of);
    conversationsMilli += Math.round((all === 0 ? 0 : (talks / all) * kept) * 1_000);
  }
  const totalMilli = Math.round(sum(entries) * 1_000);
  return { content: (totalMilli - conversationsMilli) / 1_000, conversations: conversationsMilli / 1_000 };
}
