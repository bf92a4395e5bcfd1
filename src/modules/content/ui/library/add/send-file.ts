import { client } from '../../../../../web/api.ts';
import { asProblem } from '../../../../../web/problem.ts';
import type { Upload } from '../api-types.ts';

const megabyte = 1_024 * 1_024;
const maxTries = 4;
const firstPauseMs = 400;
/** No answer, too many at once, an engine that is just starting: worth another try. */
const passing = new Set([0, 408, 429, 500, 502, 503, 504]);

/** Small enough that the progress moves, large enough for a film; the server takes up to 8 MB. */
function partBytesOf(size: number): number {
  if (size < 20 * megabyte) return megabyte / 2;
  return size < 400 * megabyte ? 2 * megabyte : 8 * megabyte;
}

/**
 * Sends what is missing of a file, part by part in order, and has it looked at. A part that fails is tried again, more
 * slowly each time; then the error is thrown, and a later call goes on from what the server has.
 */
export async function sendFile(options: {
  file: File;
  /** Of an earlier try. */
  uploadId: string | null;
  signal: AbortSignal;
  onBegun: (uploadId: string) => void;
  onSent: (bytes: number) => void;
}): Promise<Upload> {
  const { file, signal, onSent } = options;
  let upload = await beginOrGoOn(options);
  options.onBegun(upload.id);
  onSent(upload.received);
  const partBytes = partBytesOf(file.size);
  while (upload.received < file.size) {
    signal.throwIfAborted();
    const slice = file.slice(upload.received, upload.received + partBytes);
    const data = new File([slice], 'part', { type: 'application/octet-stream' });
    const { id: uploadId, parts: part } = upload;
    upload = await patiently(
      () => client.content.library.putPart({ uploadId, part, data }, { signal }),
      signal,
    );
    onSent(upload.received);
  }
  const { id: uploadId } = upload;
  return patiently(() => client.content.library.completeUpload({ uploadId }, { signal }), signal);
}

async function beginOrGoOn(options: {
  file: File;
  uploadId: string | null;
  signal: AbortSignal;
}): Promise<Upload> {
  const { file, uploadId, signal } = options;
  if (uploadId !== null) {
    try {
      const earlier = await client.content.library.readUpload({ uploadId }, { signal });
      if (earlier.fileBytes === file.size) return earlier;
    } catch (error) {
      // After two days it is gone: begin anew.
      if (asProblem(error).code !== 'not_found') throw error;
    }
  }
  return patiently(
    () => client.content.library.beginUpload({ fileName: file.name, fileBytes: file.size }, { signal }),
    signal,
  );
}

async function patiently<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (tried >= maxTries || !passing.has(asProblem(error).status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** tried));
    }
  }
}
