import type { Tx } from '../../platform/postgres/database.ts';
import { ownTeammate } from '../people/index.ts';
import type { Actor } from '../workspace/index.ts';
import type { OurPeople } from './our-people.ts';

export type Addressed = { address: string; name: string | null };

/** Who of ours has a record; members get one where they have none yet. `others` are colleagues by their domain only. */
export async function resolveOurSide(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  ours: OurPeople;
  people: readonly Addressed[];
}): Promise<{ teammateIds: string[]; others: Addressed[] }> {
  const teammateIds = new Set<string>();
  const others: Addressed[] = [];
  for (const person of options.people) {
    const known = options.ours.known(person.address);
    const { userId = null } = known ?? {};
    if (known?.teammateId) teammateIds.add(known.teammateId);
    else if (userId !== null) teammateIds.add(await ownTeammate({ ...options, userId }));
    else others.push(person);
  }
  return { teammateIds: [...teammateIds], others };
}
