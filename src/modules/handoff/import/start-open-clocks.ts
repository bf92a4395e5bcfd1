import type { Tx } from '../../../platform/postgres/database.ts';
import type { SlaPolicy } from '../../language/contract.ts';
import { addBusinessDays } from '../../language/index.ts';
import { type NewClock, startClocks } from '../clocks/index.ts';
import type { ImportedHandoff } from './import-handoffs.ts';

type Added = ImportedHandoff & { id: string };

/** Clocks of what is still open, and of what is to be offered again on a day; what is over needs none. */
export async function startOpenClocks(
  tx: Tx,
  options: { workspaceId: string; policy: SlaPolicy; added: readonly Added[] },
): Promise<void> {
  await startClocks(
    tx,
    options.added.flatMap((one) => clocksOf(one, options)),
  );
}

function clocksOf(
  one: Added,
  { workspaceId, policy }: { workspaceId: string; policy: SlaPolicy },
): NewClock[] {
  const calendar = policy.calendars[0];
  if (!calendar) return [];
  const common = { workspaceId, handoffId: one.id, calendar, startedAt: one.offeredAt };
  const after = (days: number) => new Date(addBusinessDays(calendar, one.offeredAt.getTime(), days));
  const clocks: NewClock[] = [];
  const isOpen = one.state === 'offered' || one.state === 'accepted';
  if (isOpen && one.firstResponseAt === null && one.responseDueAt)
    clocks.push({ ...common, kind: 'first_response', dueAt: one.responseDueAt });
  if (one.state === 'offered') {
    clocks.push({ ...common, kind: 'disposition', dueAt: after(policy.sales.dispositionDays) });
    clocks.push({ ...common, kind: 'expiry', dueAt: after(policy.sales.expiresDays) });
  }
  if (one.state === 'recycled' && one.followUp === 'open' && one.recycleOn && one.decidedAt) {
    const dueAt = new Date(`${one.recycleOn}T08:00:00Z`);
    clocks.push({ ...common, kind: 'recycle', startedAt: one.decidedAt, dueAt });
  }
  return clocks;
}
