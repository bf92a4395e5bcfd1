import type { Tx } from '../../../platform/postgres/database.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { TimelineFilters, TimelineInteraction } from '../contract.ts';
import { readAlsoWith } from './filters.ts';
import { logHead } from './list-timeline.ts';
import { presentEntries } from './present-entries.ts';
import { readArrivals } from './read-rows.ts';
import { familyOf, resolveScope, type ScopeQuery } from './scope.ts';
import { reachOf } from './sources.ts';

export type NewerQuery = ScopeQuery &
  Partial<TimelineFilters> & { tx: Tx; userId: string | null; after: number; upTo?: number };

export type Newer = { items: TimelineInteraction[]; position: number; changed: boolean };

/** More new rows than this in a timeline are not worth sending one by one. */
const mostEntries = 200;
/** Nor are the rows of all workspaces worth looking through for them. */
const mostPositions = 20_000;

/** What has arrived in a timeline since a position of the log, in order of arrival. */
export async function listNewer(query: NewerQuery): Promise<Newer> {
  const { tx, userId, after } = query;
  const position = query.upTo ?? (await logHead(tx));
  const scope = await resolveScope(tx, query);
  if (position <= after) return { items: [], position: after, changed: false };
  if (position - after > mostPositions) return { items: [], position, changed: true };
  const personIds = query.personId === undefined ? null : await familyOf(tx, 'contact', query.personId);
  const window = { tx, after, upTo: position };
  const reach = reachOf(scope, personIds);
  const filters = { ...query, alsoWithTeammate: await readAlsoWith(tx, query.teammateId) };
  const rows = await readArrivals({ ...window, reach, filters, count: mostEntries + 1 });
  const changed = rows.length > mostEntries || (await correctsEarlier(window));
  const items = changed ? [] : await presentEntries({ tx, rows, userId });
  return { items, position, changed };
}

/** Whether a row among them corrects or withdraws an earlier one, which then leaves every list. */
async function correctsEarlier(window: { tx: Tx; after: number; upTo: number }): Promise<boolean> {
  const found = await window.tx.first(sql`select 1 as found from interaction i
    where i.position > ${window.after} and i.position <= ${window.upTo} and i.replaces_id is not null limit 1`);
  return found !== null;
}
