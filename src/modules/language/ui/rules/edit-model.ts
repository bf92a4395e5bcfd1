import type {
  InteractionSignal,
  Letter,
  Level,
  RuleSignal,
  ScoringModel,
  SignalGroup,
} from '../../scoring/contract.ts';

type Keyed = { key: string };

/** A key from a name, unlike the others. */
function keyFrom(name: string, others: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 34);
  const base = plain === '' ? 'signal' : plain;
  if (!others.includes(base)) return base;
  for (let number = 2; ; number++) if (!others.includes(`${base}_${number}`)) return `${base}_${number}`;
}

export const replaced = <T extends Keyed>(list: readonly T[], at: number, one: T): T[] =>
  list.map((other, place) => (place === at ? one : other));
export const removed = <T>(list: readonly T[], at: number): T[] => list.filter((_, place) => place !== at);

const keysOf = (list: readonly Keyed[]) => list.map(({ key }) => key);

export const newRuleSignal = (others: readonly Keyed[]): RuleSignal => ({
  key: keyFrom('signal', keysOf(others)),
  name: 'New signal',
  points: 10,
  rule: { combinator: 'and', rules: [] },
});

export const newInteractionSignal = (others: readonly Keyed[]): InteractionSignal => ({
  key: keyFrom('signal', keysOf(others)),
  name: 'New signal',
  points: 5,
  of: { withinDays: 90 },
  per: 'each',
  halfLifeDays: 30,
});

export const newSignalGroup = (others: readonly Keyed[]): SignalGroup => ({
  key: keyFrom('group', keysOf(others)),
  name: 'New group',
  cap: 30,
});

/** Without a group that is taken out, also where signals named it. */
export const withoutGroup = <T extends { group?: string | undefined }>(
  signals: readonly T[],
  key: string,
): T[] => signals.map((signal) => (signal.group === key ? { ...signal, group: undefined } : signal));

export type Thresholds = ScoringModel['fit']['letters'];

/** Least points of each letter or level, in words: "50 and more", "30 to 49", "less than 10". */
export function rangesOf([first, second, third]: Thresholds): [string, string, string, string] {
  const between = (from: number, to: number) => (from >= to - 1 ? `${from}` : `${from} to ${to - 1}`);
  return [`${first} and more`, between(second, first), between(third, second), `less than ${third}`];
}

/** How good a grade is, for the matrix: 0 for A1 to 6 for D4. */
export const distanceOf = (letter: Letter, level: Level): number => 'ABCD'.indexOf(letter) + level - 1;
