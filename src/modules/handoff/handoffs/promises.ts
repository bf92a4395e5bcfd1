import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar, SlaPolicy } from '../../language/contract.ts';
import { type Sla, slaInForce } from '../../language/index.ts';

/** The stages of the hand-off as the agreement names them, or as they are usual where there is none. */
export type HandoffStages = Pick<SlaPolicy, 'offerStage' | 'acceptStage' | 'returnStage'>;
const usual: HandoffStages = { offerStage: 'mql', acceptStage: 'sal', returnStage: 'inquiry' };

export async function readStages(tx: Tx): Promise<HandoffStages> {
  return stagesOf(await slaInForce(tx));
}

export function stagesOf(sla: Sla | null): HandoffStages {
  return sla?.policy ?? usual;
}

/** The office hours that count: the seller's own where the agreement knows them, else its first. */
export function calendarOf(policy: SlaPolicy, key: string | null): BusinessCalendar | null {
  return policy.calendars.find((one) => one.key === key) ?? policy.calendars[0] ?? null;
}

type Stage = { key: string; name: string; position: number };

/** Where each stage stands in the order; -1 for what the workspace does not have. */
export async function stageOrder(tx: Tx) {
  const stages = await tx.rows<Stage>(sql`select key, name, position from lifecycle_stage order by position`);
  const of = (key: string | null) => stages.find((one) => one.key === key) ?? null;
  return {
    of,
    position: (key: string | null) => of(key)?.position ?? -1,
    name: (key: string | null) => of(key)?.name ?? key ?? 'no stage',
  };
}
