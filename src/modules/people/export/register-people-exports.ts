import type { Hono } from 'hono';
import { AppError } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import { authenticate } from '../../workspace/index.ts';
import { exportQuery, type RecordType } from '../lists/contract.ts';
import { exportCsv } from './export-csv.ts';

const exportsOf: readonly { path: string; recordType: RecordType }[] = [
  { path: 'contacts', recordType: 'contact' },
  { path: 'accounts', recordType: 'account' },
  { path: 'opportunities', recordType: 'opportunity' },
];

/**
 * The CSV exports of the contract, streamed: oRPC answers with whole files, which a million rows must not be. To be
 * registered before the API's own handler.
 */
export function registerPeopleExports(app: Hono, options: { services: Services }): void {
  const { services } = options;
  for (const { path, recordType } of exportsOf) {
    app.get(`/api/v1/${path}/export`, async (c) => {
      const caller = await authenticate({ services, headers: c.req.raw.headers }, { changes: false });
      if (!caller.permissions.has('people:read')) {
        throw new AppError(
          'forbidden',
          `This needs the permission "people:read", which ${caller.actor.name} does not have.`,
        );
      }
      const query = exportQuery.safeParse(c.req.query());
      if (!query.success) {
        const fields = query.error.issues.map((issue) => ({
          path: issue.path.join('.'),
          message: issue.message,
        }));
        throw new AppError(
          'invalid_input',
          `Please check: ${fields.map((field) => field.message).join('; ')}.`,
          { fields },
        );
      }
      const chunks = await exportCsv({
        database: services.database,
        workspaceId: caller.workspaceId,
        recordType,
        query: query.data,
        now: services.now(),
      });
      return new Response(streamOf(chunks), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${path}.csv"`,
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
