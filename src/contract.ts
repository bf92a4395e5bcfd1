import { interactionsContract } from './modules/interactions/contract.ts';
import { statusContract } from './modules/status/contract.ts';
import { workspaceContract } from './modules/workspace/contract.ts';

/** Every operation of Liaison. REST, its OpenAPI document, the web client and the command line come from this. */
export const contract = {
  interactions: interactionsContract,
  status: statusContract,
  workspace: workspaceContract,
};
