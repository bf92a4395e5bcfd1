import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { authOf } from '../../workspace/index.ts';
import { withDeadline } from './committer.ts';
import { lookUpWithinMs } from './limits.ts';
import { Recent } from './recent.ts';

const maxKeys = 5_000;
const maxSessions = 5_000;
/** So long a revoked key is still taken, and somebody who has just signed in is still counted. */
const keptMs = 3_000;
const maxKeyLength = 200;

/** Remembers for a moment what is asked at every request: whose a write key is, and who is a member. */
export class Senders {
  readonly #services: Services;
  readonly #workspaces: Recent<Promise<string | null>>;
  readonly #members: Recent<Promise<boolean>>;

  constructor(services: Services) {
    this.#services = services;
    const now = () => services.now().getTime();
    this.#workspaces = new Recent({ maxKeys, keptMs, now });
    this.#members = new Recent({ maxKeys: maxSessions, keptMs: keptMs * 10, now });
  }

  /** The workspace that a write key writes to; null where it is unknown or revoked. */
  workspaceOf(key: string): Promise<string | null> {
    if (key.length > maxKeyLength) return Promise.resolve(null);
    return remembered(this.#workspaces, key, () => this.#findWorkspace(key));
  }

  /** Whether the browser that sent these headers has a member of the workspace signed in. */
  async isMember(workspaceId: string, headers: Headers): Promise<boolean> {
    // Hardly any visitor is; the rest of the way is for those few.
    if (!headers.get('cookie')?.includes('liaison.session_token')) return false;
    const auth = await authOf(this.#services);
    const token = await auth.sessionToken(headers);
    if (token === null) return false;
    return remembered(this.#members, workspaceId + token, () => this.#findMember(workspaceId, token));
  }

  async #findWorkspace(key: string): Promise<string | null> {
    const row = await this.#services.database.asSystem((tx) =>
      tx.first<{ workspace_id: string }>(
        sql`select workspace_id from write_key where key = ${key} and revoked_at is null`,
      ),
    );
    return row?.workspace_id ?? null;
  }

  async #findMember(workspaceId: string, token: string): Promise<boolean> {
    const row = await this.#services.database.asSystem((tx) =>
      tx.first(sql`select 1 from auth_session s join member m on m.user_id = s.user_id
        where s.token = ${token} and s.expires_at > ${this.#services.now()} and m.workspace_id = ${workspaceId}`),
    );
    return row !== null;
  }
}

/** One question at a time for a key; a question that failed is asked again. */
function remembered<T>(recent: Recent<Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = recent.get(key);
  if (known !== undefined) return known;
  const answer = withDeadline(ask(), lookUpWithinMs);
  recent.set(key, answer);
  answer.catch(() => recent.delete(key));
  return answer;
}
