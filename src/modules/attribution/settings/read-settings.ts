import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { MilestoneWeights } from '../models/models.ts';

export type AttributionSettings = {
  /** The lifecycle stage at which a lead counts as created; null: when the contact became known. */
  leadStage: string | null;
  halfLifeDays: number;
  /** Of the model `custom`; null: nobody gave any. */
  customWeights: MilestoneWeights | null;
  /** Touchpoints longer before the result count for nothing; null: all count. */
  lookbackDays: number | null;
  eligibility: 'group' | 'account' | 'primary';
};

/** How credit is shared out here where nobody says otherwise. */
export async function readSettings(tx: Tx): Promise<AttributionSettings> {
  const row = await tx.first<AttributionSettings>(sql`
    select lead_stage as "leadStage", half_life_days::float8 as "halfLifeDays", custom_weights as "customWeights",
      lookback_days as "lookbackDays", eligibility
    from attribution_setting where workspace_id = current_setting('liaison.workspace_id')::uuid`);
  return (
    row ?? {
      leadStage: null,
      halfLifeDays: 7,
      customWeights: null,
      lookbackDays: null,
      eligibility: 'group',
    }
  );
}
