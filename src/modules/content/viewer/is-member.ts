import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { authOf } from '../../workspace/index.ts';

/** Whether who opens the page is signed in to Liaison as a member of the workspace. Reads only: no session is prolonged. */
export async function isMember(
  services: Services,
  { headers, workspaceId }: { headers: Headers; workspaceId: string },
): Promise<boolean> {
  if (!headers.get('cookie')?.includes('liaison.session_token')) return false;
  const token = await (await authOf(services)).sessionToken(headers);
  if (token === null) return false;
  const row = await services.database.asSystem((tx) =>
    tx.first(sql`select 1 from auth_session s join member m on m.user_id = s.user_id
      where s.token = ${token} and s.expires_at > ${services.now()} and m.workspace_id = ${workspaceId}`),
  );
  return row !== null;
}
