import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { journeysContract } from './contract.ts';
import { listDealsOfJourneys } from './list-deals.ts';
import { listWaterfallPeople } from './list-waterfall-people.ts';
import { readAccountJourney } from './read-account-journey.ts';
import { readFlow } from './read-flow.ts';
import { readLift } from './read-lift.ts';
import { readPaths } from './read-paths.ts';
import { readStalls } from './read-stalls.ts';
import { readWaterfall } from './read-waterfall.ts';

const os = implement(journeysContract).$context<RequestContext>().use(authorised);

export const journeysRouter = os.router({
  waterfall: os.waterfall.handler(({ input, context }) => readWaterfall(context, input)),
  waterfallPeople: os.waterfallPeople.handler(({ input, context }) => listWaterfallPeople(context, input)),
  paths: os.paths.handler(({ input, context }) => readPaths(context, input)),
  flow: os.flow.handler(({ input, context }) => readFlow(context, input)),
  stalls: os.stalls.handler(({ input, context }) => readStalls(context, input)),
  beforeAWin: os.beforeAWin.handler(({ input, context }) => readLift(context, input)),
  deals: os.deals.handler(({ input, context }) => listDealsOfJourneys(context, input)),
  account: os.account.handler(({ input, context }) => readAccountJourney(context, input)),
});
