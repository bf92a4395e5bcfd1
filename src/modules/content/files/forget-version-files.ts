import type { Files } from '../../../platform/files/files.ts';
import { folderOf } from './keys.ts';

/** Deletes everything that was kept of a version: its file, pictures, texts. Call when it is gone from the database. */
export async function forgetVersionFiles(
  files: Files,
  version: { workspaceId: string; versionId: string },
): Promise<void> {
  await files.deleteAll(`${folderOf(version)}/`);
}
