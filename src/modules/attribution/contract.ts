import { askingContract } from './asking/contract.ts';
import { boardContract } from './board/contract.ts';
import { creditContract } from './credit/contract.ts';
import { evidenceContract } from './evidence/contract.ts';
import { journeysContract } from './journeys/contract.ts';
import { reasonsContract } from './reasons/contract.ts';
import { settingsContract } from './settings/contract.ts';
import { valueContract } from './value/contract.ts';

/** What came of it all: who earned what, by which way, and whether it was worth its cost. */
export const resultsContract = {
  asking: askingContract,
  board: boardContract,
  credit: creditContract,
  evidence: evidenceContract,
  journeys: journeysContract,
  reasons: reasonsContract,
  settings: settingsContract,
  value: valueContract,
};
