import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';

type Film = { mediaType: string; bytes: number };

/** A player asks for a film in many parts; what a version is never changes. */
const mostRemembered = 500;
const remembered = new WeakMap<Services, Map<string, Film | null>>();

export async function filmOf(
  services: Services,
  { workspaceId, versionId }: { workspaceId: string; versionId: string },
): Promise<Film | null> {
  const known = remembered.get(services) ?? new Map<string, Film | null>();
  remembered.set(services, known);
  const found = known.get(versionId);
  if (found !== undefined) return found;
  const film = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first<Film>(sql`select media_type as "mediaType", file_bytes as bytes from asset_version
      where id = ${versionId} and format = 'video' and state = 'ready' and media_type is not null and file_bytes is not null`),
  );
  if (known.size >= mostRemembered) known.clear();
  known.set(versionId, film);
  return film;
}
