import type { RuleEnvironment } from '../rules/environment.ts';

/**
 * What a statement must bring together so that rules can be asked: columns of the states, what is gathered of
 * interactions, and what follows from both. Compiling fills it; `pairs-sql.ts` writes it down. Equal expressions share a
 * column, so that many rules over the same fields cost little more than one.
 */
export type Plan = {
  env: RuleEnvironment;
  lead: Columns;
  account: Columns;
  deal: Columns;
  /** What follows from the states of lead and account alone. */
  steady: Columns;
  /** Which interactions are meant, whenever they were: a column of noughts and ones for each. */
  filters: Map<string, { name: string; windowsMs: Set<number>; isOpen: boolean }>;
  /** Columns of an interaction that the gathering needs, by their SQL. */
  facts: Columns;
  /** What is left of an interaction's worth at a moment, by half-life. */
  fades: Columns;
  /** Of the interactions of a person up to a moment. */
  gathered: Columns;
  /** Of a pair of lead and moment, in the order in which one rests on the other. */
  derived: Map<string, string>;
  /** Definitions being compiled: one that asks itself has no answer. */
  asked: Set<string>;
};

export type Columns = { prefix: string; names: Map<string, string> };

const columns = (prefix: string): Columns => ({ prefix, names: new Map() });

export const newPlan = (env: RuleEnvironment): Plan => ({
  env,
  lead: columns('lead'),
  account: columns('account'),
  deal: columns('deal'),
  steady: columns('steady'),
  filters: new Map(),
  facts: columns('fact'),
  fades: columns('fade'),
  gathered: columns('gathered'),
  derived: new Map(),
  asked: new Set(),
});

export function columnFor(of: Columns, sql: string): string {
  let name = of.names.get(sql);
  if (name === undefined) {
    name = `${of.prefix}_${of.names.size}`;
    of.names.set(sql, name);
  }
  return name;
}

export const columnList = (of: Columns): string[] => [...of.names].map(([sql, name]) => `${sql} as ${name}`);

const changing = /\b(gathered_|at_ms|known_ms|deal_|score_|passes_|subject_)/;
const ofStates = /\b(lead_|account_|steady_)/;

/**
 * An expression, or the column it stands in where nothing in it changes while the states of lead and account last: it
 * is then worked out once for each of these, not for each moment.
 */
export const steadily = (plan: Plan, sql: string): string =>
  ofStates.test(sql) && !changing.test(sql) && !/^steady_\d+$/.test(sql) ? columnFor(plan.steady, sql) : sql;

export const isSteady = (sql: string): boolean => !changing.test(sql);
