import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { asAppError } from '../../../platform/http/problems.ts';
import type { JobDefinition } from '../../../platform/jobs/jobs.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { definitionBody } from '../definitions/bodies.ts';
import { leadFactsReady } from '../facts/lead-facts-ready.ts';
import { type Backtest, backtest as backtestSchema } from './contract.ts';
import { lastTwelveMonths } from './last-year.ts';
import { runBacktest } from './run-backtest.ts';

type Payload = { workspaceId: string; versionId: string };

/** A proposal's own backtest; the engine may be away for a while, hence the many tries. */
export const proposalBacktestJob: JobDefinition<Payload> = {
  name: 'proposal-backtest',
  payload: z.object({ workspaceId: z.uuid(), versionId: z.uuid() }),
  retryLimit: 12,
  expireInSeconds: 900,
  singleton: ({ versionId }) => versionId,
};

/** Finds proposals whose backtest was asked for and never came: a stop in between, or many tries in vain. */
export const overdueBacktestsJob: JobDefinition<Record<never, never>> = {
  name: 'overdue-proposal-backtests',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 300,
};

/** For right after a proposal. Where the queue cannot take it, the round that looks for overdue ones will find it. */
export async function requestProposalBacktest(
  services: Pick<Services, 'jobs' | 'log'>,
  payload: Payload,
): Promise<void> {
  try {
    await services.jobs.send(proposalBacktestJob, payload);
  } catch (error) {
    services.log.warn({ error, ...payload }, 'a proposal is backtested later: the queue did not take it');
  }
}

type Proposal = {
  definitionId: string;
  body: unknown;
  backtestAt: Date | null;
  problem: string | null;
  againstId: string | null;
  today: string;
};

/**
 * Runs a proposal against what is in force over the last twelve whole months (where nobody was known by then, up to today)
 * and keeps the answer with it. What cannot be asked is kept as a problem in words; an engine that is away is thrown, so
 * that the job tries again.
 */
export async function backtestProposal(
  services: Pick<Services, 'database' | 'clickhouse' | 'now'>,
  { workspaceId, versionId }: Payload,
): Promise<void> {
  const proposal = await services.database.inWorkspace(workspaceId, (tx) =>
    findProposal(tx, versionId, services.now()),
  );
  if (proposal === null || proposal.backtestAt !== null || proposal.problem !== null) return;
  const { kind } = definitionBody.parse(proposal.body);
  if (kind === 'term' || kind === 'reject_reasons') return;
  const keep = (backtest: Backtest | null, problem: string | null) =>
    services.database.inWorkspace(workspaceId, (tx) =>
      tx.run(sql`update definition_version set backtest = ${backtest === null ? null : JSON.stringify(backtest)}::jsonb,
        backtest_at = ${services.now()}, backtest_problem = ${problem} where id = ${versionId}`),
    );
  try {
    await keep(await runFor(services, workspaceId, versionId, proposal), null);
  } catch (error) {
    const known = asAppError(error);
    if (known.code === 'unavailable' || known.code === 'internal') throw error;
    await keep(null, known.message);
  }
}

async function runFor(
  services: Pick<Services, 'database' | 'clickhouse' | 'now'>,
  workspaceId: string,
  versionId: string,
  { againstId, today }: Proposal,
): Promise<Backtest> {
  const isCurrent = await leadFactsReady(services, workspaceId, { longestWaitMs: 60_000 });
  const period = lastTwelveMonths(today);
  const run = (to: string) =>
    runBacktest({
      services,
      workspaceId,
      isCurrent,
      input: {
        subject: { versionId },
        against: againstId === null ? undefined : { versionId: againstId },
        from: period.from,
        to,
        outcome: 'won',
      },
    });
  const backtest = await run(period.to);
  return backtest.leads > 0 ? backtest : run(today);
}

/** Null: not there, or not proposed. */
async function findProposal(tx: Tx, versionId: string, now: Date): Promise<Proposal | null> {
  return tx.first<Proposal>(sql`select v.definition_id as "definitionId", v.body, v.backtest_at as "backtestAt",
      v.backtest_problem as problem,
      (select f.id from definition_version f where f.definition_id = v.definition_id and f.status = 'in_force') as "againstId",
      (select (${now}::timestamptz at time zone w.time_zone)::date::text from workspace w where w.id = v.workspace_id) as today
    from definition_version v where v.id = ${versionId} and v.status in ('proposed', 'signed')`);
}

/** At most so many at a time; the next round takes the rest. */
const mostOverdue = 50;

export async function backtestOverdueProposals(services: Services): Promise<void> {
  const rows = await services.database.asSystem((tx) =>
    tx.rows<Payload>(sql`select workspace_id as "workspaceId", id as "versionId" from definition_version
      where status = 'proposed' and backtest_at is null and body ->> 'kind' not in ('term', 'reject_reasons')
      order by proposed_at limit ${mostOverdue}`),
  );
  for (const row of rows) await requestProposalBacktest(services, row);
}

export async function readProposalBacktest(options: {
  tx: Tx;
  definitionId: string;
  versionId: string;
}): Promise<{ backtest: Backtest | null; runAt: string | null; problem: string | null }> {
  const row = await options.tx.first<{ backtest: unknown; runAt: Date | null; problem: string | null }>(
    sql`select backtest, backtest_at as "runAt", backtest_problem as problem from definition_version
      where id = ${options.versionId} and definition_id = ${options.definitionId}`,
  );
  if (row === null) throw notFound('version of this definition');
  const kept = backtestSchema.safeParse(row.backtest);
  return {
    backtest: kept.success ? kept.data : null,
    runAt: row.runAt?.toISOString() ?? null,
    problem: row.problem,
  };
}
