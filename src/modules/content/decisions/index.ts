export { decide } from './decide.ts';
export { latestDecisionOf } from './decision-rows.ts';
