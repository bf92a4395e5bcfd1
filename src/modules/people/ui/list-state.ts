import { z } from 'zod';
import { type FilterClause, filterClauses, type RecordType } from '../lists/contract.ts';

const word = z.string().catch('');

/** Short words that other pages link with (`/people/contacts?stage=mql`), and the field each one is about. */
const shortcuts: Record<RecordType, Readonly<Partial<Record<Shortcut, string>>>> = {
  contact: {
    stage: 'lifecycleStage',
    status: 'lifecycleStatus',
    waiting: 'waiting',
    owner: 'ownerId',
    account: 'accountId',
    campaign: 'campaignId',
  },
  account: { owner: 'ownerId', parent: 'parentId' },
  opportunity: {
    stage: 'stage',
    status: 'status',
    owner: 'ownerId',
    account: 'accountId',
    campaign: 'campaignId',
  },
};
const shortcutNames = ['stage', 'status', 'waiting', 'owner', 'account', 'campaign', 'parent'] as const;
type Shortcut = (typeof shortcutNames)[number];

/** The state of a list page, all of it in the address. */
export const listState = z.object({
  q: word,
  filter: filterClauses.catch([]),
  sort: word,
  dir: z.enum(['asc', 'desc']).optional().catch(undefined),
  cols: word,
  view: word,
  stage: word,
  status: word,
  waiting: word,
  owner: word,
  account: word,
  campaign: word,
  parent: word,
});
export type ListState = z.output<typeof listState>;
export type ListChanges = { [Key in keyof ListState]?: ListState[Key] | undefined };

/** Takes the short words out of the address; what they meant goes on in `filter`. */
export const withoutShortcuts: ListChanges = Object.fromEntries(
  shortcutNames.map((name) => [name, undefined]),
);

/** The filters in force: those of `filter`, and what the short words stand for. */
export function clausesOf(recordType: RecordType, state: ListState): FilterClause[] {
  const short = shortcutNames.flatMap((name): FilterClause[] => {
    const field = shortcuts[recordType][name];
    const values = state[name].split(',').filter((value) => value !== '');
    return field === undefined || values.length === 0 ? [] : [{ field, op: 'one_of', values }];
  });
  return [...short, ...state.filter];
}

/** Which records the list has, as its list, count and export operations take it. */
export function selectionOf(
  clauses: readonly FilterClause[],
  search: string,
): { search?: string; filter?: string } {
  const trimmed = search.trim();
  return {
    ...(trimmed === '' ? {} : { search: trimmed }),
    ...(clauses.length === 0 ? {} : { filter: JSON.stringify(clauses) }),
  };
}

export const columnsOf = (state: ListState): string[] | undefined =>
  state.cols === '' ? undefined : state.cols.split(',');

/** What a saved view keeps: the search, the filters, the order and the columns. */
export function viewStateOf(recordType: RecordType, state: ListState): Record<string, unknown> {
  const { q, sort, dir, cols } = state;
  return Object.fromEntries(
    Object.entries({ q, filter: clausesOf(recordType, state), sort, dir, cols }).filter(
      ([, value]) => value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

const viewState = listState.pick({ q: true, filter: true, sort: true, dir: true, cols: true });

/** A saved view's state as changes to the address; what the view does not say goes back to how it is at first. */
export function changesOfView(view: { id: string; state: Record<string, unknown> }): ListChanges {
  return { ...withoutShortcuts, ...viewState.parse(view.state), view: view.id };
}
