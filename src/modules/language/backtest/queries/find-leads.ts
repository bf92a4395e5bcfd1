import type { ClickHouse } from '../../../../platform/clickhouse/clickhouse.ts';
import { runQuery } from '../../execution/index.ts';
import { type LeadRowsOptions, leadRows, timesOf } from './lead-rows.ts';

const leadLists = ['differ', 'onlySubject', 'onlyAgainst', 'qualified', 'won_missed', 'won_found'] as const;
export type LeadList = (typeof leadLists)[number];

/** Times in milliseconds; 0: not in the period. `askMs`: the moment that tells why. */
export type FoundLead = {
  contactId: string;
  subjectMs: number;
  againstMs: number;
  subjectBefore: boolean;
  againstBefore: boolean;
  won: boolean;
  askMs: number;
};

type Row = Omit<FoundLead, 'subjectBefore' | 'againstBefore' | 'won'> & {
  subjectBefore: number;
  againstBefore: number;
  won: number;
  total: number;
};

type FindLeads = LeadRowsOptions & {
  clickhouse: ClickHouse;
  which: LeadList;
  of: 'subject' | 'against';
  month?: string | undefined;
  limit: number;
  offset: number;
};

/** The leads behind a figure of the report, the latest first: the very rows that it counts. */
export async function findLeads(options: FindLeads): Promise<{ leads: FoundLead[]; total: number }> {
  const { limit, offset } = options;
  const rows = await runQuery<Row>(
    options.clickhouse,
    `select id as contactId, if(s_moment > 1, s_ms, 0) as subjectMs, if(a_moment > 1, a_ms, 0) as againstMs,
      s_moment = 1 as subjectBefore, a_moment = 1 as againstBefore, isNotNull(won_ms) as won,
      ${askedAt(options)} as askMs, count() over () as total
    from (${leadRows(options)})
    where ${isMeant(options)}
    order by greatest(subjectMs, againstMs, ifNull(won_ms, 0)) desc, id limit ${limit} offset ${offset}`,
  );
  return {
    leads: rows.map(({ total: _total, ...row }) => ({
      ...row,
      subjectBefore: row.subjectBefore === 1,
      againstBefore: row.againstBefore === 1,
      won: row.won === 1,
    })),
    total: rows[0]?.total ?? 0,
  };
}

function isMeant({ which, of, month, grid }: FindLeads): string {
  const alias = of === 'subject' ? 's' : 'a';
  const conditions = [conditionOf(which, alias)];
  if (month !== undefined) {
    const places = grid.moments.flatMap((moment, index) => (moment.month === month ? [index + 2] : []));
    const inMonth = (one: 's' | 'a') =>
      places.length === 0 ? '0' : `${one}_moment in (${places.join(', ')})`;
    conditions.push(
      which === 'differ' ? `(${inMonth('s')} or ${inMonth('a')})` : inMonth(sideOf(which, alias)),
    );
  }
  return conditions.join(' and ');
}

const sideOf = (which: LeadList, alias: 's' | 'a'): 's' | 'a' => {
  if (which === 'onlySubject') return 's';
  return which === 'onlyAgainst' ? 'a' : alias;
};

function conditionOf(which: LeadList, alias: 's' | 'a'): string {
  switch (which) {
    case 'differ':
      return '(s_moment > 1) != (a_moment > 1)';
    case 'onlySubject':
      return 's_moment > 1 and a_moment <= 1';
    case 'onlyAgainst':
      return 'a_moment > 1 and s_moment <= 1';
    case 'qualified':
      return `${alias}_moment > 1`;
    case 'won_missed':
      return `isNotNull(won_ms) and not ${alias}_found_won`;
    case 'won_found':
      return `isNotNull(won_ms) and ${alias}_found_won`;
  }
}

/** When the one holds and the other does not; of those missed, the last moment before they were won. */
function askedAt({ which, of, grid }: FindLeads): string {
  if (which === 'won_missed') {
    const times = timesOf(grid).map((at) => at.getTime());
    return `greatest(known_ms, arrayMax(arrayFilter(time -> time < won_ms, [${times.join(', ')}])))`;
  }
  const [own, other] = of === 'subject' ? ['s', 'a'] : ['a', 's'];
  return `if(${own}_moment > 1 or ${other}_moment = 0, ${own}_ms, ${other}_ms)`;
}
