import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { ChildLost } from './child/file-child.ts';
import { limits } from './child/limits.ts';
import type { DrawnPage } from './child/messages.ts';
import { DocumentReader, drawBlankPage } from './document-reader.ts';
import { drawnWidths, type PictureWidth, pictureKey } from './keys.ts';
import { storePage } from './store-page.ts';
import { findVersion, type VersionRow } from './versions.ts';

/** Behind everything that somebody waits for. */
const niceness = 10;

const underWay = new Set<string>();

/**
 * Draws what is not drawn yet of a document, page by page, and keeps count: stopped at any moment, it goes on where it
 * stood. A page that cannot be drawn says so in its picture.
 */
export async function drawVersionPages(
  services: Services,
  options: { versionId: string; signal?: AbortSignal },
): Promise<void> {
  const version = await findVersion(services, options.versionId);
  if (version?.state !== 'ready' || underWay.has(version.id)) return;
  if (version.fileKey === null || version.donePages >= (version.pageCount ?? 0)) return;
  underWay.add(version.id);
  try {
    await drawAll({ services, version, key: version.fileKey, signal: options.signal });
  } finally {
    underWay.delete(version.id);
  }
}

async function drawAll(options: {
  services: Services;
  version: VersionRow;
  key: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { services, version, key, signal } = options;
  const pageCount = version.pageCount ?? 0;
  const until = performance.now() + limits.documentMs + limits.documentPageMs * pageCount;
  const reader = await DocumentReader.open({ files: services.files, key, niceness });
  let failed = 0;
  try {
    for (let page = version.donePages + 1; page <= pageCount; page += 1) {
      if (signal?.aborted) return;
      const givenUp = failed >= limits.failedPages || performance.now() > until;
      const drawn = givenUp ? null : await drawOne({ services, version, reader, page });
      if (drawn === null) failed += 1;
      const size = reader.pages[page - 1] ?? { width: 595, height: 842 };
      const shown = drawn ?? (await drawBlankPage({ size, widths: drawnWidths }));
      await storePage(services, {
        workspaceId: version.workspaceId,
        versionId: version.id,
        page,
        drawn: shown,
      });
      await countPage(services, { version, page, text: drawn?.plain ?? '', undrawn: drawn === null });
    }
  } finally {
    await reader.close();
  }
}

const mostAttempts = 2;

/** What is missing of a page; null where it cannot be drawn. */
async function drawOne(options: {
  services: Services;
  version: VersionRow;
  reader: DocumentReader;
  page: number;
}): Promise<DrawnPage | null> {
  const { services, version, reader, page } = options;
  const widths: PictureWidth[] = [];
  for (const width of drawnWidths) {
    const key = pictureKey({ workspaceId: version.workspaceId, versionId: version.id, page, width });
    if (!(await services.files.exists(key))) widths.push(width);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reader.draw({ page, widths, thumbnail: false });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      services.log.warn({ versionId: version.id, page, attempt, why }, 'a page could not be drawn');
      // It may have been the machine, unless the page wants more memory than there is.
      const hopeless = error instanceof ChildLost && error.why === 'memory';
      if (hopeless || attempt >= mostAttempts) return null;
    }
  }
}

async function countPage(
  services: Services,
  options: { version: VersionRow; page: number; text: string; undrawn: boolean },
): Promise<void> {
  const { version, page, text, undrawn } = options;
  await services.database.inWorkspace(version.workspaceId, async (tx) => {
    await tx.run(sql`update asset_page set text = ${text}
      where version_id = ${version.id} and number = ${page}`);
    await tx.run(sql`update asset_version set done_pages = ${page},
        undrawn_pages = undrawn_pages + ${undrawn ? 1 : 0}
      where id = ${version.id} and done_pages = ${page - 1}`);
  });
}
