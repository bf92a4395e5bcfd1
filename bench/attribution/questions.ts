import { readDataDriven } from '../../src/modules/attribution/credit/data-driven.ts';
import { type Plan, planCredit } from '../../src/modules/attribution/credit/plan.ts';
import { readRuleCredits } from '../../src/modules/attribution/credit/rule-credits.ts';
import { funnelSql } from '../../src/modules/attribution/journeys/funnel-sql.ts';
import { ruleModels } from '../../src/modules/attribution/models/models.ts';
import { runQuery } from '../../src/modules/language/execution/index.ts';
import { sql } from '../../src/platform/postgres/database.ts';
import type { Services } from '../../src/platform/services.ts';

/** What is measured, as the program asks it, each beside the plainest query that reads and groups the same columns. */
export type Question = {
  name: string;
  aimSeconds: number;
  ask: () => Promise<unknown>;
  plain: string;
};

type Asked = Pick<Services, 'clickhouse' | 'database' | 'now'>;

export async function questionsOf(services: Asked, workspaceId: string): Promise<Question[]> {
  const { clickhouse } = services;
  const plan = await planOf(services, workspaceId);
  const workspace = `toUUID('${workspaceId}')`;
  const deals = `workspace_id = ${workspace} and eligibility = 'group'`;
  const leads = `workspace_id = ${workspace} and eligibility = 'person'`;
  const markov = { clickhouse, plan, amount: 'value', total: 1_000_000_000, isEarning: () => true } as const;
  return [
    {
      name: `${ruleModels.length} rule models in one pass`,
      aimSeconds: 5,
      ask: () =>
        readRuleCredits({ clickhouse, plan, models: ruleModels, amount: 'value', hasNegative: false }),
      plain: `select channel, kind, count(), sum(at_ms), sum(amount_minor), sum(lead_created_ms), sum(opened_ms), sum(closed_ms)
        from journey array join channels as channel, at as at_ms, kinds as kind where ${deals} and status = 'won'
        group by channel, kind`,
    },
    {
      name: 'Markov order 1',
      aimSeconds: 15,
      ask: () => readDataDriven('markov-1', markov),
      plain: `select channel, status, count(), sum(amount_minor) from journey array join channels as channel where ${deals}
        group by channel, status`,
    },
    {
      name: 'Five steps over touchpoints, in order',
      aimSeconds: 10,
      ask: () => runQuery(clickhouse, stepsInOrder(leads)),
      plain: `select type, count(), sum(at_ms) from journey array join types as type, at as at_ms where ${leads} group by type`,
    },
    {
      name: 'Waterfall: click, known, two stages, won',
      aimSeconds: 10,
      ask: () =>
        runQuery(
          clickhouse,
          funnelSql({
            workspace,
            stages: ['mql', 'opportunity'],
            basis: 'touch',
            fromMs: null,
            toMs: null,
            leads: null,
            cohort: null,
            money: 'toNullable(amount_minor)',
            limit: null,
            latestFirst: false,
          }),
        ),
      plain: `select mapContains(reached_ms, 'opportunity') as reached, count(), sum(opened_ms), sum(at[1])
        from journey where ${leads} group by reached`,
    },
  ];
}

/** All deals, whenever they were won, with weights of their own for the model that needs them. */
async function planOf({ database, now }: Asked, workspaceId: string): Promise<Plan> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const weights = { first: 30, leadCreated: 20, opportunityCreated: 20, closed: 20, rest: 10 };
    await tx.run(sql`insert into attribution_setting (workspace_id, custom_weights)
      values (${workspaceId}, ${JSON.stringify(weights)}::jsonb) on conflict do nothing`);
    return planCredit(tx, { workspaceId, now: now(), asked: { models: ruleModels, period: 'all' } });
  });
}

const steps = ['page_view', 'asset_viewed', 'form_submitted', 'call', 'meeting'];

/** How far each lead came along five kinds of touchpoints that follow each other, whatever lies between. */
function stepsInOrder(leads: string): string {
  const names = steps.map((step) => `'${step}'`).join(', ');
  return `select ${steps.map((_, step) => `countIf(depth > ${step}) as reached_${step + 1}`).join(', ')} from (
    select arrayFold((so, type) -> if(type = arrayElement([${names}], so + 1), toUInt8(so + 1), so), types, toUInt8(0)) as depth
    from journey where ${leads})`;
}
