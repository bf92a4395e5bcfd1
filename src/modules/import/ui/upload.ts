import { client } from '../../../web/api.ts';
import { asProblem } from '../../../web/problem.ts';

/** Small enough that the progress moves and a lost part is soon sent again; the server takes up to 8 MB. */
const partBytes = 4 * 1_024 * 1_024;
const maxTries = 4;
/** No answer, too many at once, an engine that is just starting: worth another try. */
const passing = new Set([0, 408, 429, 500, 502, 503, 504]);

export type UploadingFile = { fileIndex: number; file: File; received: number; parts: number };

export type UploadStep = { fileIndex: number; received: number };

/**
 * Sends what is missing of each file, part by part in order. A part that fails is tried again, more slowly each time;
 * then the error is thrown and a later call goes on from what the server has.
 */
export async function uploadFiles(options: {
  importId: string;
  files: readonly UploadingFile[];
  signal: AbortSignal;
  onStep: (step: UploadStep) => void;
}): Promise<void> {
  for (const { fileIndex, file, received, parts } of options.files) {
    let offset = received;
    for (let part = parts; offset < file.size; part += 1) {
      options.signal.throwIfAborted();
      const data = new File([file.slice(offset, offset + partBytes)], file.name);
      await sendPart({ importId: options.importId, fileIndex, part, offset, data }, options.signal);
      offset += data.size;
      options.onStep({ fileIndex, received: offset });
    }
  }
}

type Part = { importId: string; fileIndex: number; part: number; offset: number; data: File };

async function sendPart(part: Part, signal: AbortSignal): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await client.import.putPart(part, { signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (tried >= maxTries || !passing.has(asProblem(error).status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** tried));
    }
  }
}
