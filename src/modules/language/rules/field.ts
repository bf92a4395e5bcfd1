import type { Operator } from './rule.ts';

export type RuleFieldKind =
  | 'text'
  | 'option'
  | 'ref'
  | 'number'
  | 'money'
  | 'date'
  | 'time'
  | 'boolean'
  | 'stage'
  | 'letter'
  | 'grade'
  | 'days'
  | 'percent'
  | 'seconds';

/** A field as the editor offers it and validation knows it. */
export type RuleField = {
  /** As a rule names it. */
  field: string;
  label: string;
  /** Heading in the picker: Person, Company, Deal, Lead, Score, Interactions, Definitions. */
  group: string;
  kind: RuleFieldKind;
  operators: readonly Operator[];
  options?: readonly { value: string; label: string }[];
  /** Of `ref`: what its value refers to. */
  refers?: 'teammate' | 'campaign' | 'asset';
  /** Takes `of`: which interactions are meant. */
  takesInteractions?: true;
};

const blank: readonly Operator[] = ['notNull', 'null'];
const ordered: readonly Operator[] = ['>=', '<=', '>', '<', '=', '!=', 'between'];

/** Which questions may be asked of which kind of field, the usual one first. */
export const operatorsOf: Record<RuleFieldKind, readonly Operator[]> = {
  text: ['contains', 'doesNotContain', '=', '!=', 'in', 'notIn', 'beginsWith', 'doesNotBeginWith', ...blank],
  option: ['in', 'notIn', '=', '!=', ...blank],
  ref: ['in', 'notIn', '=', '!=', ...blank],
  number: [...ordered, ...blank],
  money: [...ordered, ...blank],
  date: ['withinDays', 'olderThanDays', '<', '>=', '=', 'between', ...blank],
  time: ['withinDays', 'olderThanDays', '<', '>=', 'between', ...blank],
  boolean: ['=', ...blank],
  stage: ['in', 'notIn'],
  letter: ['in', 'notIn'],
  grade: ['in', 'notIn'],
  days: ['>=', '<=', '>', '<', 'between', ...blank],
  percent: [...ordered, ...blank],
  seconds: [...ordered],
};
