export { ensureRecast, type Recast } from './backtest/recast.ts';
export { registerBacktestJobs } from './backtest/start-backtests.ts';
export { bringIntoForce, comeIntoForceJob, everyMinute } from './definitions/bring-into-force.ts';
export { definitionsInForce } from './definitions/in-force.ts';
export { addStarterDefinitions, ensureStarterDefinitions } from './definitions/starter.ts';
export { executionSettings } from './execution/index.ts';
export { type TestsPassed, testsPassed } from './execution/tests-passed.ts';
export { leadFactsReady } from './facts/lead-facts-ready.ts';
export { LeadFeed } from './facts/lead-feed.ts';
export { languageRouter } from './router.ts';
export { type RuleRead, readRules, rulesThatHold } from './rules/ask-rules.ts';

export { type RuleGroup, ruleGroup } from './rules/rule.ts';
export {
  addBusinessDays,
  addBusinessMs,
  businessMsBetween,
  calendarWords,
  isOpen,
  openSpans,
} from './sla/calendar/index.ts';
export {
  type RejectReason,
  type RejectReasons,
  rejectReasonsInForce,
  type Sla,
  slaInForce,
  slaVersion,
} from './sla/in-force.ts';
export {
  type BusinessCalendar,
  type EscalationTarget,
  type PacketItem,
  responseHoursFor,
  type SlaPolicy,
} from './sla/policy.ts';
export { readStanding } from './standing/read-standing.ts';
export { type MoveBasis, readMoveBasis } from './standing/read-why.ts';
export { type RuleHeld, rulesHeldAt } from './standing/rules-held-at.ts';
export { startStanding } from './standing/start-standing.ts';
