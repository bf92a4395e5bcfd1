import { z } from 'zod';
import type { client } from '../../../../web/api.ts';
import { nextSteps, peopleLists, piecePeriods, visitLists } from '../../measures/piece/contract.ts';

type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;
export type Figures = Answer<typeof client.content.piece.read>;
export type FiguresPage = Figures['pages'][number];
export type Reader = Answer<typeof client.content.piece.people>['items'][number];
export type Visit = Answer<typeof client.content.piece.visits>['items'][number];
export type Share = Answer<typeof client.content.piece.shares>['items'][number];

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  period: z.enum(piecePeriods).catch('last365'),
  version: z.uuid().optional().catch(undefined),
  /** The page whose picture is looked at. */
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;

/** What `?evidence=` may say on this page. */
export const evidenceShape = z.union([
  z.object({
    people: z.enum(peopleLists),
    page: z.coerce.number().int().optional(),
    stage: z.string().optional(),
    name: z.string().optional(),
    step: z.enum(nextSteps).optional(),
    version: z.uuid().optional(),
  }),
  z.object({ visits: z.enum(visitLists), reason: z.string().optional(), version: z.uuid().optional() }),
  z.object({
    shares: z.literal('all'),
    teammateId: z.uuid().optional(),
    name: z.string().optional(),
    side: z.enum(['sales', 'marketing', 'liaison']).optional(),
  }),
]);
export type Evidence = z.output<typeof evidenceShape>;

/** Which piece, when, which version: the same for the figures and the lists behind them. */
export type Scope = { assetId: string; period: PageState['period']; versionId?: string };

export function scopeOf(assetId: string, { period, version }: PageState): Scope {
  return { assetId, period, ...(version ? { versionId: version } : {}) };
}
