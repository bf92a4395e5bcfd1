import { countBefore, momentsSql } from './moments-sql.ts';
import {
  accountStates,
  leadStates,
  names,
  type PairsOptions,
  seenInteractions,
  withSteady,
} from './pairs-sql.ts';
import type { Plan } from './plan.ts';
import { integer } from './sql-text.ts';

/**
 * The same pairs as `pairs-sql.ts`, where they are many. A person's interactions are gathered once for all moments: each
 * state of the gathering is an array with a place for each. Then nothing is looked up by lead and moment: a person's
 * arrays meet the states of the lead, cut to the moments each stood for, and are laid out in rows.
 */
export type Simple = { name: string; call: string; values: string };

/** Sums, counts and extremes: what takes eight bytes a moment. */
const simple = /^(sum|sumIf|countIf|maxOrNullIf|minOrNullIf)\((.*)\)$/s;
const mostPlaces = 240;

const momentsOf = ({ asked }: PairsOptions): readonly number[] =>
  'momentsMs' in asked ? asked.momentsMs : [];

export function canResample(options: PairsOptions): boolean {
  const { plan } = options;
  const places = momentsOf(options).length;
  const gathered = [...plan.gathered.names.keys()];
  return (
    places > 1 &&
    gathered.length > 0 &&
    places * gathered.length <= mostPlaces &&
    plan.deal.names.size === 0 &&
    gathered.every((sql) => simple.test(sql))
  );
}

export function resampledPairs(options: PairsOptions): string {
  const { plan } = options;
  const momentsMs = momentsOf(options);
  const arrays = names(plan.gathered).map((name) => `${ofSegment(name, momentsMs)} as ${name}`);
  return `select contact_id, m, arrayElement(${momentsSql(momentsMs)}, m + 1) as at_ms, ${[...stateNames(plan), ...names(plan.gathered)].join(', ')}
    from (${segmentsWithArrays(options)}) array join range(first_m, last_m) as m, ${arrays.join(', ')}`;
}

/**
 * `contact_id, first_m UInt32, held_before UInt8` of whom the condition holds for at any moment, found within the arrays:
 * none of the pairs is ever laid out as a row.
 */
export function firstOfResampled(options: PairsOptions, condition: string): string {
  const { plan } = options;
  const momentsMs = momentsOf(options);
  const moving = new Set([...names(plan.gathered), 'at_ms']);
  const used = (sql: string) => [...moving].filter((name) => new RegExp(`\\b${name}\\b`).test(sql));
  const overMoments = (call: string, sql: string) => {
    const some = used(sql);
    return `${call}((${some.join(', ')}) -> ${sql}, ${some.map((name) => `${name}_each`).join(', ')})`;
  };
  const arrays = names(plan.gathered).map((name) => `${ofSegment(name, momentsMs)} as ${name}_each`);
  // What states alone decide stands first where all must hold: who fails it needs no arrays.
  const steady = /^\((steady_\d+) and /.exec(condition)?.[1];
  let sql = `select contact_id, first_m as begins, ${[...stateNames(plan), ...arrays].join(', ')},
      arraySlice(${momentsSql(momentsMs)}, first_m + 1, last_m - first_m) as at_ms_each
    from (${segmentsWithArrays(options)})${steady === undefined ? '' : ` where ${steady}`}`;
  for (const [name, derived] of plan.derived) {
    if (used(derived).length === 0) sql = `select *, ${derived} as ${name} from (${sql})`;
    else {
      sql = `select *, ${overMoments('arrayMap', derived)} as ${name}_each from (${sql})`;
      moving.add(name);
    }
  }
  const found =
    used(condition).length === 0 ? `toUInt32(${condition})` : overMoments('arrayFirstIndex', condition);
  return `select contact_id, toUInt32(min(begins + found - 1)) as first_m, first_m = 0 as held_before
    from (select contact_id, begins, ${found} as found from (${sql})) where found > 0 group by contact_id`;
}

const stateNames = (plan: Plan): string[] => [
  'known_ms',
  ...names(plan.steady),
  ...names(plan.lead),
  ...(plan.account.names.size > 0 ? ['account_found', ...names(plan.account)] : []),
];

/** Of whom nothing was gathered, the array is empty. */
const ofSegment = (name: string, momentsMs: readonly number[]): string =>
  `arraySlice(arrayResize(${name}_all, ${momentsMs.length}), first_m + 1, last_m - first_m)`;

function segmentsWithArrays(options: PairsOptions): string {
  const { plan } = options;
  const states = ['first_m', 'last_m', ...stateNames(plan)];
  return `select segments.contact_id as contact_id, ${states.join(', ')}, ${names(plan.gathered)
    .map((name) => `${name}_all`)
    .join(', ')}
    from (${resampled(options)}) as gathered right join (${segments(options)}) as segments on gathered.person_id = segments.contact_id`;
}

/** Of each person: for each aggregate an array, a place a moment. */
function resampled(options: PairsOptions): string {
  const count = momentsOf(options).length;
  const gathered = [...options.plan.gathered.names].map(([sql, name]) => {
    const [, call = '', values = ''] = simple.exec(sql) ?? [];
    return `${call}Resample(0, ${integer(count)}, 1)(${values}, m) as ${name}_all`;
  });
  return `select person_id, ${gathered.join(', ')} from (${seenInteractions(options)}) group by person_id`;
}

/** States of leads, cut where their account's change, with the places of the moments at which they stood. */
function segments(options: PairsOptions): string {
  const momentsMs = momentsOf(options);
  const { plan } = options;
  const columns = ['contact_id', 'known_ms', ...names(plan.lead)];
  let stretches = `select ${columns.join(', ')}, greatest(from_ms, known_ms) as begins_ms, to_ms as ends_ms from (${leadStates(options)})`;
  if (plan.account.names.size > 0) {
    columns.push('account_found', ...names(plan.account));
    stretches = `select contact_id, known_ms, ${[...names(plan.lead), 'piece.3 as account_found', ...names(plan.account).map((name, place) => `tupleElement(piece, ${4 + place}) as ${name}`)].join(', ')},
        greatest(from_ms, known_ms, if(piece.1 < piece.2, piece.1, from_ms)) as begins_ms,
        if(piece.1 < piece.2, least(to_ms, piece.2), to_ms) as ends_ms
      from (select states.*, arrayJoin(arrayResize(account_pieces, greatest(1, length(account_pieces)))) as piece
        from (${leadStates(options)}) as states left join (${accountPieces(options)}) as accounts using (account_id))`;
  }
  const placed = `select ${columns.join(', ')}, ${countBefore('begins_ms', momentsMs)} as first_m,
      ${countBefore('ends_ms', momentsMs)} as last_m from (${stretches})`;
  return withSteady(plan, `select * from (${placed}) where first_m < last_m`);
}

/** An account's states in order, with what lies between them: from, to, whether it was there, and its columns. */
function accountPieces(options: PairsOptions): string {
  const columns = names(options.plan.account);
  const far = '9000000000000000';
  const place = (from: string, to: string, found: string, values: string) =>
    `tuple(${from}, ${to}, ${found}, ${columns.map((_, n) => `tupleElement(${values}, ${3 + n})`).join(', ')})`;
  return `select account_id, arraySort(state -> (state.1, state.2), account_states) as ordered,
      arrayConcat(
        arrayMap(state -> ${place('state.1', 'state.2', 'toBool(1)', 'state')}, ordered),
        arrayFilter(hole -> hole.1 < hole.2, arrayMap(
          (ended, begun) -> ${place('ended', 'begun', 'toBool(0)', 'ordered[1]')},
          arrayPushFront(arrayMap(state -> state.2, ordered), toInt64(-${far})),
          arrayPushBack(arrayMap(state -> state.1, ordered), toInt64(${far}))))) as account_pieces
    from (${accountStates(options)})`;
}
