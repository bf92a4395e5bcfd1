import { notFound } from '../../../platform/errors.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';
import { holds } from '../rules/evaluate.ts';
import type { RuleGroup } from '../rules/rule.ts';
import type { ScoreEntry } from '../scoring/score-lead.ts';
import type { GateAnswer, LeadScore, LedgerEntry, WhyHere } from './contract.ts';
import { explainRule } from './explain-rule.ts';
import { loadMeaning, type Meaning, type TestInForce } from './meaning.ts';
import { survivorsOf } from './places.ts';
import { readWhy } from './read-why.ts';
import { type WorkedOut, workOut } from './work-out.ts';

type Standing = {
  contactId: string;
  scores: LeadScore[];
  gates: GateAnswer[];
  tests: Omit<GateAnswer, 'stageKey'>[];
  why: WhyHere | null;
};

/** A lead's scores with their ledgers, and what each gate and test says of them, worked out as of now. */
export async function readStanding(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  id: string;
}): Promise<Standing> {
  const { tx, workspaceId, now, id } = options;
  const contactId = (await survivorsOf(tx, [id])).get(id);
  if (contactId === undefined) throw notFound('contact');
  const [history] = await loadLeadHistories(tx, [contactId]);
  const meaning = await loadMeaning(tx, workspaceId);
  const one = history ? workOut(history, now.getTime(), meaning) : null;
  const why = await readWhy(tx, contactId);
  if (one === null) return { contactId, scores: [], gates: [], tests: [], why };
  return {
    contactId,
    scores: one.scores.map((scored) => presentScore(scored, now, meaning)),
    gates: meaning.gates.flatMap((gate) =>
      gate.gate === null ? [] : [{ ...answerOf(gate, gate.gate, one, meaning), stageKey: gate.stageKey }],
    ),
    tests: meaning.tests.map((test) => testOf(test, one, meaning)),
    why,
  };
}

function presentScore(
  { model, score, nextChangeMs }: WorkedOut['scores'][number],
  now: Date,
  meaning: Meaning,
): LeadScore {
  const { definitionId, key, word, versionId, versionNumber, unsigned } = model;
  const entry = (one: ScoreEntry) => presentEntry(one, meaning);
  return {
    definitionId,
    key,
    word,
    versionId,
    versionNumber,
    unsigned,
    at: now.toISOString(),
    fit: pointsOf(score.fitMilli),
    engagement: pointsOf(score.engagementMilli),
    points: pointsOf(score.pointsMilli),
    letter: score.letter,
    level: score.level,
    grade: score.grade,
    ledger: { fit: score.ledger.fit.map(entry), engagement: score.ledger.engagement.map(entry) },
    nextChangeAt: timeOf(nextChangeMs),
  };
}

export const pointsOf = (thousandths: number): number => thousandths / 1_000;
const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function presentEntry(entry: ScoreEntry, meaning: Meaning): LedgerEntry {
  const { interaction, rule } = entry;
  return {
    signalKey: entry.signalKey,
    name: entry.name,
    what: whatOf(entry, rule, meaning),
    interactionId: interaction?.id ?? null,
    interactionKind: interaction?.kind ?? null,
    at: timeOf(interaction?.atMs ?? null),
    given: pointsOf(entry.givenMilli),
    worth: pointsOf(entry.worthMilli),
    group: entry.group,
    endsAt: timeOf(entry.endsAtMs),
  };
}

function whatOf({ is, interaction }: ScoreEntry, rule: RuleGroup | null, meaning: Meaning): string {
  if (rule) return meaning.say(rule);
  if (is === 'cap') return 'more than the group may give';
  return interaction?.subject ?? interaction?.page ?? interaction?.type.replaceAll('_', ' ') ?? '';
}

type Defined = {
  definitionId: string;
  key: string;
  word: string;
  versionId: string;
  versionNumber: number;
  unsigned: boolean;
};

function answerOf(defined: Defined, rule: RuleGroup, one: WorkedOut, meaning: Meaning) {
  const { definitionId, key, word, versionId, versionNumber, unsigned } = defined;
  return {
    definitionId,
    key,
    word,
    versionId,
    versionNumber,
    unsigned,
    holds: holds(rule, one.facts, meaning.environment),
    sentence: meaning.say(rule),
    parts: explainRule(rule, one.facts, meaning),
  };
}

/** A test's parts are known by their names; what each asks in full stands in the definition. */
function testOf(test: TestInForce, one: WorkedOut, meaning: Meaning) {
  const whole: RuleGroup = { combinator: 'and', rules: test.tests.map(({ rule }) => rule) };
  const parts = test.tests.map(({ name, rule }) => {
    const explained = explainRule(rule, one.facts, meaning);
    const found = explained.flatMap((part) => part.found ?? []).join('; ');
    return { text: name, holds: explained.every((part) => part.holds), found: found === '' ? null : found };
  });
  return { ...answerOf(test, whole, one, meaning), parts };
}
