import { inWords } from '../journeys/labels.ts';
import { type AttributionModel, milestoneModels } from '../models/models.ts';
import type { OpenedRow } from './present-openings.ts';
import { isRuleModel } from './rule-credits.ts';

type Asked = {
  row: Pick<OpenedRow, 'at' | 'types' | 'lead_nth' | 'opportunity_nth'>;
  index: number;
  model: AttributionModel;
  timeZone: string;
  /** Of what credit is given. */
  value: string;
  /** How many touchpoints of the journey share its key, and what that is called. */
  same: { label: string; count: number };
};

const dayMs = 86_400_000;

const hasMilestones = (model: AttributionModel): boolean => model === 'custom' || model in milestoneModels;

/**
 * Why a touchpoint got what it got: its part in the journey ("opportunity created"), and the same with what it was ("opportunity
 * created: the call of 3 June, 14:20").
 */
export function sayWhy(asked: Asked): { part: string; why: string } {
  const { row, index, model, timeZone, value } = asked;
  const type = row.types[index] ?? '';
  const name = type === 'origin' ? 'origin' : lowered(inWords(type));
  const what = `the ${name} of ${dayOf(row.at[index] ?? 0, timeZone)}`;
  const said = isRuleModel(model) ? milestonesOf({ row, index, model, value }).join(', ') : '';
  if (model === 'time-decay' || model === 'linear' || said === '') {
    const part = placeOf(asked);
    return { part, why: part === '' ? what : `${what}, ${part}` };
  }
  return { part: said, why: `${said}: ${what}` };
}

/** Where a touchpoint stands among the others, for models that look at that alone. */
function placeOf({ row, index, model, same }: Asked): string {
  if (!isRuleModel(model))
    return `${same.count === 1 ? 'the only one' : `one of ${same.count}`} of “${same.label}”`;
  const count = row.at.length;
  if (model === 'time-decay') {
    const days = Math.round(((row.at.at(-1) ?? 0) - (row.at[index] ?? 0)) / dayMs);
    return days === 0
      ? 'the day of the last touchpoint'
      : `${days} ${days === 1 ? 'day' : 'days'} before the last touchpoint`;
  }
  if (model === 'linear') return count === 1 ? 'the only touchpoint' : `one of ${count} touchpoints`;
  return hasMilestones(model) ? 'one of those between' : '';
}

function milestonesOf({ row, index, model, value }: Omit<Asked, 'timeZone' | 'same'>): string[] {
  const nth = index + 1;
  const givesLead = model === 'u' || model === 'w' || model === 'full-path' || model === 'custom';
  const givesOpportunity = model === 'w' || model === 'full-path' || model === 'custom';
  return [
    ...(nth === 1 ? ['first touchpoint'] : []),
    ...(givesLead && nth === row.lead_nth ? ['lead created'] : []),
    ...(givesOpportunity && nth === row.opportunity_nth ? ['opportunity created'] : []),
    ...(nth === row.at.length ? [`last before ${endOf(value)}`] : []),
  ];
}

const endOf = (value: string): string =>
  value.startsWith('stage:')
    ? 'the stage'
    : value === 'pipeline' || value === 'opportunities'
      ? 'the opening'
      : 'signing';

/** "LinkedIn message" keeps its capitals; "Call" is a word in a sentence. */
const lowered = (words: string): string =>
  /^[A-Z][a-z -]/.test(words) && !/^LinkedIn/.test(words)
    ? words.charAt(0).toLowerCase() + words.slice(1)
    : words;

function dayOf(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date(ms))
    .replace(' at ', ', ');
}
