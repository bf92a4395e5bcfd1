import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type RuleHeld, rulesHeldAt } from '../../language/index.ts';
import type { ComparedRule as Compared } from './contract.ts';
import { type Period, readPeriod } from './period.ts';
import { accepted, cameBack, cameBackAt } from './returned-condition.ts';

/** Of either side the latest; the page says of how many it speaks. */
const mostOfASide = 150;
/** Fewer say nothing of a rule. */
const fewestOfASide = 3;
const mostRules = 12;
const mostWanted = 3;

type Row = { contact_id: string; offered_at: Date; came_back: boolean; would_accept_if: string | null };

/**
 * Which rules the leads that came back rested on when they were offered, beside those that sales took. The definitions
 * in force are asked as of the moment of each offer, so that leads of every version and every source are compared by
 * the same rules.
 */
export async function compareRules(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  from?: string | undefined;
  to?: string | undefined;
}): Promise<{ from: string; to: string; rules: Compared[] }> {
  const { tx } = options;
  const period = await readPeriod(tx, options);
  const { from, to } = period;
  return { from, to, rules: await compareSides({ ...options, period }) };
}

async function compareSides(options: { tx: Tx; workspaceId: string; period: Period }): Promise<Compared[]> {
  const { tx, workspaceId, period } = options;
  const rows = await readSides(tx, period);
  const back = rows.filter((row) => row.came_back);
  const taken = rows.filter((row) => !row.came_back);
  if (back.length < fewestOfASide || taken.length < fewestOfASide) return [];
  const answers = await rulesHeldAt(
    tx,
    workspaceId,
    rows.map((row) => ({ contactId: row.contact_id, atMs: row.offered_at.getTime() })),
  );
  return rankRules(
    rows.map((row, index) => ({
      cameBack: row.came_back,
      wanted: row.would_accept_if,
      held: answers[index] ?? [],
    })),
  );
}

async function readSides(tx: Tx, { fromAt, untilAt }: Period): Promise<Row[]> {
  return tx.rows<Row>(sql`
    (select h.contact_id, h.offered_at, true as came_back, h.would_accept_if from handoff h
      where ${cameBack} and h.state <> 'expired' and ${cameBackAt} >= ${fromAt} and ${cameBackAt} < ${untilAt}
      order by h.decided_at desc nulls last, h.id desc limit ${mostOfASide})
    union all
    (select h.contact_id, h.offered_at, false, null from handoff h
      where ${accepted} and h.state <> 'returned' and h.decided_at >= ${fromAt} and h.decided_at < ${untilAt}
      order by h.decided_at desc, h.id desc limit ${mostOfASide})`);
}

export type ComparedLead = { cameBack: boolean; wanted: string | null; held: readonly RuleHeld[] };

/** Rules that told the two sides apart; first those on which more of what came back rested than of what was taken. */
export function rankRules(leads: readonly ComparedLead[]): Compared[] {
  const total = (side: boolean) => leads.filter(({ cameBack: came }) => came === side).length;
  const [back, taken] = [total(true), total(false)];
  if (back === 0 || taken === 0) return [];
  const found = new Map<string, { rule: RuleHeld; back: ComparedLead[]; taken: number }>();
  for (const lead of leads) {
    for (const rule of lead.held) {
      const key = [rule.definitionKey, rule.kind, rule.rule].join('\n');
      const one = found.get(key) ?? { rule, back: [], taken: 0 };
      found.set(key, one);
      if (lead.cameBack) one.back.push(lead);
      else one.taken++;
    }
  }
  return [...found.values()]
    .map(({ rule, back: cameBackWith, taken: takenWith }) => ({
      ...rule,
      accepted: takenWith,
      cameBack: cameBackWith.length,
      acceptedShare: takenWith / taken,
      cameBackShare: cameBackWith.length / back,
      wantedInstead: wantedOf(cameBackWith),
    }))
    .filter(({ acceptedShare, cameBackShare }) => Math.abs(cameBackShare - acceptedShare) >= 0.05)
    .toSorted(
      (a, b) =>
        b.cameBackShare - b.acceptedShare - (a.cameBackShare - a.acceptedShare) || (a.rule < b.rule ? -1 : 1),
    )
    .filter((_, index, all) => index < mostRules / 2 || index >= all.length - mostRules / 2);
}

function wantedOf(leads: readonly ComparedLead[]): string[] {
  const counts = new Map<string, number>();
  for (const { wanted } of leads) if (wanted) counts.set(wanted, (counts.get(wanted) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostWanted)
    .map(([words]) => words);
}
