import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { anyPlace } from '../coverage/contract.ts';
import { keyOf } from '../coverage/places.ts';
import type { Piece } from '../coverage/read-layout.ts';

/** How many open leads of a persona somebody has. */
export type OpenLeads = { teammateId: string; persona: string; leads: number };

export async function readOpenLeads(tx: Tx): Promise<OpenLeads[]> {
  const rows = await tx.rows<OpenLeads>(sql`
    select t.id as "teammateId", c.persona, count(*)::int as leads
    from contact c join teammate t on t.id = c.owner_id
    where c.merged_into_id is null and c.lifecycle_status = 'open' and c.lifecycle_stage is not null
      and c.persona is not null and c.persona <> ''
    group by t.id, c.persona`);
  return rows.map((row) => ({ ...row, persona: keyOf(row.persona) }));
}

/** Pieces made for people whom somebody has as open leads, and that they never gave to anybody; most leads first. */
export function neverUsedBy(options: {
  teammateId: string;
  pieces: readonly Piece[];
  leads: readonly OpenLeads[];
  usedIds: ReadonlySet<string>;
}): { id: string; name: string; leads: number }[] {
  const { teammateId, pieces, leads, usedIds } = options;
  const own = new Map<string, number>();
  for (const one of leads)
    if (one.teammateId === teammateId) own.set(one.persona, (own.get(one.persona) ?? 0) + one.leads);
  return pieces
    .filter(({ id }) => !usedIds.has(id))
    .map(({ id, title, places }) => {
      const personas = new Set(
        places.map(({ persona }) => persona).filter((persona) => persona !== anyPlace),
      );
      return {
        id,
        name: title,
        leads: [...personas].reduce((sum, persona) => sum + (own.get(persona) ?? 0), 0),
      };
    })
    .filter((piece) => piece.leads > 0)
    .sort((one, other) => other.leads - one.leads || (one.name < other.name ? -1 : 1));
}
