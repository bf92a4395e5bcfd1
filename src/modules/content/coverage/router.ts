import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { coverageContract } from './contract.ts';
import { exportCoverage } from './export-coverage.ts';
import { readCell } from './read-cell.ts';
import { readCoverage } from './read-coverage.ts';

const os = implement(coverageContract).$context<RequestContext>().use(authorised);

export const coverageRouter = os.router({
  read: os.read.handler(({ input, context }) =>
    context.inWorkspace((tx) => readCoverage(tx, { ...input, now: context.services.now() })),
  ),
  cell: os.cell.handler(({ input, context }) =>
    context.inWorkspace((tx) => readCell(tx, { ...input, now: context.services.now() })),
  ),
  export: os.export.handler(({ input, context }) =>
    context.inWorkspace((tx) => exportCoverage(tx, { ...input, now: context.services.now() })),
  ),
});
