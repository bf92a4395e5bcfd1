import type { BodyOf, DefinitionBody } from '../definitions/bodies.ts';
import type { InteractionSignal, RuleSignal, ScoringModel, SignalGroup } from '../scoring/model.ts';
import { slaClauses } from '../sla/clauses.ts';
import { filterInWords } from './interaction-words.ts';
import { isGroup, type RuleGroup } from './rule.ts';
import { clauseOf, type RuleWords, ruleSentence } from './sentence.ts';

/** One clause of a definition. The key is the same in all its versions. */
export type BodyClause = { key: string; label: string; text: string };

const slug = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
const pointsInWords = (points: number) => `${points > 0 ? '+' : '−'}${Math.abs(points)}`;

/** A gate's clauses: of one that wants all of several things each of them, of any other one the whole. */
function ruleClauses(key: string, label: string, group: RuleGroup, words: RuleWords): BodyClause[] {
  if (group.combinator !== 'and' || group.not === true || group.rules.length < 2)
    return [{ key: `${key}.0`, label, text: ruleSentence(group, words) }];
  const seen = new Map<string, number>();
  return group.rules.map((one, at) => {
    const first = isGroup(one) ? JSON.stringify(one).match(/"field":"([^"]+)"/)?.[1] : one.field;
    const name = one.id ?? first ?? 'group';
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return {
      key: `${key}.${name}${times === 0 ? '' : `.${times}`}`,
      label: at === 0 ? label : 'and',
      text: clauseOf(one, words),
    };
  });
}

const inGroup = (group: string | undefined, groups: readonly SignalGroup[]) => {
  const name = groups.find(({ key }) => key === group)?.name;
  return name === undefined ? '' : `, counted with “${name}”`;
};

const ruleSignalClause = (
  part: string,
  signal: RuleSignal,
  groups: readonly SignalGroup[],
  words: RuleWords,
): BodyClause => ({
  key: `${part}.${signal.key}`,
  label: signal.name,
  text: `${pointsInWords(signal.points)} where ${ruleSentence(signal.rule, words)}${inGroup(signal.group, groups)}`,
});

const perWords = { each: 'for each', day: 'once a day for any', once: 'once, for the latest' } as const;

const interactionClause = (
  signal: InteractionSignal,
  groups: readonly SignalGroup[],
  words: RuleWords,
): BodyClause => ({
  key: `engagement.${signal.key}`,
  label: signal.name,
  text: [
    `${pointsInWords(signal.points)} ${perWords[signal.per]} ${filterInWords(signal.of, words.names, 'one')}`,
    signal.halfLifeDays === undefined
      ? ''
      : `, half gone after ${signal.halfLifeDays} ${signal.halfLifeDays === 1 ? 'day' : 'days'}`,
    inGroup(signal.group, groups),
  ].join(''),
});

const groupClause = (part: string, group: SignalGroup): BodyClause => ({
  key: `${part}.group.${group.key}`,
  label: `“${group.name}” together`,
  text: `at most ${group.cap} points`,
});

const accountWords = (account: ScoringModel['account']) =>
  ({
    highest: "the highest of its people's",
    sum_of_best: `the sum of its ${account.best} best people's`,
    sum: "the sum of all its people's",
  })[account.method];

function modelClauses(model: ScoringModel, words: RuleWords): BodyClause[] {
  const { fit, engagement } = model;
  const thresholds = (names: readonly string[], least: readonly number[], last: string) =>
    `${least.map((points, at) => `${names[at] ?? ''} from ${points} points`).join(', ')}, else ${last}`;
  return [
    ...fit.signals.map((signal) => ruleSignalClause('fit', signal, fit.groups, words)),
    ...fit.groups.map((group) => groupClause('fit', group)),
    { key: 'fit.letters', label: 'fit letter', text: thresholds(['A', 'B', 'C'], fit.letters, 'D') },
    ...engagement.signals.map((signal) => interactionClause(signal, engagement.groups, words)),
    ...engagement.rules.map((signal) => ruleSignalClause('rule', signal, engagement.groups, words)),
    ...engagement.groups.map((group) => groupClause('engagement', group)),
    {
      key: 'engagement.levels',
      label: 'engagement level',
      text: thresholds(['1', '2', '3'], engagement.levels, '4'),
    },
    { key: 'account', label: 'a company has', text: accountWords(model.account) },
  ];
}

const reasonClause = (reason: BodyOf<'reject_reasons'>['reasons'][number]): BodyClause => ({
  key: `reason.${reason.key}`,
  label: reason.label,
  text: `${reason.meaning.replace(/\.$/, '')}; ${
    reason.againAfterDays === null ? 'not offered again' : `offered again after ${reason.againAfterDays} days`
  }`,
});

function particulars(body: DefinitionBody, words: RuleWords, beside: DefinitionBody): BodyClause[] {
  switch (body.kind) {
    case 'term':
      return [];
    case 'stage':
      return [
        ...(body.gate ? ruleClauses('gate', 'lets in', body.gate, words) : []),
        ...(body.sendsBack ? ruleClauses('back', 'sends back', body.sendsBack, words) : []),
      ];
    case 'test':
      return body.tests.map(({ name, rule }) => ({
        key: `test.${slug(name)}`,
        label: name,
        text: ruleSentence(rule, words),
      }));
    case 'persona':
      return [{ key: 'rule', label: 'who', text: ruleSentence(body.rule, words) }];
    case 'reject_reasons':
      return body.reasons.map(reasonClause);
    case 'sla':
      return slaClauses(body.policy, beside.kind === 'sla' ? beside.policy : undefined);
    case 'scoring':
      return modelClauses(body.model, words);
  }
}

/** What a definition says, clause by clause: the rows of its page. `beside`: the version that it is laid beside. */
export const clausesOf = (body: DefinitionBody, words: RuleWords, beside = body): BodyClause[] => [
  { key: 'word', label: 'word', text: body.word },
  { key: 'meaning', label: 'means', text: body.meaning },
  ...particulars(body, words, beside),
];
