import { startPolicy } from '../sla/words.ts';
import type { Body, Kind } from './api-types.ts';

/** Kinds a new word can be of. A stage's definition comes with the stage; there is one agreement for both sides. */
export const newKinds = [
  'term',
  'scoring',
  'test',
  'persona',
  'reject_reasons',
  'sla',
] as const satisfies readonly Kind[];
export type NewKind = (typeof newKinds)[number];

type StartRules = {
  company: RuleGroup;
  tests: readonly { name: string; rule: RuleGroup }[];
  timeZone: string;
};
type RuleGroup = Extract<Body, { kind: 'persona' }>['rule'];

const noRule: RuleGroup = { combinator: 'and', rules: [] };

/** An empty text of a kind, or as much of a start as there is. */
export function startBody(kind: NewKind, word: string, start: Partial<StartRules> = {}): Body {
  const both = { word, meaning: '' };
  switch (kind) {
    case 'term':
      return { kind, ...both };
    case 'persona':
      return { kind, ...both, rule: noRule };
    case 'test':
      return {
        kind,
        ...both,
        tests: start.tests?.length ? start.tests.map((test) => ({ ...test })) : [{ name: '', rule: noRule }],
      };
    case 'reject_reasons':
      return {
        kind,
        ...both,
        reasons: [{ key: 'reason', label: '', meaning: '', againAfterDays: null }],
      };
    case 'sla':
      return { kind, ...both, policy: startPolicy(start.timeZone ?? 'UTC') };
    case 'scoring':
      return {
        kind,
        ...both,
        model: {
          fit: { signals: [], groups: [], letters: [75, 50, 25] },
          engagement: { signals: [], rules: [], groups: [], levels: [60, 30, 10] },
          account: { method: 'sum_of_best', best: 3 },
        },
      };
  }
}
