import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../../workspace/index.ts';
import { pieceContract } from './contract.ts';
import { type ExportVisitsQuery, exportVisits, type VisitsOf } from './export-visits.ts';
import { listPeople } from './list-people.ts';
import { listShares } from './list-shares.ts';
import { listVisits } from './list-visits.ts';
import { readPieceFigures } from './read-piece-figures.ts';

const os = implement(pieceContract).$context<RequestContext>().use(authorised);

/** For callers in process; over HTTP registerVisitExports answers first, and streams. */
async function exportFile(context: WorkspaceContext, of: VisitsOf, query: ExportVisitsQuery): Promise<File> {
  const { workspaceId, services } = context;
  const chunks = await exportVisits({ ...query, database: services.database, workspaceId, of });
  const parts: BlobPart[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return new File(parts, 'visits.csv', { type: 'text/csv' });
}

export const pieceRouter = {
  read: os.read.handler(({ input, context }) =>
    context.inWorkspace((tx) => readPieceFigures(tx, { ...input, now: context.services.now() })),
  ),
  people: os.people.handler(({ input, context }) =>
    context.inWorkspace((tx) => listPeople({ ...input, tx, now: context.services.now() })),
  ),
  visits: os.visits.handler(({ input, context }) =>
    context.inWorkspace((tx) => listVisits({ ...input, tx, now: context.services.now() })),
  ),
  shares: os.shares.handler(({ input, context }) =>
    context.inWorkspace((tx) => listShares({ ...input, tx, now: context.services.now() })),
  ),
  exportVisits: os.exportVisits.handler(({ input: { assetId, ...query }, context }) =>
    exportFile(context, { assetId }, query),
  ),
  exportLinkVisits: os.exportLinkVisits.handler(({ input: { linkId, ...query }, context }) =>
    exportFile(context, { linkId }, query),
  ),
};
