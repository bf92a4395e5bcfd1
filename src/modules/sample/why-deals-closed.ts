import type { ImportedMatter, ImportedReason } from '../attribution/index.ts';
import type {
  SimulatedAccountStory,
  SimulatedInteraction,
  SimulatedOpportunity,
  SimulationCast,
} from './simulator/types.ts';

/** The story's own words, as the choices of a new workspace call them. */
const keys: Readonly<Record<string, string>> = {
  'proof on their own line': 'proof',
  'payback under two years': 'price',
  'trusted the installer who named us': 'recommendation',
  'fast answers': 'service',
  'the audit date': 'timing',
  'no decision': 'no_decision',
  price: 'price',
  'chose Voltaris': 'competitor',
  'project stopped': 'need_gone',
  'IT said no': 'inside_no',
};
const rival = 'Voltaris';

/** Sellers answer within minutes of the close, the longest after a day; seconds that it took them stand in it too. */
const dayMs = 86_400_000;

/** Why the deals of a story were won or lost, as their sellers say it. One in seven still waits for the word of its seller. */
export function whyDealsClosed(
  story: SimulatedAccountStory,
  context: { cast: SimulationCast; endAt: Date; idOf: (id: string) => string | null },
): ImportedReason[] {
  return story.opportunities.flatMap((deal, nth) => {
    const { closedAt, outcome, reason } = deal;
    const opportunityId = context.idOf(deal.id);
    const key = keys[reason ?? ''];
    const dice = story.index * 5 + nth * 3;
    if (closedAt === null || outcome === 'open' || key === undefined || opportunityId === null) return [];
    if (dice % 7 === 5) return [];
    const saidAt = new Date(closedAt.getTime() + (1 + (dice % 23)) * 60_000 + (dice % 5 === 0 ? dayMs : 0));
    if (saidAt > context.endAt) return [];
    const seller = context.cast.teammates.find(({ id }) => id === deal.ownerId);
    return [
      {
        opportunityId,
        outcome,
        reasons: deal.sellerCredits === 'our price' && key !== 'price' ? [key, 'price'] : [key],
        mattered: whatMattered(story, deal, context.idOf),
        note: null,
        saidAt,
        saidBy: seller?.name ?? 'sample company',
        bySeller: seller !== undefined,
        tookMs: 5_000 + ((dice * 1_117) % 9_000),
      },
    ];
  });
}

function whatMattered(
  story: SimulatedAccountStory,
  deal: SimulatedOpportunity,
  idOf: (id: string) => string | null,
): ImportedMatter[] {
  if (deal.reason?.includes(rival)) return [{ kind: 'competitor', text: rival }];
  const people = new Set(deal.group.map(({ contactId }) => contactId));
  const inDeal = (wanted: (one: SimulatedInteraction) => boolean) =>
    story.interactions.findLast(
      (one) =>
        one.verified &&
        one.contactId !== null &&
        people.has(one.contactId) &&
        (deal.closedAt === null || one.at <= deal.closedAt) &&
        wanted(one),
    );
  const matter = (
    kind: 'asset' | 'interaction' | 'teammate',
    id: string | null | undefined,
  ): ImportedMatter[] => {
    const record = id ? idOf(id) : null;
    return record === null ? [] : [{ kind, id: record }];
  };
  switch (deal.sellerCredits) {
    case 'a case study':
      return matter('asset', inDeal(({ assetId }) => assetId?.startsWith('asset-cs-') ?? false)?.assetId);
    case 'the visit on site':
      return matter('interaction', inDeal(({ type }) => type === 'meeting')?.id);
    case 'the demo':
      return matter('interaction', inDeal(({ type }) => type === 'demo')?.id);
    case 'the webinar':
      return matter('interaction', inDeal(({ type }) => type === 'webinar_attended')?.id);
    case 'the person':
      return matter('teammate', deal.ownerId);
    default:
      return [];
  }
}
