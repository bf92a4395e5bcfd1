import { responseHoursWords } from './hours-words.ts';
import type { SlaPolicy } from './policy.ts';

type Clause = { key: string; label: string; text: string };

/** An agreement's promises, one a row. */
export function slaClauses({ marketing, sales, calendars, escalation }: SlaPolicy): Clause[] {
  const promised = (key: string, label: string, text: string | null): Clause[] =>
    text === null ? [] : [{ key, label, text }];
  const percent = (value: number | null) => (value === null ? null : `at least ${value} %`);
  return [
    ...promised(
      'marketing.volume',
      'marketing offers',
      marketing.volumePerMonth === null ? null : `${marketing.volumePerMonth} leads a month`,
    ),
    ...promised('marketing.packet', 'packets hold', `${marketing.packetItems.length} things`),
    ...promised(
      'marketing.completeness',
      'packets are complete',
      percent(marketing.packetCompletenessPercent),
    ),
    ...promised('marketing.acceptance', 'sales accepts', percent(marketing.acceptancePercent)),
    ...sales.firstResponse.map(({ grades, hours }) => ({
      key: `sales.response.${grades.join('_')}`,
      label: `sales answers ${grades.join(', ')}`,
      text: responseHoursWords(hours),
    })),
    {
      key: 'sales.response',
      label: 'sales answers others',
      text: responseHoursWords(sales.firstResponseHours),
    },
    ...promised(
      'sales.attempts',
      'sales tries',
      sales.attempts === null
        ? null
        : `${sales.attempts.atLeast} times within ${sales.attempts.withinDays} days, ${sales.attempts.apartHours} business hours apart`,
    ),
    {
      key: 'sales.disposition',
      label: 'sales decides',
      text: `within ${sales.dispositionDays} business days`,
    },
    { key: 'sales.expiry', label: 'an offer comes back', text: `after ${sales.expiresDays} business days` },
    ...calendars.map(({ key, name, timeZone }) => ({
      key: `calendar.${key}`,
      label: name,
      text: `office hours in ${timeZone}`,
    })),
    ...escalation.map(({ hours, to }, at) => ({
      key: `escalation.${at}`,
      label: hours < 0 ? `${-hours} business hours before` : `${hours} business hours late`,
      text: `tells ${to.join(', ')}`,
    })),
  ];
}
