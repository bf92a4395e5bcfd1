import type { ImportedBuyingStage } from '../timeline/index.ts';
import type { SimulatedAccountStory, SimulatedOpportunity, SimulationCast } from './simulator/types.ts';

type Said = Omit<ImportedBuyingStage, 'contactId' | 'opportunityId'> & {
  contact?: string;
  opportunity?: string;
};

const hourMs = 3_600_000;

/** What sellers note when a deal of theirs comes to a stage: it says where the buyers are, or nothing. */
const notedAt: Partial<
  Record<SimulatedOpportunity['stages'][number]['stage'], [stage: string, reason: string]>
> = {
  Discovery: ['education', 'They want to know what it costs them to go on as before'],
  'Solution fit': ['solution', 'They compare ways to do it'],
  Proposal: ['selection', 'They asked for an offer they can put before the board'],
};

/**
 * Where the buyers of a story were in their purchase, as sellers noted it: of a lead when they took it on, of a deal as
 * it went along. They note it of most deals, not of all, and some days late.
 */
export function whereBuyersWere(story: SimulatedAccountStory, cast: SimulationCast): Said[] {
  const nameOf = (id: string | null) => cast.teammates.find((teammate) => teammate.id === id)?.name ?? null;
  const leads = story.stageMoves
    .filter((move) => move.to === 'sal' && move.kind === 'advance' && chance(move.id) < 60)
    .map((move) => ({
      key: `lead:${move.id}`,
      contact: move.contactId,
      stage: 'education',
      at: move.at,
      reason: 'Knows the problem, has not decided to change',
      by: nameOf(move.byId),
    }));
  const deals = story.opportunities.flatMap((deal) =>
    deal.stages.flatMap(({ stage, at }) => {
      const noted = notedAt[stage];
      if (!noted || chance(`${deal.id}:${stage}`) >= 80) return [];
      const lateMs = chance(`${stage}:${deal.id}`) * hourMs * 0.5;
      const end = deal.closedAt?.getTime() ?? Number.POSITIVE_INFINITY;
      return [
        {
          key: `deal:${deal.id}:${stage}`,
          opportunity: deal.id,
          stage: noted[0],
          at: new Date(Math.min(at.getTime() + lateMs, end)),
          reason: noted[1],
          by: nameOf(deal.ownerId),
        },
      ];
    }),
  );
  return [...leads, ...deals];
}

/** 0 to 99, the same for the same text. */
function chance(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0) % 100;
}
