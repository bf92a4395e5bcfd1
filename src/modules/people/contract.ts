import { accountsContract } from './accounts/contract.ts';
import { contactsContract } from './contacts/contract.ts';
import { fieldsContract } from './fields/contract.ts';
import { historyContract } from './history/contract.ts';
import { identityContract } from './identity/contract.ts';
import { lifecycleContract } from './lifecycle/contract.ts';
import { matchingContract } from './matching/contract.ts';
import { mergingContract } from './merging/contract.ts';
import { opportunitiesContract } from './opportunities/contract.ts';
import { pickersContract, teammatesContract } from './teammates/contract.ts';
import { viewsContract } from './views/contract.ts';

/** Words of records that other contracts are written in too. */
export { day, id, named, optionalText, time } from './records.ts';

export const peopleContract = {
  contacts: contactsContract,
  accounts: accountsContract,
  opportunities: opportunitiesContract,
  merging: mergingContract,
  matching: matchingContract,
  customFields: fieldsContract,
  savedViews: viewsContract,
  teammates: teammatesContract,
  pickers: pickersContract,
  history: historyContract,
  lifecycle: lifecycleContract,
  identity: identityContract,
};
