import type { DefinitionBody } from '../bodies.ts';

type Term = { key: string; word: string; meaning: string };

/** Words of both teams. Each says what it is, how it is counted, and what it is not. */
const words: readonly Term[] = [
  {
    key: 'lead',
    word: 'Lead',
    meaning:
      'A person whom we know by name and who has not bought yet, seen by how far they have come with us. The person stays the same contact; “lead” is only their place on the way from Inquiry to Customer.',
  },
  {
    key: 'lifecycle_stage',
    word: 'Lifecycle stage',
    meaning:
      'Where we say a lead stands, from Inquiry to Customer. Each stage has a gate: a rule, or a person’s judgement, that lets leads in. Who has reached a stage keeps it in their history, whatever comes later.',
  },
  {
    key: 'persona',
    word: 'Persona',
    meaning:
      'A kind of buyer: people with the same work, the same worries and the same questions. A contact has at most one. What marketing writes and what sales says starts from it.',
  },
  {
    key: 'interaction',
    word: 'Interaction',
    meaning:
      'Anything that took place between a buyer and us, with its time: a page read, a mail followed, a webinar attended, a call, a meeting, an exchange of e-mails. Marketing’s content and sales’ conversations stand in one record and count alike.',
  },
  {
    key: 'verified',
    word: 'Verified',
    meaning:
      'An interaction that a person on the buyer’s side did, as far as can be told. Mail scanners, link previews, bots and our own colleagues are told apart where the interaction comes in, and never count in a score, a gate or a report. They stay in the record, marked.',
  },
  {
    key: 'touchpoint',
    word: 'Touchpoint',
    meaning:
      'A verified interaction that may earn credit for a deal. Mails that we merely sent, and scrolling, are none; a call or a meeting is one like any other.',
  },
  {
    key: 'engagement',
    word: 'Engagement',
    meaning:
      'How much a person has been doing with us lately: the points of their verified interactions, of which each counts for less the longer ago it was. It says how warm they are, not how well they suit us.',
  },
  {
    key: 'fit',
    word: 'Fit',
    meaning:
      'How well a person and their company suit what we sell, from what they are: role, title, size, industry. It does not change with what they read.',
  },
  {
    key: 'hand_off',
    word: 'Hand-off',
    meaning:
      'The moment at which marketing offers a lead to sales, with everything known about them. Sales accepts it, or rejects it with a reason; until then it waits, and the waiting is counted.',
  },
  {
    key: 'acceptance_rate',
    word: 'Acceptance rate',
    meaning:
      'Of the leads that marketing offered in a period, the share that sales accepted: SAL ÷ MQL. Leads that still wait count as offered and not yet accepted.',
  },
  {
    key: 'buying_group',
    word: 'Buying group',
    meaning:
      'The people of one company who have a part in one purchase: who decides, who champions it, who uses it, who may block it. A deal is won with a group, not with a lead.',
  },
  {
    key: 'buying_stage',
    word: 'Buying stage',
    meaning:
      'Where the buyer is on their own way: Education (why change at all), Solution (which way to go), Selection (with whom). It is theirs; the lifecycle stage is ours.',
  },
  {
    key: 'won_revenue',
    word: 'Won revenue',
    meaning:
      'The amounts of the deals that were won in a period, in the currency of the workspace, by the day on which they were closed. What is only expected is not in it.',
  },
];

export const terms: readonly { key: string; body: DefinitionBody }[] = words.map(
  ({ key, word, meaning }) => ({ key, body: { kind: 'term', word, meaning } }),
);

export const rejectReasons: DefinitionBody = {
  kind: 'reject_reasons',
  word: 'Reject reasons',
  meaning:
    'Why sales does not take a lead that was offered. Each reason says what it means and when, if ever, the lead may be offered again, so that a rejection teaches marketing something.',
  reasons: [
    reason(
      'company',
      'Not a company we want',
      'Too small, the wrong industry, or a country we do not serve.',
      null,
    ),
    reason(
      'person',
      'No part in the decision',
      'The right company, but this person neither decides nor is asked. Offer it again with someone who is.',
      60,
    ),
    reason(
      'no_need',
      'No need now',
      'They understood what we do, and it solves nothing for them at present.',
      180,
    ),
    reason('timing', 'Too early', 'There is a need, but it is not before a later quarter.', 90),
    reason('no_budget', 'No budget', 'There is a need, and no money for it in this year’s plan.', 180),
    reason('competitor', 'Chose somebody else', 'They have decided for another supplier and signed.', 365),
    reason(
      'unreachable',
      'Could not be reached',
      'Six attempts on different days and by two channels, no answer.',
      45,
    ),
    reason(
      'not_a_buyer',
      'Not a buyer',
      'A student, a job seeker, a competitor, a supplier, or somebody who only wanted the prize.',
      null,
    ),
  ],
};

function reason(key: string, label: string, meaning: string, againAfterDays: number | null) {
  return { key, label, meaning, againAfterDays };
}
