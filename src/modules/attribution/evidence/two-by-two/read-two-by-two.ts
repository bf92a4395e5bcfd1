import type { Services } from '../../../../platform/services.ts';
import { fewestLeads, type TwoByTwo } from '../contract.ts';
import { shownFrom } from '../persons/own-place.ts';
import { type Evidence, type EvidenceQuestion, readEvidence } from '../read-evidence.ts';
import { intervalWords } from '../score/draw-scores.ts';
import { placeOf, type Weak } from './place.ts';
import { type DeliveredBy, readDelivered } from './read-delivered.ts';

/** What each row delivers against the alternative, beside what it can show. */
export async function readTwoByTwo(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  question: EvidenceQuestion,
): Promise<TwoByTwo> {
  const evidence = await readEvidence(services, question);
  const { by, period } = evidence;
  const asked = { workspaceId: question.workspaceId, from: period.from, to: period.to };
  const delivered = await readDelivered(services, { ...asked, by });
  const byCampaign =
    by === 'campaign' ? delivered : await readDelivered(services, { ...asked, by: 'campaign' });
  const weak = weakOf(byCampaign);
  const me = evidence.persons?.sight.me ?? null;
  const points = evidence.rows
    .filter(({ key }) => !delivered.baselineKeys.has(key))
    .map((row) =>
      placeOf({
        evidence: row,
        delivered: delivered.rows.get(row.key) ?? null,
        weak: row.campaigns
          .flatMap(({ id }) => weak.get(id) ?? [])
          .sort((one, other) => one.ratio - other.ratio),
        baseline: delivered.baseline?.label ?? 'the alternative',
        horizonDays: delivered.horizonDays,
        isMe: row.key === me,
        isCampaign: by === 'campaign',
      }),
    );
  return {
    asOf: evidence.asOf.toISOString(),
    by,
    range: { from: period.from, to: period.to },
    baseline: delivered.baseline,
    points: by === 'marketer' ? points : points.toSorted((one, other) => other.leads - one.leads),
    notes: notesOf(delivered),
    persons: personsOf(evidence),
  };
}

/** Campaigns whose leads convert less often than comparable ones, whichever way the range goes. */
function weakOf({ rows }: DeliveredBy): Map<string, Weak> {
  const weak = new Map<string, Weak>();
  for (const [id, row] of rows) {
    const ratio = row.comparison?.ratio?.value;
    const isKnown = row.leads >= fewestLeads && (row.comparison?.leads ?? 0) >= fewestLeads;
    if (isKnown && ratio !== undefined && ratio < 1) weak.set(id, { id, name: row.label, ratio });
  }
  return weak;
}

function notesOf({ baseline, horizonDays, stage }: DeliveredBy): string[] {
  return [
    `To the right: how often leads reach ${stage}${baseline === null ? '' : `, against comparable leads of ${baseline.label}`}. The middle is as often, the right edge four times, the left edge a quarter.`,
    ...(baseline?.isAssumed ? ['The rate of the alternative is assumed, not observed.'] : []),
    `Upwards: the evidence score, of what is written down before and after: brief, claims that trace, claims that agree, costs, results told. The interval is ${intervalWords}`,
    `A cross is the range that the data allows, at 95 %. Under ${fewestLeads} leads a row waits in grey; so it does while fewer than ${fewestLeads} of its leads are older than ${horizonDays} days.`,
  ];
}

function personsOf({ persons }: Evidence): TwoByTwo['persons'] {
  if (persons === null) return null;
  const { sight, hidden, own } = persons;
  return {
    mayRank: sight.mayRank,
    me: sight.me,
    ownSeenAt: own?.seenAt?.toISOString() ?? null,
    hidden: hidden.map((person) => ({
      id: person.id,
      name: person.name,
      toldAt: person.toldAt?.toISOString() ?? null,
      shownFrom: shownFrom(person)?.toISOString() ?? null,
    })),
  };
}
