import { backtestContract } from './backtest/contract.ts';
import { definitionsContract } from './definitions/contract.ts';
import { questionsContract } from './questions/contract.ts';
import { rulesContract } from './rules/contract.ts';
import { slaContract } from './sla/contract.ts';
import { standingContract } from './standing/contract.ts';
import { suggestContract } from './suggest/contract.ts';

export { type RuleGroup, ruleGroup } from './rules/rule.ts';

export {
  type BusinessCalendar,
  type EscalationTarget,
  type PacketItem,
  packetItems,
  responseHoursFor,
  type SlaPolicy,
  slaPolicy,
} from './sla/policy.ts';

/** What words mean, and what follows from it: every operation of the language of both teams. */
export const languageContract = {
  ...rulesContract,
  ...backtestContract,
  ...definitionsContract,
  ...questionsContract,
  ...slaContract,
  ...standingContract,
  ...suggestContract,
};
