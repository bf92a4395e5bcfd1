import type { DefinitionBody } from '../bodies.ts';
import { handOffAgreement } from './agreement.ts';
import { all, any, atLeast, happened, known, rule, titleSays } from './rules.ts';
import { leadScore, showsInterest } from './scoring.ts';
import { rejectReasons, terms } from './terms.ts';

export type Starter = { key: string; body: DefinitionBody };

/** M. Damphousse's three tests of a lead that is worth offering. */
const qualifiedLead: DefinitionBody = {
  kind: 'test',
  word: 'Qualified lead',
  meaning:
    'A lead worth offering to sales meets three tests: the company is one we want, the person has a part in the decision, and they are interested in what sales will talk about. Two out of three is a lead for marketing to go on with.',
  tests: [
    {
      name: 'the company is one we want',
      rule: any(
        atLeast('account.employeeCount', 50),
        all(rule('account.employeeCount', 'null'), known('account.industry')),
      ),
    },
    {
      name: 'the person has a part in the decision',
      rule: any(
        all(known('contact.buyingRole'), rule('contact.buyingRole', '!=', 'blocker')),
        titleSays('chief', 'head of', 'director', 'vp', 'manager', 'owner', 'founder', 'cfo', 'coo', 'ceo'),
      ),
    },
    { name: 'they are interested in what sales will talk about', rule: showsInterest },
  ],
};

type StageText = { meaning: string; gate: Extract<DefinitionBody, { kind: 'stage' }>['gate'] };

const stageTexts: Record<string, StageText> = {
  inquiry: {
    meaning:
      'Somebody we can name has done something with us: filled in a form, read a page, come to a stand, answered a call. Nobody has looked yet whether they suit us.',
    gate: all(happened({})),
  },
  mql: {
    meaning:
      'Marketing qualified lead: meets the three tests of a lead worth offering, and has done enough lately that a call will not surprise them. Marketing offers them to sales.',
    gate: all(rule('passes.qualified_lead', '=', true), rule('score.lead_score.engagement', '>=', 15)),
  },
  sal: {
    meaning:
      'Sales accepted lead: someone in sales has looked at the lead, agrees that it is worth working, and has taken it on by name. Accepting is a person’s act, no rule does it.',
    gate: null,
  },
  sql: {
    meaning:
      'Sales qualified lead: sales has spoken with them and heard the need, who decides, and that there is money or a way to it. From here on it is sales’ own judgement.',
    gate: null,
  },
  opportunity: {
    meaning:
      'There is a deal with an amount and an expected day of closing, and this person has a part in it. The deal brings them here, in whatever system it is kept.',
    gate: null,
  },
  customer: {
    meaning: 'The contract is signed: a deal in which they have a part was won.',
    gate: null,
  },
};

const personas: readonly Starter[] = [
  {
    key: 'persona_economic_buyer',
    body: {
      kind: 'persona',
      word: 'Economic buyer',
      meaning:
        'Holds the money. Asks what it costs, what it brings and when, and what happens if nothing is done. Convince with figures of customers like them.',
      rule: all(
        titleSays(
          'cfo',
          'ceo',
          'finance',
          'controlling',
          'managing director',
          'owner',
          'purchasing',
          'procurement',
        ),
      ),
    },
  },
  {
    key: 'persona_technical_evaluator',
    body: {
      kind: 'persona',
      word: 'Technical evaluator',
      meaning:
        'Says whether it works here. Asks how it fits in with what they have, who runs it and how safe it is. Can stop a purchase, seldom starts one.',
      rule: all(
        titleSays('cto', 'cio', 'head of it', 'it manager', 'architect', 'engineer', 'security', 'developer'),
      ),
    },
  },
  {
    key: 'persona_user_champion',
    body: {
      kind: 'persona',
      word: 'User and champion',
      meaning:
        'Lives with the problem and with the solution. Asks how their day will look. Carries the purchase through the company when they believe in it.',
      rule: all(
        titleSays(
          'operations',
          'production',
          'plant manager',
          'coo',
          'project manager',
          'team lead',
          'specialist',
        ),
      ),
    },
  },
];

/** What the words mean on the first day, until both teams have signed something of their own. */
export function starterDefinitions(
  stages: readonly { key: string; name: string }[],
  timeZone: string,
): Starter[] {
  const stageBodies = stages.flatMap(({ key, name }): Starter[] => {
    const text = stageTexts[key];
    if (text === undefined) return [];
    return [{ key, body: { kind: 'stage', stageKey: key, word: name, ...text, sendsBack: null } }];
  });
  const agreement = handOffAgreement(stages, timeZone);
  return [
    ...stageBodies,
    { key: 'qualified_lead', body: qualifiedLead },
    { key: 'lead_score', body: leadScore },
    { key: 'reject_reasons', body: rejectReasons },
    ...(agreement === null ? [] : [{ key: 'sla', body: agreement }]),
    ...terms,
    ...personas,
  ];
}

/** All keys there can be, whatever the stages are. */
export const starterKeys: readonly string[] = starterDefinitions(
  Object.keys(stageTexts).map((key) => ({ key, name: key })),
  'UTC',
).map((starter) => starter.key);
