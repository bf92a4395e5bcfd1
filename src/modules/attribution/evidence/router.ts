import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { asked } from '../asking/asked.ts';
import { listClaims } from './claims/claim-rows.ts';
import { listTraces } from './claims/list-traces.ts';
import { makeClaim, type Step, withdrawClaim } from './claims/make-claim.ts';
import { reportResults } from './claims/report-results.ts';
import { evidenceContract, type TwoByTwo } from './contract.ts';
import { openEvidence } from './open-evidence.ts';
import { seeOwnPlace, sightOf, tellPersons } from './persons/own-place.ts';
import { readEvidence } from './read-evidence.ts';
import { exportTwoByTwo } from './two-by-two/export-two-by-two.ts';
import { readTwoByTwo } from './two-by-two/read-two-by-two.ts';

const os = implement(evidenceContract).$context<RequestContext>().use(authorised).use(asked);

function step<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { workspaceId, actor, services } = context;
  return context.inWorkspace((tx) => work({ tx, workspaceId, actor, now: services.now() }));
}

type Asked = Pick<TwoByTwo, 'by'> & { from?: string | undefined; to?: string | undefined };

const twoByTwo = ({ services, workspaceId, caller }: WorkspaceContext, asked: Asked): Promise<TwoByTwo> =>
  readTwoByTwo(services, { ...asked, workspaceId, caller });

export const evidenceRouter = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const { services, workspaceId, caller } = context;
    const { asOf, by, period, rows } = await readEvidence(services, { ...input, workspaceId, caller });
    return { asOf: asOf.toISOString(), by, range: { from: period.from, to: period.to }, items: rows };
  }),
  get: os.get.handler(({ input, context }) =>
    openEvidence(context.services, { workspaceId: context.workspaceId, ...input }),
  ),
  report: os.report.handler(({ input, context }) => step(context, (at) => reportResults(at, input))),
  listClaims: os.listClaims.handler(({ input, context }) =>
    context.inWorkspace((tx) => listClaims(tx, input)),
  ),
  claim: os.claim.handler(({ input, context }) => step(context, (at) => makeClaim(at, input))),
  withdrawClaim: os.withdrawClaim.handler(({ input, context }) =>
    step(context, (at) => withdrawClaim(at, input)),
  ),
  traces: os.traces.handler(({ input, context }) =>
    listTraces(context.services, { workspaceId: context.workspaceId, ...input }),
  ),
  twoByTwo: os.twoByTwo.handler(({ input, context }) => twoByTwo(context, input)),
  exportTwoByTwo: os.exportTwoByTwo.handler(async ({ input, context }) =>
    exportTwoByTwo(await twoByTwo(context, input)),
  ),
  tellPersons: os.tellPersons.handler(({ context }) => step(context, ({ tx, ...at }) => tellPersons(tx, at))),
  seeOwn: os.seeOwn.handler(({ context }) =>
    step(context, async ({ tx, workspaceId, now }) => {
      const { me } = await sightOf(tx, context.caller);
      const seenAt = await seeOwnPlace(tx, { workspaceId, me, now });
      return { seenAt: seenAt?.toISOString() ?? null };
    }),
  ),
});
