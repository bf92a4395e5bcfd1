import { putWhole } from '../../../platform/files/files.ts';
import type { Services } from '../../../platform/services.ts';
import type { DrawnPage } from './child/messages.ts';
import { pictureKey, textKey, thumbnailKey } from './keys.ts';

/** Keeps what was drawn of a page. Drawn again, it is the same, so it does no harm to come twice. */
export async function storePage(
  services: Pick<Services, 'files'>,
  options: { workspaceId: string; versionId: string; page: number; drawn: DrawnPage },
): Promise<void> {
  const { files } = services;
  const { drawn } = options;
  for (const { width, bytes } of drawn.pictures) {
    await putWhole(files, pictureKey({ ...options, width }), bytes);
  }
  await putWhole(files, textKey(options), Buffer.from(JSON.stringify(drawn.text)));
  if (drawn.thumbnail) await putWhole(files, thumbnailKey(options), drawn.thumbnail);
}
