import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { countReceived } from '../../interactions/index.ts';
import { cleanLine, cleanText } from './reading/clean-text.ts';
import { writeDurably } from './store-attachments.ts';

const shownBytes = 4_096;

/** Keeps a mail that could not be taken: as it came in a file, its headers and the reason among the dead letters. */
export async function keepDeadMail(options: {
  services: Services;
  workspaceId: string;
  raw: Uint8Array;
  now: Date;
  code: string;
  reason: string;
  messageId?: string | null;
}): Promise<'dead_lettered'> {
  const { services, workspaceId, raw, now } = options;
  const id = newId();
  const file = `mail/${workspaceId}/dead/${id}.eml`;
  await writeDurably(services.files, file, raw);
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await tx.run(sql`insert into dead_letter (id, workspace_id, door, received_at, reason_code, reason, event_type, message_id, raw)
      values (${id}, ${workspaceId}, 'mail', ${now}, ${options.code}, ${cleanLine(options.reason, 500)}, 'mail',
        ${options.messageId ?? null}, ${JSON.stringify({ file, sizeBytes: raw.byteLength, headers: headersOf(raw) })})`);
    await countReceived({ tx, workspaceId, door: 'mail', now, counted: { deadLettered: 1 } });
  });
  return 'dead_lettered';
}

/** Enough to tell what it is. What it says and is about may be private, and dead letters are read by more. */
function headersOf(raw: Uint8Array): string[] {
  const text = cleanText(Buffer.from(raw.subarray(0, shownBytes)).toString('utf8'), shownBytes);
  const [head = ''] = text.split(/\r?\n\r?\n/);
  return head
    .split(/\r?\n/)
    .filter((line) => /^(from|to|cc|date|message-id|mime-version|content-\S+|received):/i.test(line));
}
