import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { listNewer } from './list-newer.ts';
import { listTimeline } from './list-timeline.ts';
import { readSparseRows } from './read-sparse-rows.ts';
import { reachOf } from './sources.ts';
import {
  drawFrom,
  expectedIds,
  type Model,
  type ModelQuery,
  storeModel,
} from './timeline-model.test-support.ts';

let services: TestServices;
let models: Model[];
beforeAll(async () => {
  services = await openTestServices();
  models = [];
  for (const seed of [1, 2, 3, 4]) models.push(await storeModel(services, drawFrom(seed)));
});
afterAll(() => services.close());

/** Every page of a timeline, one after the other. */
async function walked(model: Model, query: ModelQuery, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await services.database.inWorkspace(model.workspaceId, (tx) =>
      listTimeline({ ...query, tx, userId: null, limit, cursor }),
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

const anyOf = <Item>(list: readonly Item[]) => fc.constantFrom(...list);
const minute = (n: number) => new Date(Date.parse('2026-03-01T00:00:00Z') + n * 60_000);

/** Any scope and any filters of a model. */
const question = fc.nat(3).chain((index) => {
  const model = () => {
    const found = models[index];
    if (!found) throw new Error('no such model');
    return found;
  };
  const pick = (list: (model: Model) => readonly string[]) =>
    fc.nat(100).map((n) => {
      const choices = list(model());
      return choices[n % choices.length] ?? '';
    });
  const contact = pick(({ contacts }) => contacts.map(({ id }) => id));
  const scope: fc.Arbitrary<ModelQuery> = fc.oneof(
    contact.map((contactId) => ({ contactId })),
    pick(({ accounts }) => accounts).map((accountId) => ({ accountId })),
    pick(({ deals }) => deals.map(({ id }) => id)).map((opportunityId) => ({ opportunityId })),
    fc.constant({}),
  );
  const filters = fc.record(
    {
      kind: anyOf(['content', 'person'] as const),
      types: fc.subarray(['page_view', 'asset_viewed', 'call', 'demo'], { minLength: 1 }),
      personId: contact,
      teammateId: pick(({ teammates }) => teammates),
      assetId: pick(({ assets }) => assets),
      verified: anyOf(['yes', 'no', 'all'] as const),
      from: fc.nat(60).map(minute),
      to: fc.nat(60).map(minute),
      q: anyOf(['pric', 'PUMPS', 'asset viewed', 'guide']),
      marks: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  // Filters narrow each other to nothing soon; most questions ask for few of them.
  const few = fc
    .tuple(
      filters,
      fc.subarray(
        [
          'kind',
          'types',
          'personId',
          'teammateId',
          'assetId',
          'verified',
          'from',
          'to',
          'q',
          'marks',
        ] as const,
        { maxLength: 3 },
      ),
    )
    .map(([all, kept]) => Object.fromEntries(kept.flatMap((key) => (key in all ? [[key, all[key]]] : []))));
  return fc.record({ index: fc.constant(index), scope, few, limit: fc.integer({ min: 2, max: 90 }) });
});

describe('a timeline', () => {
  it('is what filtering every row would give, in order, whatever the pages', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ index, scope, few, limit }) => {
        const model = models[index];
        if (!model) throw new Error('no such model');
        const query: ModelQuery = { ...scope, ...few };
        expect(await walked(model, query, limit)).toEqual(expectedIds(model, query));
      }),
      { numRuns: 120 },
    );
  }, 180_000);

  it('searches stretch by stretch, and finds the same', async () => {
    const model = models[0];
    if (!model) throw new Error('no such model');
    for (const q of ['pricing', 'pumps', 'guide']) {
      const found: string[] = [];
      let before: { at: string; id: string } | null = null;
      for (;;) {
        const part: Awaited<ReturnType<typeof readSparseRows>> = await services.database.inWorkspace(
          model.workspaceId,
          (tx) =>
            readSparseRows({
              tx,
              reach: reachOf({ type: 'workspace' }, null),
              filters: { q },
              before,
              count: 5,
              stretch: 7,
              timeMs: 0,
            }),
        );
        found.push(...part.rows.map(({ id }) => id));
        const last = part.rows.at(-1);
        if (part.goesOnAt === null && part.rows.length < 5) break;
        before = part.goesOnAt ?? (last ? { at: last.at_text, id: last.id } : null);
      }
      expect(found).toEqual(expectedIds(model, { q }));
    }
  });

  it('tells what arrived after a position: the same rows, in order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ index, scope, few }) => {
        const model = models[index];
        if (!model) throw new Error('no such model');
        const { from: _from, to: _to, ...rest } = few as ModelQuery;
        const query: ModelQuery = { ...scope, ...rest, marks: false };
        const whole = await services.database.inWorkspace(model.workspaceId, (tx) =>
          listTimeline({ ...query, tx, userId: null, limit: 200 }),
        );
        const rows = whole.items.flatMap((item) => (item.what === 'interaction' ? [item] : []));
        const positions = rows.map(({ position }) => position).sort((a, b) => a - b);
        // A window without corrections, which ask for the whole list again.
        const after = positions[Math.floor(positions.length / 2)] ?? 0;
        const upTo = positions.at(-1) ?? 0;
        const newer = await services.database.inWorkspace(model.workspaceId, (tx) =>
          listNewer({ ...query, tx, userId: null, after, upTo }),
        );
        if (newer.changed) return;
        expect(newer.items.map(({ position }) => position)).toEqual(
          positions.filter((position) => position > after),
        );
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
