import type { BodyOf } from '../pages/api-types.ts';

export type Policy = BodyOf<'sla'>['policy'];
export type Calendar = Policy['calendars'][number];
export type PacketItem = Policy['marketing']['packetItems'][number];
export type EscalationStep = Policy['escalation'][number];
export type EscalationTarget = EscalationStep['to'][number];

/** What a packet can tell, in the order in which it is read. */
export const packetItems: readonly { value: PacketItem; label: string }[] = [
  { value: 'who', label: 'who it is and which account' },
  { value: 'tests', label: 'why they qualify, test by test' },
  { value: 'ledger', label: 'the score’s ledger' },
  { value: 'read', label: 'what they read' },
  { value: 'told', label: 'what was said' },
  { value: 'brief', label: 'the campaign’s brief' },
  { value: 'questions', label: 'open questions' },
  { value: 'next_asset', label: 'what to send next' },
  { value: 'talking_points', label: 'talking points' },
];

export const targets: readonly { value: EscalationTarget; label: string }[] = [
  { value: 'owner', label: 'whose lead it is' },
  { value: 'marketer', label: 'the marketer' },
  { value: 'liaison', label: 'the liaison' },
  { value: 'admins', label: 'the administrators' },
];

const letters = ['A', 'B', 'C', 'D'] as const;
const levels = ['1', '2', '3', '4'] as const;

/** Letters of fit, levels of engagement, and both together: as a line of the agreement can name them. */
export const gradeChoices: readonly string[] = [
  ...letters,
  ...letters.flatMap((letter) => levels.map((level) => `${letter}${level}`)),
  ...levels,
];

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** What a first agreement begins with where a workspace has none. */
export const startPolicy = (timeZone: string): Policy => ({
  offerStage: 'mql',
  acceptStage: 'sal',
  returnStage: 'inquiry',
  calendars: [newCalendar('office', 'Office hours', timeZone)],
  marketing: {
    volumePerMonth: null,
    packetItems: packetItems.map(({ value }) => value),
    packetCompletenessPercent: 80,
    acceptancePercent: 60,
  },
  sales: {
    firstResponse: [
      { grades: ['A1', 'A2'], hours: 4 },
      { grades: ['B'], hours: 8 },
    ],
    firstResponseHours: 16,
    attempts: { atLeast: 4, withinDays: 10, apartHours: 4 },
    dispositionDays: 5,
    expiresDays: 20,
  },
  escalation: [{ hours: 0, to: ['owner'] }],
});

export const newCalendar = (key: string, name: string, timeZone: string): Calendar => ({
  key,
  name,
  timeZone,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: null,
  daysOff: [],
});

/** What is still to be given before it can be saved, in words; null: nothing. */
export function missingInPolicy({ calendars, sales, escalation }: Policy): string | null {
  const blank = calendars.find(({ name }) => name.trim() === '');
  if (blank) return 'a calendar needs a name';
  const closed = calendars.find(({ hours }) => hours.length === 0);
  if (closed) return `“${closed.name}” is open on no day: give it office hours`;
  const backwards = calendars.find(({ hours }) => hours.some(({ from, to }) => from === '' || from >= to));
  if (backwards) return `office hours of “${backwards.name}” end before they begin`;
  if (sales.firstResponse.some(({ grades }) => grades.length === 0))
    return 'a line of the first response names no grade: choose one, or take it out';
  if (escalation.some(({ to }) => to.length === 0)) return 'a step of the escalation tells nobody';
  return null;
}
