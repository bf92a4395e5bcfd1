import type { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../../platform/errors.ts';
import type { Services } from '../../../../platform/services.ts';
import { day, id } from '../../../people/contract.ts';
import { authenticate } from '../../../workspace/index.ts';
import { exportVisits, type VisitsOf } from './export-visits.ts';

const exportQuery = z.object({
  id,
  timeZone: z.string().max(100).optional(),
  from: day.optional(),
  to: day.optional(),
});

const exportsOf: readonly { path: string; of: (id: string) => VisitsOf }[] = [
  { path: 'assets', of: (assetId) => ({ assetId }) },
  { path: 'links', of: (linkId) => ({ linkId }) },
];

/**
 * The visit exports of the contract, streamed: oRPC answers with whole files. To be registered before the API's own
 * handler.
 */
export function registerVisitExports(app: Hono, { services }: { services: Services }): void {
  for (const { path, of } of exportsOf) {
    app.get(`/api/v1/${path}/:id/visits.csv`, async (c) => {
      const caller = await authenticate({ services, headers: c.req.raw.headers }, { changes: false });
      if (!caller.permissions.has('content:read')) {
        throw new AppError(
          'forbidden',
          `This needs the permission "content:read", which ${caller.actor.name} does not have.`,
        );
      }
      const query = exportQuery.safeParse({ ...c.req.query(), id: c.req.param('id') });
      if (!query.success) {
        const fields = query.error.issues.map((issue) => ({
          path: issue.path.join('.'),
          message: issue.message,
        }));
        const message = `Please check: ${fields.map((field) => `${field.path}: ${field.message}`).join('; ')}.`;
        throw new AppError('invalid_input', message, { fields });
      }
      const { database } = services;
      const { workspaceId } = caller;
      const { id: ofId, ...asked } = query.data;
      const chunks = await exportVisits({ ...asked, database, workspaceId, of: of(ofId) });
      return new Response(streamOf(chunks), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="visits.csv"',
          'cache-control': 'no-store',
        },
      });
    });
  }
}

/** Asks for the next chunk when the reader is ready for it, and stops asking when it goes away. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}
