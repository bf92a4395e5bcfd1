import { openSigned, signWords } from '../../../../platform/auth/seal.ts';
import { AppError } from '../../../../platform/errors.ts';
import { isId } from '../../../../platform/ids.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';

const purpose = 'board-mail';

export type BoardReader = { workspaceId: string; kind: 'member' | 'address'; id: string };

/** The token in a mail's links, by which its reader stops them without signing in. */
export function stopToken(
  services: Pick<Services, 'config'>,
  { workspaceId, kind, id }: BoardReader,
): Promise<string> {
  return signWords(services.config, purpose, `${workspaceId}.${kind}.${id}`);
}

/** No more of these mails, for whoever got the one with the link. */
export async function stopMail(
  services: Pick<Services, 'config' | 'database' | 'now'>,
  token: string,
): Promise<{ what: string }> {
  const words = await openSigned(services.config, purpose, token);
  const [workspaceId = '', kind = '', id = ''] = words?.split('.') ?? [];
  if (!isId(workspaceId) || !isId(id))
    throw new AppError('not_found', 'This link is not one of ours, or was cut short. Copy all of it.');
  await services.database.inWorkspace(workspaceId, async (tx) => {
    if (kind === 'member')
      await tx.run(sql`update board_schedule set member_ids = array_remove(member_ids, ${id}::uuid)`);
    else
      await tx.run(
        sql`update board_address set stopped_at = coalesce(stopped_at, ${services.now()}) where id = ${id}`,
      );
    await tx.run(sql`update board_sending set state = 'dead', error = 'The reader asked for no more of it.'
      where state = 'waiting' and ${kind === 'member' ? sql`user_id = ${id}` : sql`address_id = ${id}`}`);
  });
  return { what: 'The page for the board' };
}
