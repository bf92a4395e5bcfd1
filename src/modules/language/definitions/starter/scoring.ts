import type { DefinitionBody } from '../bodies.ts';
import { all, any, atLeast, happened, known, pricingPages, rule, titleSays } from './rules.ts';

type Model = Extract<DefinitionBody, { kind: 'scoring' }>['model'];

const freeMail = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'proton.me',
];

const fit: Model['fit'] = {
  signals: [
    {
      key: 'decides',
      name: 'Decides or champions',
      rule: all(rule('contact.buyingRole', 'in', ['decision maker', 'champion', 'economic buyer'])),
      points: 20,
      group: 'role',
    },
    {
      key: 'part_in_decision',
      name: 'Has some part in the decision',
      rule: all(known('contact.buyingRole'), rule('contact.buyingRole', '!=', 'blocker')),
      points: 5,
      group: 'role',
    },
    {
      key: 'leads_something',
      name: 'Title of someone who leads',
      rule: all(
        titleSays('chief', 'head of', 'director', 'vp', 'manager', 'owner', 'founder', 'cfo', 'coo', 'ceo'),
      ),
      points: 15,
      group: 'role',
    },
    {
      key: 'persona',
      name: 'A persona we know',
      rule: all(known('contact.persona')),
      points: 5,
    },
    {
      key: 'size_50',
      name: 'Fifty employees or more',
      rule: all(atLeast('account.employeeCount', 50)),
      points: 15,
      group: 'company',
    },
    {
      key: 'size_250',
      name: 'Two hundred and fifty or more',
      rule: all(atLeast('account.employeeCount', 250)),
      points: 10,
      group: 'company',
    },
    {
      key: 'industry',
      name: 'Industry known',
      rule: all(known('account.industry')),
      points: 5,
      group: 'company',
    },
    {
      key: 'free_mail',
      name: 'Private e-mail address',
      rule: all(rule('contact.emailDomain', 'in', freeMail)),
      points: -15,
    },
    {
      key: 'student',
      name: 'Student or job seeker',
      rule: all(titleSays('student', 'intern', 'assistant professor', 'job seeker')),
      points: -40,
    },
  ],
  groups: [
    { key: 'role', name: 'Role', cap: 35 },
    { key: 'company', name: 'Company', cap: 30 },
  ],
  letters: [50, 35, 20],
};

const engagement: Model['engagement'] = {
  signals: [
    {
      key: 'pricing',
      name: 'Pricing page',
      of: { pages: pricingPages, withinDays: 90 },
      points: 8,
      per: 'day',
      halfLifeDays: 14,
      group: 'reading',
    },
    {
      key: 'case_study',
      name: 'Case study',
      of: { assetTypes: ['case study'], withinDays: 90 },
      points: 6,
      per: 'day',
      halfLifeDays: 21,
      group: 'reading',
    },
    {
      key: 'pages',
      name: 'A day on our pages',
      of: { types: ['page_view', 'asset_viewed'], withinDays: 60 },
      points: 2,
      per: 'day',
      halfLifeDays: 14,
      group: 'reading',
    },
    {
      key: 'mail_followed',
      name: 'Mail followed',
      of: { types: ['email_clicked'], withinDays: 60 },
      points: 2,
      per: 'day',
      halfLifeDays: 14,
      group: 'reading',
    },
    {
      key: 'form',
      name: 'Form filled in',
      of: { types: ['form_submitted'], withinDays: 120 },
      points: 12,
      per: 'day',
      halfLifeDays: 30,
      group: 'asking',
    },
    {
      key: 'webinar',
      name: 'Webinar attended',
      of: { types: ['webinar_attended'], withinDays: 120 },
      points: 12,
      per: 'each',
      halfLifeDays: 30,
      group: 'asking',
    },
    {
      key: 'event',
      name: 'Came to an event',
      of: { types: ['event_attended', 'event_talk'], withinDays: 120 },
      points: 8,
      per: 'each',
      halfLifeDays: 30,
      group: 'asking',
    },
    {
      key: 'meeting',
      name: 'Meeting or demo',
      of: { types: ['meeting', 'demo'], withinDays: 180 },
      points: 20,
      per: 'each',
      halfLifeDays: 45,
      group: 'talking',
    },
    {
      key: 'wrote_or_called',
      name: 'Wrote or called us',
      of: { types: ['call', 'email_exchange', 'message'], directions: ['inbound'], withinDays: 120 },
      points: 8,
      per: 'day',
      halfLifeDays: 30,
      group: 'talking',
    },
  ],
  rules: [
    {
      key: 'silent',
      name: 'Silent for thirty days',
      rule: all(rule('interactions.days_since_last', '>=', 30, {})),
      points: -10,
    },
    {
      key: 'unsubscribed',
      name: 'Unsubscribed from our mails',
      rule: all(happened({ types: ['email_unsubscribed'], withinDays: 365 })),
      points: -15,
    },
  ],
  groups: [
    { key: 'reading', name: 'Reading', cap: 30 },
    { key: 'asking', name: 'Asking and listening', cap: 40 },
    { key: 'talking', name: 'Talking with us', cap: 60 },
  ],
  levels: [40, 20, 8],
};

export const leadScore: DefinitionBody = {
  kind: 'scoring',
  word: 'Lead score',
  meaning:
    'Two answers in one grade. The letter says how well the person and their company suit us (A best, D worst); the number says how much they have been doing lately (1 most, 4 least). What they did fades with time, only verified interactions count, and thirty days of silence cost points.',
  model: { fit, engagement, account: { method: 'sum_of_best', best: 3 } },
};

/** Interested in what sales will talk about: something done in a month that a mere reader does not do. */
export const showsInterest = any(
  happened({ pages: pricingPages, withinDays: 30 }, 2),
  rule('interactions.distinct_assets', '>=', 2, { assetTypes: ['case study'], withinDays: 30 }),
  happened({ types: ['form_submitted', 'webinar_attended', 'meeting', 'demo'], withinDays: 30 }),
  happened({ kinds: ['person'], directions: ['inbound'], withinDays: 30 }),
);
