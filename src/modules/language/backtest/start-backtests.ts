import type { Services } from '../../../platform/services.ts';
import {
  backtestOverdueProposals,
  backtestProposal,
  overdueBacktestsJob,
  proposalBacktestJob,
} from './proposal-backtest.ts';

const everyFiveMinutes = '*/5 * * * *';

/** Every proposal carries its backtest: at once where all is well, else as soon as it can be run. */
export async function registerBacktestJobs(services: Services): Promise<void> {
  await services.jobs.work(proposalBacktestJob, (payload) => backtestProposal(services, payload));
  await services.jobs.work(overdueBacktestsJob, () => backtestOverdueProposals(services));
  await services.jobs.schedule(overdueBacktestsJob, everyFiveMinutes, {});
}
