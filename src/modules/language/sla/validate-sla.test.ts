import { describe, expect, test } from 'vitest';
import { type SlaPolicy, slaPolicy } from './policy.ts';
import { agreement, agreementStages as stages } from './sla.test-support.ts';
import { validateSla } from './validate-sla.ts';

const problemsIn = (change: (policy: SlaPolicy) => void) =>
  validateSla({ policy: agreement(change), stages });

test('the agreement that comes with a workspace is sound', () => {
  expect(validateSla({ policy: agreement(), stages })).toEqual([]);
  expect(slaPolicy.parse(agreement())).toEqual(agreement());
});

describe('refuses, each at its place, what could not be promised', () => {
  const cases: [string, (policy: SlaPolicy) => void, string, RegExp][] = [
    [
      'a stage that is none',
      (p) => {
        p.offerStage = 'hot';
      },
      'offerStage',
      /no lifecycle stage "hot"/,
    ],
    [
      'accepting backwards',
      (p) => {
        p.acceptStage = 'inquiry';
      },
      'acceptStage',
      /later stage/,
    ],
    [
      'accepting to where it is offered',
      (p) => {
        p.acceptStage = 'mql';
      },
      'acceptStage',
      /later stage/,
    ],
    [
      'returning forwards',
      (p) => {
        p.returnStage = 'sql';
      },
      'returnStage',
      /earlier stage/,
    ],
    [
      'a grade named twice in a line',
      (p) => void p.sales.firstResponse[0]?.grades.push('A1'),
      'sales.firstResponse.0.grades',
      /A1 is named twice/,
    ],
    [
      'a grade that a line above has taken by its letter',
      (p) => void p.sales.firstResponse.push({ grades: ['B3'], hours: 2 }),
      'sales.firstResponse.2.grades',
      /line 2 holds for it already/,
    ],
    [
      'a line without grades',
      (p) => void p.sales.firstResponse.push({ grades: [], hours: 2 }),
      'sales.firstResponse.2.grades',
      /names no grade/,
    ],
    [
      'an escalation before the clock starts',
      (p) => void p.escalation.push({ hours: -4, to: ['owner'] }),
      'escalation.3.hours',
      /before the clock starts: the shortest promise is 4/,
    ],
    [
      'two steps at once',
      (p) => void p.escalation.push({ hours: 8, to: ['admins'] }),
      'escalation.3.hours',
      /same moment/,
    ],
    [
      'an offer that comes back before it has to be decided',
      (p) => {
        p.sales.expiresDays = 3;
      },
      'sales.expiresDays',
      /at least 5/,
    ],
    [
      'an answer due after the offer came back',
      (p) => {
        p.sales.firstResponseHours = 200;
      },
      'sales.firstResponseHours',
      /which have 160 office hours/,
    ],
    [
      'tries that do not fit',
      (p) => {
        p.sales.attempts = { atLeast: 6, withinDays: 3, apartHours: 8 };
      },
      'sales.attempts.withinDays',
      /take 40 business hours, and 3 days have about 17\.1/,
    ],
    [
      'complete packets of nothing',
      (p) => {
        p.marketing.packetItems = [];
      },
      'marketing.packetCompletenessPercent',
      /nothing is named/,
    ],
  ];
  test.each(cases)('%s', (_, change, path, message) => {
    const problems = problemsIn(change);
    expect(problems).toContainEqual({
      path: `policy.${path}`,
      message: expect.stringMatching(message),
    });
  });

  test('calendars of one key, of an unknown zone, of hours that overlap, of a state of another country', () => {
    const [office] = agreement().calendars;
    if (office === undefined) throw new Error('no calendar');
    const messages = problemsIn((policy) => {
      policy.calendars.push(
        { ...office },
        { ...office, key: 'mars', name: 'Mars', timeZone: 'Mars/Olympus' },
        {
          ...office,
          key: 'twice',
          name: 'Twice',
          hours: [...office.hours, { weekday: 1, from: '16:00', to: '18:00' }],
        },
        { ...office, key: 'ny', name: 'New York', holidays: { country: 'US', state: 'BY', region: null } },
      );
    });
    expect(messages.map(({ path }) => path)).toEqual([
      'policy.calendars.1.key',
      'policy.calendars.1.name',
      'policy.calendars.2',
      'policy.calendars.3',
      'policy.calendars.4',
    ]);
    expect(messages[4]?.message).toContain('"BY"');
  });
});

test('hours of nothing are refused in words', () => {
  const found = slaPolicy.safeParse(
    agreement((policy) => {
      policy.sales.firstResponseHours = 0;
      policy.sales.dispositionDays = 0;
    }),
  );
  expect(found.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['sales.firstResponseHours', expect.stringMatching(/quarter of a business hour/)],
    ['sales.dispositionDays', 'give at least one day'],
  ]);
});
