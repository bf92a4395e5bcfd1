import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { Files } from '../../../platform/files/files.ts';
import { readRangeBytes } from '../../../platform/files/read-range.ts';
import { advice, type Kind, kinds } from './kinds.ts';
import { safeFileName } from './safe-file-name.ts';
import { looksLikeMarkup, svgRefusal } from './svg.ts';
import { endsLikeArchive, officeKindOf, pdfRefusal } from './tails.ts';

export type InspectedFile =
  | {
      ok: true;
      format: 'pdf' | 'image' | 'video';
      mediaType: string;
      extension: string;
      bytes: number;
      sha256: string;
      /** A name that is safe to keep, show and download by. */
      fileName: string;
    }
  | { ok: false; reason: string };

/** The beginning and the end of a file, which say what it is. */
const endBytes = 64 * 1024;

/**
 * What an uploaded file is, by its own bytes and never by its name; or why it is refused, and what to do. What stands
 * deeper in it (a password, a damaged page) is found when it is made readable.
 */
export async function inspectFile(options: {
  files: Files;
  key: string;
  fileName: string;
}): Promise<InspectedFile> {
  const { files, key, fileName } = options;
  const { contentLength: bytes } = await files.getMetaData(key);
  if (bytes === 0) return refuse('This file is empty. Look whether it was saved, and upload it again.');
  const head = await readRangeBytes(files, key, 0, Math.min(bytes, endBytes) - 1);
  const tail = await readRangeBytes(files, key, Math.max(0, bytes - endBytes), bytes - 1);
  const found = await recognise({ head, tail });
  if (!found.ok) return found;
  const { kind } = found;
  if (bytes > kind.maxBytes) {
    const words = `This ${kind.name} has ${megabytes(bytes)} MB; at most ${megabytes(kind.maxBytes)} MB are taken. ${kind.smaller}`;
    return refuse(words);
  }
  const more = await refusalInside({ files, key, kind, head, tail, bytes });
  if (more !== null) return refuse(more);
  return {
    ok: true,
    format: kind.format,
    mediaType: kind.mediaType,
    extension: kind.extension,
    bytes,
    sha256: await sha256Of(files, key),
    fileName: safeFileName(fileName, kind.extension),
  };
}

const refuse = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en');

type Ends = { head: Buffer; tail: Buffer };

async function recognise({
  head,
  tail,
}: Ends): Promise<{ ok: true; kind: Kind } | { ok: false; reason: string }> {
  if (head.subarray(0, 5).equals(Buffer.from('%PDF-'))) return { ok: true, kind: kinds.pdf };
  // Archives are told apart by the names in them: nothing of them is ever unpacked.
  if (head.subarray(0, 2).equals(Buffer.from('PK'))) return refuse(advice(officeKindOf({ head, tail })));
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  const markup = looksLikeMarkup(head);
  if (markup === 'svg') return { ok: true, kind: kinds.svg };
  if (markup !== null) return refuse(advice(markup));
  if (type === undefined) {
    const late = head.subarray(0, 1_024).indexOf('%PDF-');
    return refuse(advice(late > 0 ? 'late-pdf' : 'unknown'));
  }
  const kind = Object.values(kinds).find((each) => each.found.some((name) => name === type.ext));
  return kind === undefined ? refuse(advice(type.ext)) : { ok: true, kind };
}

async function refusalInside(
  options: Ends & { files: Files; key: string; kind: Kind; bytes: number },
): Promise<string | null> {
  const { files, key, kind, head, tail, bytes } = options;
  if (endsLikeArchive(tail)) {
    return `This ${kind.name} has an archive hidden behind it, as files have that are two things at once. Export it anew from the program that made it, and upload that.`;
  }
  if (kind === kinds.svg) return svgRefusal(await readRangeBytes(files, key, 0, bytes - 1));
  if (kind === kinds.pdf) return pdfRefusal({ head, tail });
  return null;
}

async function sha256Of(files: Files, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await files.getStream(key)) hash.update(chunk);
  return hash.digest('hex');
}
