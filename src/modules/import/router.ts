import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { cancelImport } from './cancel-import.ts';
import { importContract } from './contract.ts';
import { createImport } from './create-import.ts';
import { sendImportJob } from './jobs/run-import-job.ts';
import { listImports } from './list-imports.ts';
import { listRefusals } from './list-refusals.ts';
import { openRefusedFile } from './open-refused-file.ts';
import { previewImport } from './preview-import.ts';
import { putPart } from './put-part.ts';
import { loadImport, presentImport } from './records.ts';
import { endCancelled } from './run/finish-import.ts';
import { startImport } from './start-import.ts';

const os = implement(importContract).$context<RequestContext>().use(authorised);

export const importRouter = os.router({
  create: os.create.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      createImport(tx, {
        ...input,
        workspaceId: context.workspaceId,
        actorName: context.actor.name,
        now: context.services.now(),
      }),
    ),
  ),
  putPart: os.putPart.handler(({ input, context }) =>
    context.inWorkspace((tx) => putPart(tx, { ...input, files: context.services.files })),
  ),
  preview: os.preview.handler(({ input, context }) =>
    context.inWorkspace((tx) => previewImport(tx, { ...input, files: context.services.files })),
  ),
  start: os.start.handler(async ({ input, context }) => {
    const { services, workspaceId, actor } = context;
    const started = await context.inWorkspace((tx) =>
      startImport(tx, { ...input, files: services.files, actor }),
    );
    // Were this lost, the next start of the program would send it.
    await sendImportJob(services, { workspaceId, importId: started.id });
    return started;
  }),
  get: os.get.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => presentImport(await loadImport(tx, input.importId))),
  ),
  list: os.list.handler(({ input, context }) => context.inWorkspace((tx) => listImports(tx, input))),
  cancel: os.cancel.handler(async ({ input, context }) => {
    const { services, workspaceId } = context;
    const row = await context.inWorkspace((tx) =>
      cancelImport(tx, { importId: input.importId, now: services.now() }),
    );
    await endCancelled({ services, workspaceId, importId: row.id }, row);
    return presentImport(row);
  }),
  refusals: os.refusals.handler(({ input, context }) => context.inWorkspace((tx) => listRefusals(tx, input))),
  refusalsFile: os.refusalsFile.handler(({ input, context }) =>
    context.inWorkspace((tx) => openRefusedFile(tx, { ...input, files: context.services.files })),
  ),
});
