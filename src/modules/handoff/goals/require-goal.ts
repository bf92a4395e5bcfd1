import { AppError } from '../../../platform/errors.ts';
import type { GoalInput } from './work-back.ts';

type Field = { path: string; message: string };

const refuse = (message: string, fields: Field[]) => new AppError('invalid_input', message, { fields });

const mostPeople = 1_000_000_000;

/** Sees to it that a goal can be worked back: nothing is divided by nothing, and no stage takes longer than one before. */
export function requireGoal(input: GoalInput): void {
  const { stages, offerStage, averageDealMinor, revenueMinor } = input;
  if (averageDealMinor === 0)
    throw refuse('At a deal of nothing, no number of customers reaches the goal. Give the average deal.', [
      { path: 'averageDealMinor', message: 'give an amount above 0' },
    ]);
  const offerAt = stages.findIndex(({ key }) => key === offerStage);
  if (offerAt < 0)
    throw refuse(`"${offerStage}" is not one of the stages of this calculation.`, [
      { path: 'offerStage', message: 'name one of the stages' },
    ]);
  const zero = stages
    .slice(0, -1)
    .findIndex(({ rate }, at) => at >= offerAt && (rate === null || rate === 0));
  if (zero >= 0)
    throw refuse(
      `At a rate of 0 % from "${stages[zero]?.key}" on nobody becomes a customer, however many leads are offered. Give the rate you reckon with.`,
      [{ path: `stages.${zero}.rate`, message: 'give a share above 0 %' }],
    );
  const share = stages.slice(offerAt, -1).reduce((product, { rate }) => product * (rate ?? 1), 1);
  if (((revenueMinor / averageDealMinor) * input.peoplePerDeal) / share > mostPeople)
    throw refuse(
      'That goal takes more than a thousand million leads. Check the average deal and the rates.',
      [{ path: 'revenueMinor', message: 'too many leads would be needed' }],
    );
}
