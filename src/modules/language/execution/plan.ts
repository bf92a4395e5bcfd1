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
  /** Which interactions are meant, whenever they were: a column of noughts and ones for each. */
  filters: Map<string, { name: string; windowsMs: Set<number>; isOpen: boolean }>;
  /** Columns of an interaction that the gathering needs, by their SQL. */
  facts: Columns;
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
  filters: new Map(),
  facts: columns('fact'),
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
