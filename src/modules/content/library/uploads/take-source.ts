import { AppError } from '../../../../platform/errors.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { originalKey } from '../../files/index.ts';
import type { Step } from '../../step.ts';
import { requireOneSource, type VersionSource } from '../versions.ts';
import { loadUpload } from './records.ts';

export type SourceInput = {
  uploadId?: string | undefined;
  url?: string | undefined;
  format?: 'page' | 'link' | 'slides' | undefined;
};

/** What a version is to be made of. An upload is used up by it: its bytes lie where the version's belong already. */
export async function takeSource(step: Step, input: SourceInput): Promise<VersionSource> {
  requireOneSource(input);
  const { uploadId, url, format } = input;
  if (url !== undefined) {
    if (format === 'slides')
      throw new AppError('invalid_input', 'Slides are a file: export them as PDF and add that.');
    return { kind: 'address', url, format: format ?? 'page' };
  }
  return takeUpload(step, { uploadId: uploadId ?? '', asSlides: format === 'slides' });
}

async function takeUpload(
  { tx, workspaceId }: Step,
  { uploadId, asSlides }: { uploadId: string; asSlides: boolean },
): Promise<VersionSource> {
  const row = await loadUpload(tx, uploadId, { lock: true });
  const { format, media_type, sha256 } = row;
  if (format === null || media_type === null || sha256 === null)
    throw new AppError('conflict', `“${row.file_name}” is not complete yet. Complete its upload first.`);
  await tx.run(sql`delete from content_upload where id = ${uploadId}`);
  return {
    kind: 'file',
    versionId: uploadId,
    fileKey: originalKey({ workspaceId, versionId: uploadId }),
    fileName: row.file_name,
    format: asSlides && format === 'pdf' ? 'slides' : format,
    mediaType: media_type,
    bytes: row.file_bytes,
    sha256,
  };
}
