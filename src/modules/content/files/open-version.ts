import { putWhole } from '../../../platform/files/files.ts';
import type { Services } from '../../../platform/services.ts';
import { ChildLost } from './child/file-child.ts';
import { limits } from './child/limits.ts';
import { askOnce, DocumentReader, reasonOf } from './document-reader.ts';
import { drawnWidths, pictureKey, stripWidth, thumbnailKey } from './keys.ts';
import { storePage } from './store-page.ts';
import {
  beginVersion,
  findVersion,
  type PageSpan,
  readyVersion,
  refuseVersion,
  type VersionRow,
} from './versions.ts';

/** Files that end their reader are tried again: it may have been the machine. */
const mostAttempts = 3;

/**
 * Makes a version readable, or refuses it with the reason: measures it, draws its first page and thumbnail. The other
 * pages follow with `drawVersionPages`.
 */
export async function openVersion(services: Services, options: { versionId: string }): Promise<void> {
  const { versionId } = options;
  const version = await findVersion(services, versionId);
  if (version === null || version.state === 'ready' || version.state === 'refused') return;
  const { workspaceId } = version;
  const begun = await services.database.inWorkspace(workspaceId, (tx) => beginVersion(tx, versionId));
  if (begun === null) return;
  try {
    await open(services, version);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    const mayHaveBeenChance = error instanceof ChildLost && error.why !== 'memory';
    if (mayHaveBeenChance && begun.attempts < mostAttempts) {
      services.log.warn({ versionId, why: error.why }, 'a file ended its reader; trying again');
      return openVersion(services, options);
    }
    await refuseVersion(services, { workspaceId, versionId, reason });
  }
}

async function open(services: Services, version: VersionRow): Promise<void> {
  switch (version.format) {
    case 'pdf':
    case 'slides':
      return openDocument(services, version);
    case 'image':
      return openPicture(services, version);
    case 'video':
      return openFilm(services, version);
    case 'page':
    case 'link':
      return ready(services, version, { pages: [page({ number: 1 })], donePages: 1 });
  }
}

const page = (known: Partial<PageSpan> & { number: number }): PageSpan => ({
  width: null,
  height: null,
  from_ms: null,
  to_ms: null,
  text: '',
  ...known,
});

async function ready(
  services: Services,
  version: VersionRow,
  known: {
    pages: readonly PageSpan[];
    donePages: number;
    durationMs?: number;
    thumbnailKey?: string;
  },
): Promise<void> {
  const { workspaceId, id: versionId } = version;
  await services.database.inWorkspace(workspaceId, (tx) =>
    readyVersion(tx, {
      workspaceId,
      versionId,
      durationMs: null,
      thumbnailKey: null,
      now: services.now(),
      ...known,
    }),
  );
}

async function openDocument(services: Services, version: VersionRow): Promise<void> {
  const { files } = services;
  const place = { workspaceId: version.workspaceId, versionId: version.id };
  const reader = await DocumentReader.open({ files, key: keyOf(version), niceness: 0 });
  try {
    // A single page is drawn in full while the document is open.
    const isAll = reader.pages.length === 1;
    const widths = isAll ? drawnWidths : ([stripWidth, 1100] as const);
    const first = await reader.draw({ page: 1, widths, thumbnail: true });
    await storePage(services, { ...place, page: 1, drawn: first });
    const pages = reader.pages.map((size, index) =>
      page({ number: index + 1, ...size, text: index === 0 ? first.plain : '' }),
    );
    await ready(services, version, { pages, donePages: isAll ? 1 : 0, thumbnailKey: thumbnailKey(place) });
  } finally {
    await reader.close();
  }
}

async function openPicture(services: Services, version: VersionRow): Promise<void> {
  const { files } = services;
  const place = { workspaceId: version.workspaceId, versionId: version.id };
  const drawn = await askOnce({
    files,
    key: keyOf(version),
    niceness: 0,
    ask: (child, path) => child.ask({ kind: 'picture', path, widths: drawnWidths }, limits.pageMs),
  });
  for (const { width, bytes } of drawn.pictures) {
    await putWhole(files, pictureKey({ ...place, page: 1, width }), bytes);
  }
  await putWhole(files, thumbnailKey(place), drawn.thumbnail);
  const pages = [page({ number: 1, width: drawn.width, height: drawn.height })];
  await ready(services, version, { pages, donePages: 1, thumbnailKey: thumbnailKey(place) });
}

/** Parts that a film is read by: ten seconds each, of a long one as many as make a curve. */
const partMs = 10_000;
const mostParts = 120;

export function partsOf(durationMs: number): { from_ms: number; to_ms: number }[] {
  const count = Math.min(mostParts, Math.max(1, Math.ceil(durationMs / partMs)));
  const at = (index: number) => Math.round((durationMs * index) / count);
  return Array.from({ length: count }, (_, index) => ({ from_ms: at(index), to_ms: at(index + 1) }));
}

async function openFilm(services: Services, version: VersionRow): Promise<void> {
  const { durationMs } = await askOnce({
    files: services.files,
    key: keyOf(version),
    niceness: 0,
    ask: (child, path) => child.ask({ kind: 'film', path }, limits.openMs),
  });
  const pages = partsOf(durationMs).map((span, index) => page({ number: index + 1, ...span }));
  await ready(services, version, { pages, donePages: pages.length, durationMs });
}

function keyOf(version: VersionRow): string {
  if (version.fileKey === null) throw new Error(`version ${version.id} has no file`);
  return version.fileKey;
}
