import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { SummaryPart, TimelineInteraction } from '../contract.ts';
import { presentEntries } from '../reading/present-entries.ts';
import { readRows } from '../reading/read-rows.ts';
import { resolveScope, type ScopeQuery } from '../reading/scope.ts';
import { reachOf } from '../reading/sources.ts';
import type { Facts, Reading, Talk } from './facts.ts';
import { readToday } from './read-today.ts';
import { writeSummary, writeToday } from './sentence.ts';

type Options = ScopeQuery & { tx: Tx; userId: string | null; now: Date };

const readingsLooked = 200;
const talksLooked = 30;

/** Where things stand with a contact, company or deal, or today in the whole workspace, in one sentence. */
export async function summariseTimeline(options: Options): Promise<SummaryPart[]> {
  const { tx, userId, now } = options;
  const zone = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const timeZone = zone?.time_zone ?? 'UTC';
  const scope = await resolveScope(tx, options);
  if (scope.type === 'workspace') return writeToday(await readToday({ tx, now, timeZone }));
  const reach = reachOf(scope, null);
  const latest = async (kind: 'content' | 'person', count: number) => {
    const rows = await readRows({ tx, reach, filters: { kind }, before: null, count });
    return presentEntries({ tx, rows, userId });
  };
  const content = await latest('content', readingsLooked);
  const persons = await latest('person', talksLooked);
  return writeSummary({
    ...(await readStanding(tx, options)),
    scope: scope.type,
    readings: content.map(readingOf),
    talks: persons.filter((entry) => entry.type !== 'asset_shared').map(talkOf),
    now,
    today: dayIn(now, timeZone),
  });
}

type Standing = Pick<Facts, 'self' | 'owner' | 'closed'>;

async function readStanding(tx: Tx, query: ScopeQuery): Promise<Standing> {
  if (query.contactId) {
    const row = await tx.first<{ id: string; name: string; title: string | null; owner: string | null }>(sql`
      select c.id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as name, c.title, coalesce(t.name, o.name) as owner
      from contact c left join teammate t on t.id = c.owner_id
      left join account a on a.id = c.account_id left join teammate o on o.id = a.owner_id where c.id = ${query.contactId}`);
    if (!row) throw notFound('contact');
    return { self: { id: row.id, name: row.name, title: row.title }, owner: row.owner, closed: null };
  }
  if (query.accountId) {
    const row = await tx.first<{ owner: string | null }>(sql`
      select t.name as owner from account a left join teammate t on t.id = a.owner_id where a.id = ${query.accountId}`);
    return { self: null, owner: row?.owner ?? null, closed: null };
  }
  const row = await tx.first<{
    owner: string | null;
    status: 'open' | 'won' | 'lost';
    closed_at: Date | null;
  }>(sql`
    select t.name as owner, o.status, o.closed_at from opportunity o left join teammate t on t.id = o.owner_id
    where o.id = ${query.opportunityId ?? null}`);
  const closed = !row || row.status === 'open' ? null : { status: row.status, at: row.closed_at };
  return { self: null, owner: row?.owner ?? null, closed };
}

function readingOf(entry: TimelineInteraction): Reading {
  const { occurredAt: at, type, person, asset } = entry;
  return {
    at,
    type,
    person,
    title: asset?.title || entry.subject || pathOf(entry.url),
    assetId: asset?.id ?? null,
  };
}

function pathOf(url: string | null): string | null {
  if (url === null) return null;
  return URL.parse(url)?.pathname ?? url;
}

const unanswered = new Set(['no reply', 'no answer', 'voicemail', 'left a message', 'not reached']);

function talkOf(entry: TimelineInteraction): Talk {
  const { conversation } = entry;
  const step = conversation?.nextStep;
  return {
    at: entry.occurredAt,
    type: entry.type,
    person: entry.person,
    teammate: entry.teammate?.name ?? null,
    answered: !unanswered.has(conversation?.outcome?.toLowerCase() ?? ''),
    openQuestion: conversation?.questions.find((one) => one.by === 'them' && !one.answered)?.text ?? null,
    nextStep: step && step.doneAt === null ? { text: step.text, dueOn: step.dueOn } : null,
  };
}

/** The date where the workspace is. */
function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
