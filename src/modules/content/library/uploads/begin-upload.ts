import { newId } from '../../../../platform/ids.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import type { Step } from '../../step.ts';
import type { Upload } from '../schemas.ts';
import { loadUpload, presentUpload } from './records.ts';

/** Begins an upload: the file is named, its bytes come next. */
export async function beginUpload(
  step: Step,
  { fileName, fileBytes }: { fileName: string; fileBytes: number },
): Promise<Upload> {
  const { tx, workspaceId, actor, userId, now } = step;
  const id = newId();
  await tx.run(sql`insert into content_upload (id, workspace_id, file_name, file_bytes, created_by, created_by_user,
      created_at)
    values (${id}, ${workspaceId}, ${plainName(fileName)}, ${fileBytes}, ${actor.name}, ${userId}, ${now})`);
  return presentUpload(tx, await loadUpload(tx, id));
}

/** The name alone, without folders and what no file name holds. It is shown, and never part of a path of ours. */
function plainName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/\p{Cc}|\p{Cf}/gu, '').trim();
  return plain === '' || /^\.+$/.test(plain) ? 'file' : plain;
}
