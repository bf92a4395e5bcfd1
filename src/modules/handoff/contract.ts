import { goalsContract } from './goals/contract.ts';
import { handoffsContract } from './handoffs/contract.ts';
import { measuresContract } from './measures/contract.ts';
import { trySlaContract } from './measures/try-contract.ts';
import { packetContract } from './packet/contract.ts';
import { requestsContract } from './requests/contract.ts';
import { routingContract } from './routing/contract.ts';
import { trayContract } from './tray/contract.ts';

/** The hand-off between marketing and sales: what is offered, answered, asked, routed, promised and kept. */
export const handoffContract = {
  goals: goalsContract,
  handoffs: handoffsContract,
  measures: measuresContract,
  packets: packetContract,
  requests: requestsContract,
  routing: routingContract,
  tray: trayContract,
  trials: trySlaContract,
};
