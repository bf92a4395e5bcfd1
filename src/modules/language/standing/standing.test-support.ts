import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import type { BodyOf, DefinitionBody } from '../definitions/bodies.ts';
import type { Rule, RuleGroup } from '../rules/rule.ts';
import { readStanding } from './read-standing.ts';
import { settleStandings } from './settle-standings.ts';

/** A little to come: what PostgreSQL dates by its own clock, which no test sets, was before. */
export const start = new Date(Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000);
const dayMs = 86_400_000;
export const inDays = (days: number): Date => new Date(start.getTime() + days * dayMs);

export const all = (...rules: (Partial<Rule> & { field: string })[]): RuleGroup => ({
  combinator: 'and',
  rules: rules.map((rule) => ({ operator: '>=' as const, value: null, ...rule })),
});
export const viewedPricing = (times: number): RuleGroup =>
  all({ field: 'interactions.count', value: times, of: { pages: ['/pricing'] } });

/** Ten points a page of pricing, halved every ten days; five for a CFO; minus three for thirty silent days. */
export const mainModel: BodyOf<'scoring'> = {
  kind: 'scoring',
  word: 'Interest',
  meaning: 'how near they are',
  model: {
    fit: {
      signals: [
        {
          key: 'role',
          name: 'Role in the decision',
          points: 5,
          rule: all({ field: 'contact.title', operator: 'contains', value: 'cfo' }),
        },
      ],
      groups: [],
      letters: [5, 3, 1],
    },
    engagement: {
      signals: [
        {
          key: 'pricing',
          name: 'Pricing page',
          points: 10,
          per: 'each',
          of: { pages: ['/pricing'] },
          halfLifeDays: 10,
        },
      ],
      rules: [
        {
          key: 'silent',
          name: 'No interaction for 30 days',
          points: -3,
          rule: all({ field: 'interactions.days_since_last', value: 30 }),
        },
      ],
      groups: [],
      levels: [20, 10, 1],
    },
    account: { method: 'sum_of_best', best: 2 },
  },
};

export const mqlStage = (more: Partial<BodyOf<'stage'>> = {}): BodyOf<'stage'> => ({
  kind: 'stage',
  stageKey: 'mql',
  word: 'MQL',
  meaning: 'worth a call',
  gate: viewedPricing(2),
  sendsBack: null,
  ...more,
});

type ContactFields = { title?: string; accountId?: string };

/** A workspace whose standings are settled by hand, with the clock at `start`. */
export async function makePlace(services: TestServices) {
  services.setNow(start);
  const { workspaceId, actor } = await createTestWorkspace(services);
  const { database } = services;
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspaceId, work);
  const define = async (key: string, body: DefinitionBody, options: { unsigned?: boolean } = {}) => {
    const versionId = newId();
    await database.inWorkspace(workspaceId, async (tx) => {
      const known = await tx.first<{ id: string }>(sql`select id from definition where key = ${key}`);
      const definitionId = known?.id ?? newId();
      if (!known) {
        await tx.run(sql`insert into definition (id, workspace_id, kind, key, created_by)
          values (${definitionId}, ${workspaceId}, ${body.kind}, ${key}, 'test')`);
      }
      await tx.run(
        sql`update definition_version set status = 'superseded' where definition_id = ${definitionId}`,
      );
      await tx.run(sql`insert into definition_version (id, workspace_id, definition_id, number, status, body, hash, created_by,
          came_with_workspace, signed_at, in_force_from)
        select ${versionId}, ${workspaceId}, ${definitionId}, coalesce(max(number), 0) + 1, 'in_force',
          ${JSON.stringify(body)}::jsonb, 'x', 'test', ${options.unsigned ?? false}, ${options.unsigned ? null : start}::timestamptz, ${start}
        from definition_version where definition_id = ${definitionId}`);
    });
    return versionId;
  };
  const addContact = async (fields: ContactFields = {}) => {
    const id = newId();
    await inWorkspace((tx) =>
      tx.run(sql`insert into contact (id, workspace_id, name, title, account_id, created_at)
        values (${id}, ${workspaceId}, 'Ada', ${fields.title ?? null}, ${fields.accountId ?? null}, ${inDays(-100)})`),
    );
    return id;
  };
  const append = async (row: Partial<NewInteraction>) => {
    const id = newId();
    const now = services.now();
    await inWorkspace((tx) =>
      appendInteractions({
        tx,
        workspaceId,
        now,
        rows: [
          {
            id,
            kind: 'content',
            type: 'page_view',
            occurredAt: now,
            source: 'test',
            url: 'https://example.com/pricing',
            ...row,
          },
        ],
      }),
    );
    return id;
  };
  const scoreOf = (contactId: string) =>
    inWorkspace((tx) =>
      tx.first<{
        fit: number;
        engagement: number;
        grade: string;
        at: Date;
        isOpen: boolean;
        next: Date | null;
      }>(sql`
        select fit_milli as fit, engagement_milli as engagement, letter || level::text as grade, at, is_open as "isOpen",
          next_change_at as next from lead_score where contact_id = ${contactId}`),
    );
  const stageOf = async (contactId: string) => {
    const row = await inWorkspace((tx) =>
      tx.first<{ stage: string | null; status: string }>(
        sql`select lifecycle_stage as stage, lifecycle_status as status from contact where id = ${contactId}`,
      ),
    );
    return row?.status === 'left' ? `left ${row.stage}` : (row?.stage ?? null);
  };
  const changesOf = (contactId: string) =>
    inWorkspace((tx) =>
      tx.rows<{
        outcome: string;
        stage: string;
        source: string;
        version: string | null;
        evidence: unknown;
        at: Date;
      }>(sql`
        select outcome, stage, source, definition_version_id as version, evidence, at from stage_change
        where contact_id = ${contactId} and superseded_at is null order by at, recorded_at, id`),
    );
  return {
    workspaceId,
    actor,
    inWorkspace,
    define,
    addContact,
    append,
    scoreOf,
    stageOf,
    changesOf,
    settle: () => settleStandings(services),
    read: (id: string) => inWorkspace((tx) => readStanding({ tx, workspaceId, now: services.now(), id })),
  };
}
