import { quoted } from '../journeys/sql-text.ts';
import { dealsSql, keySql } from './deals-sql.ts';
import type { Plan } from './plan.ts';

/**
 * What data-driven models give to a key, told down to its deals in proportion to what they are worth (alike, where they
 * are worth nothing), and from there to the deal's touchpoints of that key evenly; largest remainders, equal ones to the
 * lower id, and the earlier touchpoint. A row for each deal and key: `credit` is the deal's, `counted_credit` what of it
 * stands at touchpoints that count.
 */
export function spreadSql(
  plan: Plan,
  options: { credits: ReadonlyMap<string, number>; amount: 'value' | 'count'; only?: string | undefined },
): string {
  const { sql, isPartial } = dealsSql(plan, { amount: options.amount });
  const keys = [...options.credits.keys()];
  const shared = `transform(toString(key_text), [${keys.map(quoted).join(', ')}], [${keys.map((key) => `toInt64(${options.credits.get(key) ?? 0})`).join(', ')}], toInt64(0))`;
  const text = `if(toString(key) = '00000000-0000-0000-0000-000000000000', '', toString(key))`;
  return `
    select id, key_text as key, credit, marks,
      arraySum((nth, counts) -> counts * sign_shared * (intDiv(size_of_credit, length(marks)) + (nth <= size_of_credit % length(marks))),
        arrayEnumerate(marks), marks) as counted_credit
    from (
      select *, least_piece + (row_number() over (partition by key_text order by remainder desc, id) <= size_shared - sum(least_piece) over (partition by key_text)) as size_of_credit,
        sign_shared * size_of_credit as credit
      from (
        select *, floor(toFloat64(size_shared) * weight / all_weight) as floor_piece, toInt64(floor_piece) as least_piece,
          toFloat64(size_shared) * weight / all_weight - floor_piece as remainder
        from (
          select *, abs(shared) as size_shared, if(shared < 0, -1, 1) as sign_shared,
            sum(worth) over (partition by key_text) as all_worth, count() over (partition by key_text) as all_deals,
            if(all_worth > 0, toFloat64(worth), 1.) as weight, if(all_worth > 0, toFloat64(all_worth), toFloat64(all_deals)) as all_weight
          from (
            select id, ${text} as key_text, ${keys.length === 0 ? 'toInt64(0)' : shared} as shared,
              any(if(sign > 0, size, 0)) as worth,
              arrayMap(one -> one.2, arraySort(one -> one.1, groupArray((nth, mark)))) as marks
            from (${sql}) array join keys as key, arrayEnumerate(keys) as nth, ${isPartial ? 'counted' : 'arrayWithConstant(length(keys), toUInt8(1))'} as mark
            ${options.only === undefined ? '' : `where key = ${keySql(plan.by, options.only)}`}
            group by id, key
          )
        )
      )
    )`;
}
