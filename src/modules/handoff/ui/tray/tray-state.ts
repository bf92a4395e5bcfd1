import { z } from 'zod';

const shows = ['due', 'later', 'offered_again', 'closed', 'all'] as const;
export type Show = (typeof shows)[number];

/** What the page shows stands in its address. Without a length the server takes the last four weeks, or the year. */
export const trayState = z.object({
  show: z.enum(shows).catch('due'),
  days: z.coerce.number().int().min(1).max(3_660).optional().catch(undefined),
  reason: z.string().max(40).optional().catch(undefined),
  campaign: z.string().max(40).optional().catch(undefined),
  persona: z.string().max(200).optional().catch(undefined),
});
export type TrayState = z.output<typeof trayState>;
export type SetTray = (changes: Partial<z.input<typeof trayState>>) => void;

export const lengths = [
  ['28', 'Four weeks'],
  ['90', '90 days'],
  ['365', 'A year'],
] as const;

const dayMs = 86_400_000;

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;

export const firstDay = (days: number, now: Date): string =>
  new Date(now.getTime() - (days - 1) * dayMs).toISOString().slice(0, 10);

/** `in the last four weeks`. */
export function lengthWords(days: number): string {
  if (days === 28) return 'in the last four weeks';
  if (days >= 365 && days <= 366) return 'in the last year';
  return `in the last ${days} days`;
}
