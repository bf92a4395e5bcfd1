import { createReadStream } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError, notFound } from '../../../platform/errors.ts';
import { withLocalFile } from '../../../platform/files/read-range.ts';
import type { Services } from '../../../platform/services.ts';
import { FileChild } from './child/file-child.ts';
import { limits } from './child/limits.ts';
import { reasonOf } from './document-reader.ts';
import { findVersion } from './versions.ts';

const mostAtOnce = 2;
let underWay = 0;

/** A copy of a document with `words` (its reader's address) on each page. Refuses documents that cannot be copied so. */
export async function stampedPdf(
  services: Services,
  options: { versionId: string; words: string },
): Promise<Readable> {
  const version = await findVersion(services, options.versionId);
  const isDocument = version?.format === 'pdf' || version?.format === 'slides';
  if (!version?.fileKey || !isDocument || version.state !== 'ready') throw notFound('document');
  if (underWay >= mostAtOnce) {
    throw new AppError('unavailable', 'Other copies are being made. Please try again in a moment.');
  }
  underWay += 1;
  try {
    return await stamp(services, { key: version.fileKey, words: options.words });
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    const words = 'This document cannot be downloaded with your name on it. You can still read it here.';
    const logMessage = error instanceof Error ? error.message : String(error);
    throw new AppError('unprocessable', words, { logMessage, cause: error });
  } finally {
    underWay -= 1;
  }
}

async function stamp(services: Services, options: { key: string; words: string }): Promise<Readable> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'liaison-stamp-'));
  const drop = () => rm(folder, { recursive: true, force: true });
  try {
    const to = join(folder, 'stamped.pdf');
    await withLocalFile(services.files, options.key, async (path) => {
      const child = await FileChild.start({ path, folder, niceness: 5 });
      try {
        await child.ask({ kind: 'stamp', path, to, words: options.words }, limits.stampMs);
      } finally {
        child.stop();
      }
    });
    const stream = createReadStream(to);
    stream.once('close', () => void drop().catch(() => undefined));
    return stream;
  } catch (error) {
    await drop();
    throw error;
  }
}
