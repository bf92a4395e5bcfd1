import type { HandoffRequest } from '../parts/api-types.ts';

export type AskKind = HandoffRequest['kind'];

export const askLabels: Record<AskKind, string> = {
  lead: 'Ask for this lead',
  help: 'Ask for help',
  join: 'Ask sales in',
};

/** What one side can ask of the other: a lead only while nobody offers it, sales in only by marketing. */
export function asksOf(role: string | null, offered: boolean): AskKind[] {
  const sales: AskKind[] = [...(offered ? [] : (['lead'] as const)), 'help'];
  if (role === 'sales') return sales;
  if (role === 'marketing') return ['join'];
  return role === 'admin' || role === 'liaison' ? [...sales, 'join'] : [];
}
