import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type DecisionKind, type EvidenceFigure, evidence, type SuggestionKind } from './contract.ts';

export type StandingDecision = {
  kind: DecisionKind;
  assetId: string | null;
  persona: string | null;
  buyingStage: string | null;
  suggested: SuggestionKind | null;
  figures: EvidenceFigure[];
};

/** Decisions since then that nobody undid; of each subject and kind the latest stands for those before. */
export async function readStanding(tx: Tx, since: Date): Promise<StandingDecision[]> {
  const rows = await tx.rows<{
    kind: DecisionKind;
    assetId: string | null;
    persona: string | null;
    buyingStage: string | null;
    evidence: unknown;
  }>(sql`
    select distinct on (d.asset_id, d.persona, d.buying_stage, coalesce(d.evidence ->> 'suggested', d.kind))
      d.kind, d.asset_id as "assetId", d.persona, d.buying_stage as "buyingStage", d.evidence
    from content_decision d where d.undone_at is null and d.decided_at >= ${since}
    order by d.asset_id, d.persona, d.buying_stage, coalesce(d.evidence ->> 'suggested', d.kind), d.decided_at desc, d.id desc`);
  return rows.map(({ evidence: stored, ...row }) => {
    const read = evidence.safeParse(stored);
    return {
      ...row,
      suggested: read.success ? read.data.suggested : null,
      figures: read.success ? read.data.figures : [],
    };
  });
}
