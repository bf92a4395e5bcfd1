import { Weighted } from './random.ts';

/** What people say. Topic first, then the question that comes with it. */
export const EVENT_TOPICS: readonly (readonly [topic: string, question: string])[] = [
  ['peak load', 'Can you show which machine makes our peak?'],
  ['compressed air', 'How do you find a leak without stopping the line?'],
  ['ISO 50001', 'Will the auditor take your readings?'],
  ['retrofit', 'How long is the line down for fitting?'],
  ['hourly tariffs', 'Does it buy when power is cheap?'],
  ['old meters', 'Does it read our meters from 2009?'],
];

export const OPENERS = [
  'peak load in your industry',
  'compressed air leaks',
  'the new reporting duty',
  'a neighbour of yours saves 14 %',
] as const;

export const CALL_TOPICS: readonly (readonly [topic: string, question: string])[] = [
  ...EVENT_TOPICS,
  ['payback', 'Where do the 18 months come from?'],
  ['security', 'Which ports must be open?'],
  ['integration', 'Does it speak to our ERP?'],
  ['line renewal', 'Can we wait for the new line in spring?'],
  ['change-over', 'What about downtime at change-over?'],
  ['reporting', 'Does it give the figures for the yearly report?'],
  ['service', 'Who comes when a meter fails?'],
];

export const PRICE_OBJECTIONS = [
  'Why is the software a yearly fee?',
  'Voltaris offered 20 % less, what do we get for it?',
  'Can we start with half the meters?',
  'The budget is for next year; what holds the price?',
] as const;

export const REJECT_REASONS = new Weighted<string>([
  ['no budget this year', 26],
  ['no need now', 22],
  ['not the right person', 18],
  ['could not be reached', 16],
  ['has a supplier', 12],
  ['company too small', 6],
]);

/** What would have made the lead acceptable. */
export const WOULD_ACCEPT_IF: Readonly<Record<string, string>> = {
  'no budget this year': 'a budget or a date for one is known',
  'no need now': 'a project or an audit date is named',
  'not the right person': 'someone with a part in the decision is named',
  'could not be reached': 'a phone number that works',
  'has a supplier': 'the contract with the supplier ends within a year',
  'company too small': 'more than 50 people or one large machine',
  'only wanted the prize': 'they asked about measuring, not about the camera',
  'student or private person': 'they buy for a company',
  'never heard of us': 'they answered one mail before',
};

export const RETURN_REASONS = [
  'timing: next financial year',
  'project postponed',
  'lost contact after two talks',
  'needs convincing inside first',
] as const;
export const SQL_EXIT_REASONS = [
  'no need found in discovery',
  'too small a saving',
  'uses a competitor until contract end',
] as const;
export const OPPORTUNITY_EXIT_REASONS = ['no value agreed', 'no decision date', 'sponsor left'] as const;
export const WON_REASONS = [
  'proof on their own line',
  'payback under two years',
  'trusted the installer who named us',
  'fast answers',
  'the audit date',
] as const;
export const LOST_REASONS = new Weighted<string>([
  ['no decision', 34],
  ['price', 26],
  ['chose Voltaris', 18],
  ['project stopped', 14],
  ['IT said no', 8],
]);
