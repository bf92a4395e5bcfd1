import { implement } from '@orpc/server';
import { AppError } from '../../../platform/errors.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { sendVersionJob } from '../files/index.ts';
import type { Step } from '../step.ts';
import { addAsset } from './add-asset.ts';
import { addVersion } from './add-version.ts';
import { bringBack } from './bring-back.ts';
import { changeAsset } from './change-asset.ts';
import { confirmAsset } from './confirm-asset.ts';
import { libraryContract } from './contract.ts';
import { exportAssets } from './export-assets.ts';
import { listAssets } from './list-assets.ts';
import { loadAsset } from './load-asset.ts';
import { makeCurrent } from './make-current.ts';
import { readOverview } from './read-overview.ts';
import { removeAsset } from './remove-asset.ts';
import { retireAsset } from './retire-asset.ts';
import type { AssetDetail } from './schemas.ts';
import { searchPages } from './search-pages.ts';
import { beginUpload } from './uploads/begin-upload.ts';
import { completeUpload, dropParts } from './uploads/complete-upload.ts';
import { dropFiles, dropUpload } from './uploads/drop-upload.ts';
import { putPart } from './uploads/put-part.ts';
import { loadUpload, presentUpload } from './uploads/records.ts';
import { takeSource } from './uploads/take-source.ts';

const os = implement(libraryContract).$context<RequestContext>().use(authorised);

const nowOf = (context: WorkspaceContext) => context.services.now();

/** One transaction with all that a use case of the library is called with. */
function asStep<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { workspaceId, actor, caller } = context;
  return context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: nowOf(context) }),
  );
}

/** A change of a piece, answered with the piece as it is now. */
function changed(
  context: WorkspaceContext,
  assetId: string,
  work: (step: Step) => Promise<unknown>,
): Promise<AssetDetail> {
  return asStep(context, async (step) => {
    await work(step);
    return loadAsset(step.tx, { assetId, now: step.now });
  });
}

/** Pages of a file are made in the background; were this lost, the next start would find the version. */
async function processed(
  { services }: WorkspaceContext,
  made: { detail: AssetDetail; versionId: string; waits: boolean },
): Promise<AssetDetail> {
  if (made.waits) await sendVersionJob(services, { versionId: made.versionId });
  return made.detail;
}

export const libraryRouter = os.router({
  list: os.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listAssets({ ...input, tx, now: nowOf(context) })),
  ),
  overview: os.overview.handler(({ context }) =>
    context.inWorkspace((tx) => readOverview({ tx, now: nowOf(context) })),
  ),
  search: os.search.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => ({ items: await searchPages(tx, input) })),
  ),
  export: os.export.handler(({ input, context }) =>
    context.inWorkspace((tx) => exportAssets({ ...input, tx, now: nowOf(context) })),
  ),
  get: os.get.handler(({ input, context }) =>
    context.inWorkspace((tx) => loadAsset(tx, { ...input, now: nowOf(context) })),
  ),
  create: os.create.handler(async ({ input, context }) => {
    const made = await asStep(context, async (step) => {
      const added = await addAsset(step, { ...input, source: await takeSource(step, input) });
      return { ...added, detail: await loadAsset(step.tx, { assetId: added.assetId, now: step.now }) };
    });
    return processed(context, made);
  }),
  update: os.update.handler(({ input, context }) =>
    changed(context, input.assetId, (step) => changeAsset(step, input)),
  ),
  addVersion: os.addVersion.handler(async ({ input, context }) => {
    const { assetId, note } = input;
    const made = await asStep(context, async (step) => {
      const added = await addVersion(step, { assetId, note, source: await takeSource(step, input) });
      return { ...added, detail: await loadAsset(step.tx, { assetId, now: step.now }) };
    });
    return processed(context, made);
  }),
  makeCurrent: os.makeCurrent.handler(({ input, context }) =>
    changed(context, input.assetId, (step) => makeCurrent(step, input)),
  ),
  retire: os.retire.handler(({ input, context }) =>
    changed(context, input.assetId, (step) => retireAsset(step, input)),
  ),
  bringBack: os.bringBack.handler(({ input, context }) =>
    changed(context, input.assetId, (step) => bringBack(step, input)),
  ),
  confirm: os.confirm.handler(({ input, context }) =>
    changed(context, input.assetId, (step) => confirmAsset(step, input)),
  ),
  remove: os.remove.handler(async ({ input, context }) => {
    const { versionIds } = await asStep(context, (step) => removeAsset(step, input));
    const { services, workspaceId } = context;
    await dropFiles(services.files, { workspaceId, ids: versionIds });
  }),
  beginUpload: os.beginUpload.handler(({ input, context }) =>
    asStep(context, (step) => beginUpload(step, input)),
  ),
  readUpload: os.readUpload.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => presentUpload(tx, await loadUpload(tx, input.uploadId))),
  ),
  putPart: os.putPart.handler(({ input, context }) =>
    asStep(context, (step) => putPart(step, { ...input, files: context.services.files })),
  ),
  completeUpload: os.completeUpload.handler(async ({ input, context }) => {
    const { services, workspaceId } = context;
    const { files } = services;
    const completed = await asStep(context, (step) => completeUpload(step, { ...input, files }));
    if (completed.ok) {
      await dropParts({ files, workspaceId, uploadId: input.uploadId });
      return completed.upload;
    }
    await asStep(context, (step) => dropUpload(step, input));
    await dropFiles(files, { workspaceId, ids: [input.uploadId] });
    throw new AppError('unprocessable', completed.reason);
  }),
  cancelUpload: os.cancelUpload.handler(async ({ input, context }) => {
    await asStep(context, (step) => dropUpload(step, input));
    const { services, workspaceId } = context;
    await dropFiles(services.files, { workspaceId, ids: [input.uploadId] });
  }),
});
