import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type SlaPolicy, slaInForce, slaVersion } from '../../language/index.ts';
import type { SlaTrial, TriedRow } from './try-contract.ts';
import { acceptanceOf, completenessOf, volumeOf } from './try-marketing.ts';
import { attemptsOf, dispositionOf, responsesOf } from './try-sales.ts';

/** A hand-off as it went, apart from what was promised about it. */
export type TriedHandoff = {
  id: string;
  contactId: string;
  name: string;
  state: string;
  grade: string | null;
  calendarKey: string | null;
  packetItems: string[];
  offeredAt: Date;
  firstResponseAt: Date | null;
  decidedAt: Date | null;
  closedAt: Date | null;
  accepted: boolean;
  attempts: number;
  reached: boolean;
  /** When sales tried, in order. */
  tries: Date[];
  /** When its clocks stood still, by beginning and end. */
  pauses: { from: Date; to: Date }[];
};

/** Two texts, the same hand-offs; where nothing is held against the first, `inForce` is null. */
export type Trial = {
  handoffs: readonly TriedHandoff[];
  proposed: SlaPolicy;
  inForce: SlaPolicy | null;
  from: Date;
  now: Date;
};

type TrySla = {
  tx: Tx;
  now: Date;
  days: number;
  versionId?: string | undefined;
  policy?: SlaPolicy | undefined;
};

const dayMs = 24 * 60 * 60_000;
/** A year of a busy company; of more, the newest are asked. */
const mostHandoffs = 20_000;

/** What an agreement would have meant for the hand-offs of the last days, beside the one in force. */
export async function trySla({ tx, now, days, versionId, policy }: TrySla): Promise<SlaTrial> {
  const current = await slaInForce(tx);
  const version = versionId === undefined ? null : await slaVersion(tx, versionId);
  const proposed = policy ?? version?.policy;
  if (proposed === undefined)
    throw new AppError('not_found', 'There is no such version of the agreement. It may have been deleted.');
  const against = current === null || current.versionId === versionId ? null : current;
  const from = new Date(now.getTime() - days * dayMs);
  const handoffs = await readHandoffs(tx, from, now);
  const trial: Trial = { handoffs, proposed, inForce: against?.policy ?? null, from, now };
  const rows = [
    volumeOf(trial),
    completenessOf(trial),
    acceptanceOf(trial),
    ...responsesOf(trial),
    attemptsOf(trial),
    dispositionOf(trial),
  ].filter((row) => row.asProposed !== null || row.asInForce !== null);
  return {
    from: from.toISOString(),
    to: now.toISOString(),
    handoffs: handoffs.length,
    proposed: {
      versionId: versionId ?? null,
      label: version === null ? 'the draft' : `version ${version.number}`,
      unsigned: version?.unsigned ?? true,
    },
    inForce:
      against === null
        ? null
        : { versionId: against.versionId, label: `version ${against.number}`, unsigned: against.unsigned },
    rows,
    sentence: sentenceOf({ rows, handoffs: handoffs.length, days, compared: against !== null }),
  };
}

async function readHandoffs(tx: Tx, from: Date, now: Date): Promise<TriedHandoff[]> {
  type Row = Omit<TriedHandoff, 'pauses' | 'tries'> & {
    tries: Date[] | null;
    pausedAt: Date[] | null;
    resumedAt: (Date | null)[] | null;
  };
  const rows = await tx.rows<Row>(sql`
    select h.id, h.contact_id as "contactId", coalesce(nullif(c.name, ''), c.email, 'somebody') as name, h.state, h.grade,
      h.calendar_key as "calendarKey", h.packet_items as "packetItems", h.offered_at as "offeredAt",
      h.first_response_at as "firstResponseAt", h.closed_at as "closedAt", h.attempts,
      coalesce(m.decided_at, case when h.state <> 'offered' then h.decided_at end) as "decidedAt",
      (m.accepted or h.state in ('accepted', 'returned', 'converted')) as accepted,
      tried.reached, tried.tries, stood.paused as "pausedAt", stood.resumed as "resumedAt"
    from handoff h
    join contact c on c.id = h.contact_id
    cross join lateral (
      select min(e.at) as decided_at, coalesce(bool_or(e.what = 'accepted'), false) as accepted
      from handoff_event e where e.workspace_id = h.workspace_id and e.handoff_id = h.id
        and e.what in ('accepted', 'rejected', 'recycled', 'expired')) m
    cross join lateral (
      select coalesce(bool_or(x.reached), false) as reached, array_agg(x.at order by x.at) as tries
      from handoff_attempt x where x.workspace_id = h.workspace_id and x.handoff_id = h.id) tried
    cross join lateral (
      select array_agg(p.at order by p.at) filter (where p.what = 'paused') as paused,
        array_agg(p.until order by p.at) filter (where p.what = 'paused') as resumed
      from (select e.at, e.what, lead(e.at) over (order by e.at) as until
        from handoff_event e where e.workspace_id = h.workspace_id and e.handoff_id = h.id
          and e.what in ('paused', 'resumed')) p) stood
    where h.state <> 'withdrawn' and h.offered_at >= ${from} and h.offered_at <= ${now}
    order by h.offered_at desc, h.id desc limit ${mostHandoffs}`);
  return rows.map(({ pausedAt, resumedAt, tries, ...row }) => ({
    ...row,
    tries: tries ?? [],
    pauses: (pausedAt ?? []).map((at, place) => ({
      from: at,
      to: resumedAt?.[place] ?? row.closedAt ?? now,
    })),
  }));
}

type Told = { rows: readonly TriedRow[]; handoffs: number; days: number; compared: boolean };

/** What it comes to: the promise that changes most, else that nothing would have come out otherwise. */
function sentenceOf({ rows, handoffs, days, compared }: Told): string {
  if (handoffs === 0)
    return `Nothing was offered in the last ${days} days, so there is nothing yet to hold it against.`;
  const offered = `Of ${handoffs} ${handoffs === 1 ? 'hand-off' : 'hand-offs'} offered in the last ${days} days`;
  if (!compared) return `${offered}, this is what became of each promise.`;
  const [most] = rows.toSorted((one, other) => other.differingCount - one.differingCount);
  if (most === undefined || most.differingCount === 0) {
    const verdicts = rows.filter(
      ({ asProposed, asInForce }) =>
        asProposed?.met != null && asInForce?.met != null && asProposed.met !== asInForce.met,
    );
    const [verdict] = verdicts;
    if (verdict)
      return `${offered}, each would have been judged as it is; “${verdict.label}” would have been ${verdict.asProposed?.met ? 'met, and is not' : 'missed, and is met'}.`;
    return `${offered}, every one would have been judged as it is.`;
  }
  const kept = (outcome: TriedRow['asProposed']) =>
    outcome === null ? 'no promise' : `${outcome.kept ?? 0} of ${outcome.of}`;
  return `${offered}, ${most.differingCount} would have been judged otherwise in “${most.label}”: kept ${kept(most.asProposed)} instead of ${kept(most.asInForce)}.`;
}
