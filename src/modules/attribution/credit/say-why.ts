import { inWords } from '../journeys/labels.ts';
import { type AttributionModel, milestoneModels } from '../models/models.ts';
import type { OpenedRow } from './present-openings.ts';

type Asked = {
  row: Pick<OpenedRow, 'at' | 'types' | 'lead_nth' | 'opportunity_nth'>;
  index: number;
  model: AttributionModel;
  timeZone: string;
  /** Of what credit is given. */
  value: string;
};

const dayMs = 86_400_000;

const hasMilestones = (model: AttributionModel): boolean => model === 'custom' || model in milestoneModels;

/** Why a touchpoint got what it got: "opportunity created by the call of 3 June, 14:20". */
export function sayWhy({ row, index, model, timeZone, value }: Asked): string {
  const atMs = row.at[index] ?? 0;
  const what = `${lowered(inWords(row.types[index] ?? ''))} of ${dayOf(atMs, timeZone)}`;
  const count = row.at.length;
  if (model === 'time-decay') {
    const days = Math.round(((row.at.at(-1) ?? atMs) - atMs) / dayMs);
    return days === 0
      ? `the ${what}, the day of the last touchpoint`
      : `the ${what}, ${days} ${days === 1 ? 'day' : 'days'} before the last touchpoint`;
  }
  if (model === 'linear')
    return count === 1 ? `the ${what}, the only touchpoint` : `the ${what}, one of ${count} touchpoints`;
  const said = milestonesOf({ row, index, model, value });
  if (said.length > 0) return `${said.join(', ')}: the ${what}`;
  if (hasMilestones(model)) return `the ${what}, one of those between`;
  return `the ${what}`;
}

function milestonesOf({ row, index, model, value }: Omit<Asked, 'timeZone'>): string[] {
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
