import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { listStages } from '../../people/index.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { type Money, readMoney } from '../settings/money.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { BoardDefinition } from './figures-schema.ts';
import type { Compared } from './numbers.ts';
import { type Quarter, quarterAt, quarterOf, quartersBefore, type Span, sameStretch } from './quarters.ts';
import type { BoardDeal } from './reading/board-deal.ts';
import { type BoardCost, readBoardCost } from './reading/read-cost.ts';
import { type BoardDeals, readBoardDeals } from './reading/read-deals.ts';
import { readBoardDefinitions } from './reading/read-definitions.ts';
import { type KindCredit, readRevenueCredit } from './reading/read-kind-credits.ts';
import { readStageFigures, type StageFigures } from './reading/read-stages.ts';

/** All that the board's page is composed of. */
export type GatheredFigures = {
  workspaceId: string;
  workspace: string;
  now: Date;
  money: Money;
  quarter: Quarter;
  spans: Spans;
  read: BoardDeals;
  /** Of each stretch: deals closed in it, and those opened. */
  closed: Compared<BoardDeal[]>;
  opened: Compared<BoardDeal[]>;
  stages: { key: string; name: string }[];
  stageFigures: { now: ReadonlyMap<string, StageFigures>; before: ReadonlyMap<string, StageFigures> };
  definitions: BoardDefinition[];
  costs: Compared<BoardCost>;
  /** Null: nothing was won. */
  revenueCredit: KindCredit | null;
};

export type Spans = ReturnType<typeof spansOf>;

export async function gatherFigures(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, quarter: asked }: { workspaceId: string; quarter?: string | undefined },
): Promise<GatheredFigures> {
  const now = services.now();
  await journeysReady(services, workspaceId);
  const { money, workspace, quarter, spans, ...rest } = await services.database.inWorkspace(
    workspaceId,
    async (tx) => {
      const money = await readMoney(tx);
      const { currency, timeZone: zone } = money;
      const named = await tx.first<{ name: string }>(
        sql`select name from workspace where id = ${workspaceId}`,
      );
      if (!named) throw new AppError('not_found', 'There is no such workspace.');
      const quarter = asked === undefined ? quarterAt(now, zone) : quarterOf(asked, { now, zone });
      const spans = spansOf({ quarter, now, zone });
      const costOf = (span: Span) => readBoardCost(tx, { span, currency, zone });
      return {
        money,
        workspace: named.name,
        quarter,
        spans,
        settings: await readSettings(tx),
        read: await readBoardDeals(tx, money),
        stages: await listStages({ tx }),
        definitions: await readBoardDefinitions(tx),
        costs: {
          now: await costOf(spans.now),
          before: await costOf(spans.before),
          yearBefore: await costOf(spans.yearBefore),
        },
      };
    },
  );
  const { settings, read, stages, definitions, costs } = rest;
  const closed = dealsBy(read.deals, spans, (deal) => deal.closedMs);
  const opened = dealsBy(read.deals, spans, (deal) => deal.openedMs);
  const ofStages = (span: Span) =>
    readStageFigures(services, {
      workspaceId,
      stages: stages.map(({ key }) => key),
      span,
      lookbackDays: settings.lookbackDays,
    });
  const isAnythingWon = closed.now.some(({ status }) => status === 'won');
  const [ofNow, ofBefore, revenueCredit] = await Promise.all([
    ofStages(spans.now),
    ofStages(spans.before),
    isAnythingWon
      ? readRevenueCredit(services, { workspaceId, span: spans.now, zone: money.timeZone })
      : null,
  ]);
  return {
    workspaceId,
    workspace,
    now,
    money,
    quarter,
    spans,
    read,
    closed,
    opened,
    stages,
    stageFigures: { now: ofNow, before: ofBefore },
    definitions,
    costs,
    revenueCredit,
  };
}

function dealsBy(
  deals: readonly BoardDeal[],
  spans: Spans,
  at: (deal: BoardDeal) => number | null,
): Compared<BoardDeal[]> {
  const of = (span: Span) => {
    const [fromMs, toMs] = [span.from.getTime(), span.to.getTime()];
    return deals.filter((deal) => {
      const ms = at(deal);
      return ms !== null && ms >= fromMs && ms < toMs;
    });
  };
  return { now: of(spans.now), before: of(spans.before), yearBefore: of(spans.yearBefore) };
}

function spansOf({ quarter, now, zone }: { quarter: Quarter; now: Date; zone: string }) {
  const isRunning = now < quarter.to;
  const until = isRunning ? now : quarter.to;
  const quarterBefore = quartersBefore(quarter, 1, zone);
  const quarterYearBefore = quartersBefore(quarter, 4, zone);
  const same = { of: quarter, until, zone };
  return {
    isRunning,
    quarterBefore,
    quarterYearBefore,
    now: { from: quarter.from, to: until },
    before: sameStretch(quarterBefore, same),
    yearBefore: sameStretch(quarterYearBefore, same),
  };
}
