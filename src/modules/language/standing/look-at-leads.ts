import type { Tx } from '../../../platform/postgres/database.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';
import type { Meaning } from './meaning.ts';
import { moveLeads } from './move-leads.ts';
import { type PlaceOf, readPlaces, survivorsOf } from './places.ts';
import { type WorkedOut, workOut } from './work-out.ts';
import { writeScores } from './write-scores.ts';

type Look = {
  tx: Tx;
  workspaceId: string;
  now: Date;
  meaning: Meaning;
  contactIds: readonly string[];
};

/**
 * Works out where leads stand now and writes it: scores, when each is due again, and the changes of stage that signed
 * gates make. Looking again at once changes nothing.
 */
export async function lookAtLeads(options: Look): Promise<void> {
  const { tx, workspaceId, now, meaning } = options;
  if (options.contactIds.length === 0) return;
  const survivors = await survivorsOf(tx, options.contactIds);
  const ids = [...new Set(survivors.values())];
  const histories = await loadLeadHistories(tx, ids);
  const places = await readPlaces(tx, ids);
  const worked: WorkedOut[] = [];
  const notYet = new Map<string, number>();
  for (const history of histories) {
    const one = workOut(history, now.getTime(), meaning);
    if (one) worked.push(one);
    else notYet.set(history.contactId, history.knownAtMs);
  }
  const known = new Set([...worked.map(({ contactId }) => contactId), ...notYet.keys()]);
  const lastStage = meaning.stages.at(-1)?.key;
  await writeScores({
    tx,
    workspaceId,
    now,
    standings: worked.map((one) => ({ ...one, isOpen: isOpen(places.get(one.contactId), lastStage) })),
    notYet,
    goneIds: options.contactIds.filter((id) => !known.has(id)),
  });
  await moveLeads({ tx, workspaceId, now, meaning, worked, places });
}

/** Still on the way: who has left or become a customer is no open lead. */
const isOpen = (place: PlaceOf | undefined, lastStage: string | undefined): boolean =>
  place !== undefined && place.status === 'open' && (place.stage === null || place.stage !== lastStage);
