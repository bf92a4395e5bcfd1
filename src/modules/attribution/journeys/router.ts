import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { journeysContract } from './contract.ts';
import { listDealsOfJourneys } from './list-deals.ts';
import { listStalledLeads } from './list-stalled-leads.ts';
import { listWaterfallPeople } from './list-waterfall-people.ts';
import { readAccountJourney } from './read-account-journey.ts';
import { readFlow } from './read-flow.ts';
import { readLift } from './read-lift.ts';
import { readPaths } from './read-paths.ts';
import { readStalls } from './read-stalls.ts';
import { readWaterfall } from './read-waterfall.ts';

const os = implement(journeysContract).$context<RequestContext>().use(authorised).use(asked);

export const journeysRouter = os.router({
  waterfall: os.waterfall.handler(({ input, context, signal }) =>
    readWaterfall({ ...context, signal }, input),
  ),
  waterfallPeople: os.waterfallPeople.handler(({ input, context, signal }) =>
    listWaterfallPeople({ ...context, signal }, input),
  ),
  paths: os.paths.handler(({ input, context, signal }) => readPaths({ ...context, signal }, input)),
  flow: os.flow.handler(({ input, context, signal }) => readFlow({ ...context, signal }, input)),
  stalls: os.stalls.handler(({ input, context, signal }) => readStalls({ ...context, signal }, input)),
  stalledLeads: os.stalledLeads.handler(({ input, context, signal }) =>
    listStalledLeads({ ...context, signal }, input),
  ),
  beforeAWin: os.beforeAWin.handler(({ input, context, signal }) => readLift({ ...context, signal }, input)),
  deals: os.deals.handler(({ input, context, signal }) => listDealsOfJourneys({ ...context, signal }, input)),
  account: os.account.handler(({ input, context, signal }) =>
    readAccountJourney({ ...context, signal }, input),
  ),
});
