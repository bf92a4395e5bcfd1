import { implement } from '@orpc/server';
import { sql } from '../../../platform/postgres/database.ts';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { goalsContract } from './contract.ts';
import { readFigures } from './read-figures.ts';
import { requireGoal } from './require-goal.ts';
import { workBack } from './work-back.ts';

const os = implement(goalsContract).$context<RequestContext>().use(authorised);

export const goalsRouter = {
  readFigures: os.readFigures.handler(({ context }) =>
    context.inWorkspace((tx) => readFigures({ tx, now: context.services.now() })),
  ),
  workBack: os.workBack.handler(async ({ input, context }) => {
    const row = await context.inWorkspace((tx) =>
      tx.first<{ month: string }>(
        sql`select to_char(${context.services.now()}::timestamptz at time zone time_zone, 'YYYY-MM') as month from workspace`,
      ),
    );
    const asked = { ...input, thisMonth: row?.month ?? '' };
    requireGoal(asked);
    return workBack(asked);
  }),
};
