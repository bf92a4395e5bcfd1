import type { ClickHouse } from '../src/platform/clickhouse/clickhouse.ts';

/** A company made of numbers, straight in the tables that rules are asked of: every value is hashed from its row's number. */
export type Company = {
  workspaceId: string;
  leads: number;
  accounts: number;
  interactions: number;
  endMs: number;
};

const hashed = (seed: number, n = 'number') => `sipHash64(${seed}, ${n})`;
const one = (seed: number, words: readonly string[], n?: string) =>
  `arrayElement([${words.map((word) => `'${word}'`).join(', ')}], 1 + ${hashed(seed, n)} % ${words.length})`;
/** Ids that can be computed from a number, so that rows need no look-up while they are made. */
const idOf = (kind: string, n: string) => `reinterpretAsUUID(sipHash128('${kind}', toUInt64(${n})))`;

export const assetIdOf = (n: number) => `a55e7000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const assetsMade = 40;
const dayMs = 86_400_000;
const monthsOfLog = 26;

const titles = [
  'chief financial officer',
  'head of it',
  'buyer',
  'engineer',
  'student',
  'vp operations',
  'controller',
  '',
];
const countries = ['germany', 'france', 'austria', 'united states', 'japan', 'brazil', ''];
const industries = ['manufacturing', 'logistics', 'software', 'retail', 'health', 'energy'];
const types = [
  'page_view',
  'page_view',
  'page_view',
  'page_view',
  'page_view',
  'page_view',
  'email_opened',
  'email_clicked',
  'asset_viewed',
  'asset_viewed',
  'form_submitted',
];
const talks = ['call', 'meeting', 'demo'];

async function leadStates(run: Run, { workspaceId, leads, accounts, endMs }: Company): Promise<void> {
  // One lead of ten changed their title or account once: two states.
  const cut = `(number % 10 = 0 ? toInt64(${endMs - 700 * dayMs}) + toInt64(${hashed(9)} % 600) * ${dayMs} : toInt64(0))`;
  for (const second of [false, true])
    await run(`insert into lead_state (workspace_id, contact_id, valid_from, valid_to, known_at, created_at, account_id, name, email,
        email_domain, title, city, country, persona, buying_role, channel, custom, version)
      select '${workspaceId}', ${idOf('p', 'number')},
        ${second ? `fromUnixTimestamp64Milli(cut)` : "toDateTime64('1900-01-01 00:00:00', 3, 'UTC')"},
        ${second ? "toDateTime64('2299-12-31 00:00:00', 3, 'UTC')" : `if(cut = 0, toDateTime64('2299-12-31 00:00:00', 3, 'UTC'), fromUnixTimestamp64Milli(cut))`},
        fromUnixTimestamp64Milli(toInt64(${endMs - monthsOfLog * 30 * dayMs}) + toInt64(${hashed(1)} % ${monthsOfLog * 25}) * ${dayMs}) as known, known,
        ${idOf('a', `number % ${accounts}`)}, concat('person ', toString(number)), concat('p', toString(number), '@works.example'), 'works.example',
        ${one(second ? 2 : 3, titles)}, 'berlin', ${one(4, countries)}, ${one(5, ['champion', 'decider', 'user', ''])}, '',
        ${one(6, ['organic search', 'email', 'paid social', 'direct'])}, map('seniority', ${one(7, ['c-level', 'lead', 'staff'])}), 1
      from (select number, ${cut} as cut from numbers(${leads}))${second ? ' where cut > 0' : ''}`);
}

const accountStates = ({
  workspaceId,
  accounts,
  endMs,
}: Company) => `insert into account_state (workspace_id, account_id, valid_from,
    valid_to, created_at, name, domain, industry, segment, country, employee_count, custom, version)
  select '${workspaceId}', ${idOf('a', 'number')}, toDateTime64('1900-01-01 00:00:00', 3, 'UTC'), toDateTime64('2299-12-31 00:00:00', 3, 'UTC'),
    fromUnixTimestamp64Milli(toInt64(${endMs - 900 * dayMs})), concat('works ', toString(number)), concat('w', toString(number), '.example'),
    ${one(11, industries)}, ${one(12, ['enterprise', 'mid market', 'small'])}, ${one(13, countries)},
    toFloat64(${hashed(14)} % 5000), map(), 1 from numbers(${accounts})`;

/** Some people do far more than others; one interaction of twelve is a talk. */
const interactions = ({
  workspaceId,
  leads,
  interactions: rows,
  endMs,
}: Company) => `insert into lead_interaction (workspace_id, person_id, at, id, kind, type, counted,
    direction, channel, campaign_id, asset_id, topics, page, engaged_seconds, completion_percent, profile_id)
  select '${workspaceId}', ${idOf('p', `toUInt64(floor(pow(${hashed(21)} % 1000003 / 1000003., 1.6) * ${leads}))`)},
    fromUnixTimestamp64Milli(toInt64(${endMs}) - toInt64(${hashed(22)} % ${monthsOfLog * 30 * dayMs})), ${idOf('i', 'number')},
    if(talk, 'person', 'content'), if(talk, ${one(23, talks)}, ${one(24, types)}), 1, if(talk, 'outbound', ''),
    ${one(25, ['organic search', 'email', 'paid social', 'direct'])},
    if(${hashed(26)} % 5 = 0, ${idOf('c', `${hashed(27)} % 60`)}, toUUID('00000000-0000-0000-0000-000000000000')),
    toUUID(concat('a55e7000-0000-4000-8000-', leftPad(toString(${hashed(28)} % ${assetsMade}), 12, '0'))),
    if(${hashed(29)} % 3 = 0, [${one(30, ['pricing', 'security', 'integration'])}], []),
    concat('works.example/', ${one(31, ['pricing', 'blog/one', 'blog/two', 'product', 'customers', 'about', 'docs/start', 'docs/api'])}),
    ${hashed(32)} % 120, -1, toUUID('00000000-0000-0000-0000-000000000000')
  from (select number, ${hashed(20)} % 12 = 0 as talk from numbers(${rows}))`;

type Run = (query: string) => Promise<unknown>;

export async function makeCompany(clickhouse: ClickHouse, company: Company): Promise<void> {
  const run: Run = (query) => clickhouse.command({ query });
  await leadStates(run, company);
  await run(accountStates(company));
  await run(interactions(company));
  // As the engine leaves tables alone once they rest.
  for (const table of ['lead_state', 'account_state', 'lead_interaction'])
    await run(`optimize table ${table} final`);
}
