import type { Services } from '../../../../platform/services.ts';
import { readValue } from '../../value/read-value.ts';
import type { EvidenceBy } from '../contract.ts';
import type { Delivered } from './place.ts';

export type DeliveredBy = {
  rows: ReadonlyMap<string, Delivered>;
  /** What everything is held against; it has no place of its own. */
  baseline: { label: string; isAssumed: boolean } | null;
  baselineKeys: ReadonlySet<string>;
  /** The stage that counts as success. */
  stage: string;
  horizonDays: number;
};

/** What everything delivers against the alternative. Whom of it a reader may see is for the caller to say. */
export async function readDelivered(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  asked: { workspaceId: string; by: EvidenceBy; from: string; to: string },
): Promise<DeliveredBy> {
  const { workspaceId, ...query } = asked;
  const { rows, baseline, horizon, stage } = await readValue(services, {
    workspaceId,
    query,
    sight: { everybody: true, ownTeammateId: null },
    ratesOnly: true,
  });
  return {
    rows: new Map(rows.map((row) => [row.key, row])),
    baseline: baseline.kind === 'none' ? null : { label: baseline.name, isAssumed: baseline.isRateAssumed },
    baselineKeys: new Set(rows.filter(({ isBaseline }) => isBaseline).map(({ key }) => key)),
    stage: stage.name,
    horizonDays: horizon.days,
  };
}
