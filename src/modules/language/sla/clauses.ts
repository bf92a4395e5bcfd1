import { calendarWords } from './calendar/calendar-words.ts';
import { responseHoursWords } from './hours-words.ts';
import {
  escalationTargetWords,
  gradeNames,
  packetItemWords,
  responseHoursFor,
  type SlaPolicy,
} from './policy.ts';

type Clause = { key: string; label: string; text: string };

const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;

/** A1 to A4 together are A. */
function gradeWords(grades: readonly string[]): string {
  const wholes = ['A', 'B', 'C', 'D'].filter(
    (letter) => grades.filter((grade) => grade.startsWith(letter)).length === 4,
  );
  const names = gradeNames.flatMap((grade) => {
    const letter = grade.charAt(0);
    if (wholes.includes(letter)) return grade.endsWith('1') ? [letter] : [];
    return grades.includes(grade) ? [grade] : [];
  });
  return listed(names);
}

/**
 * Leads that have the same time to be answered, as one clause. Beside another agreement only those are together that have
 * the same time in both: so that the difference is said of exactly those whom it concerns, however each text names them.
 */
function responseClauses(policy: SlaPolicy, beside: SlaPolicy): Clause[] {
  const everyLead: readonly (string | null)[] = [...gradeNames, null];
  const groups = new Map<string, (string | null)[]>();
  for (const grade of everyLead) {
    const key = `${responseHoursFor(policy, grade)} ${responseHoursFor(beside, grade)}`;
    const group = groups.get(key);
    if (group) group.push(grade);
    else groups.set(key, [grade]);
  }
  const restLast = (group: readonly (string | null)[]) => (group.includes(null) ? 1 : 0);
  const inOrder = [...groups.values()].toSorted((one, other) => restLast(one) - restLast(other));
  return inOrder.map((group) => {
    const graded = group.filter((grade) => grade !== null);
    const rest = group.includes(null);
    const all = rest && graded.length === gradeNames.length;
    return {
      key: `sales.response.${graded.join('_')}${rest ? '.rest' : ''}`,
      label: `first response to ${all ? 'every lead' : rest ? 'every other lead' : gradeWords(graded)}`,
      text: responseHoursWords(responseHoursFor(policy, group[0] ?? null)),
    };
  });
}

function marketingClauses({ marketing }: SlaPolicy): Clause[] {
  const promised = (key: string, label: string, text: string | null): Clause[] =>
    text === null ? [] : [{ key: `marketing.${key}`, label, text }];
  const { volumePerMonth, packetItems, packetCompletenessPercent, acceptancePercent } = marketing;
  return [
    ...promised(
      'volume',
      'marketing offers',
      volumePerMonth === null ? null : `at least ${counted(volumePerMonth, 'lead')} a month`,
    ),
    ...promised(
      'packet',
      'each packet tells',
      packetItems.length === 0 ? null : packetItems.map((item) => packetItemWords[item]).join('; '),
    ),
    ...promised(
      'completeness',
      'packets are complete',
      packetCompletenessPercent === null ? null : `to at least ${packetCompletenessPercent} % on average`,
    ),
    ...promised(
      'acceptance',
      'sales can accept',
      acceptancePercent === null ? null : `at least ${acceptancePercent} % of what is offered`,
    ),
  ];
}

function salesClauses(policy: SlaPolicy, beside: SlaPolicy): Clause[] {
  const { attempts, dispositionDays, expiresDays } = policy.sales;
  return [
    ...responseClauses(policy, beside),
    ...(attempts === null
      ? []
      : [
          {
            key: 'sales.attempts',
            label: 'who is not reached is tried',
            text: `${counted(attempts.atLeast, 'time')} within ${counted(attempts.withinDays, 'day')}, ${counted(attempts.apartHours, 'business hour')} apart`,
          },
        ]),
    {
      key: 'sales.disposition',
      label: 'sales decides',
      text: `within ${counted(dispositionDays, 'business day')}`,
    },
    {
      key: 'sales.expiry',
      label: 'an unanswered offer comes back',
      text: `after ${counted(expiresDays, 'business day')}`,
    },
  ];
}

/** "1 business hour before the answer is due". */
const whenWords = (hours: number): string => {
  if (hours === 0) return 'when the answer is due';
  return `${counted(Math.abs(hours), 'business hour')} ${hours < 0 ? 'before the answer is due' : 'after it was due'}`;
};

const stageClause = ({ offerStage, acceptStage, returnStage }: SlaPolicy): Clause => ({
  key: 'stages',
  label: 'stages',
  text: `offered at ${offerStage}, accepted to ${acceptStage}, returned to ${returnStage}`,
});

/** An agreement's promises, one a row; `beside`: the version it is laid beside. */
export function slaClauses(policy: SlaPolicy, beside: SlaPolicy = policy): Clause[] {
  return [
    ...marketingClauses(policy),
    ...salesClauses(policy, beside),
    ...policy.escalation.map(({ hours, to }) => ({
      key: `escalation.${hours}`,
      label: whenWords(hours),
      text: `the notice goes to ${listed(to.map((target) => escalationTargetWords[target]))}`,
    })),
    ...policy.calendars.map((calendar) => ({
      key: `calendar.${calendar.key}`,
      label: `hours count by ${calendar.name}`,
      text: calendarWords(calendar),
    })),
    stageClause(policy),
  ];
}
