import { z } from 'zod';
import { defaultModels } from '../../credit/contract.ts';
import { eligibilities } from '../../settings/contract.ts';
import type { Model } from './api-types.ts';
import { allModels } from './model-words.ts';

const filterShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  by: z.string().catch('channel'),
  value: z.string().catch('revenue'),
  /** Separated by commas; blank: the usual six. */
  models: z.string().catch(''),
  whose: z.enum(eligibilities).optional().catch(undefined),
  lookback: z
    .union([z.literal('all'), z.coerce.number().int().min(1).max(3650)])
    .optional()
    .catch(undefined),
  period: z.enum(['quarters', 'all', 'custom']).catch('quarters'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  basis: z.enum(['result', 'touch']).catch('result'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  filter: filterShape.catch({}),
  /** A model, `label` or `apart`, with a minus in front for the largest first; blank: most credit first. */
  order: z.string().catch(''),
  rows: z.enum(['top', 'all']).catch('top'),
  /** The figure that is opened under its row. */
  open: z.object({ model: z.string(), key: z.string() }).optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

/** The key of the row of results without any touchpoint: no key of a dimension begins with a tab. */
export const withoutTouchKey = '\twithout';

/** What `?evidence=` may say on this page: a figure of the table. */
export const evidenceShape = z.object({
  model: z.string().refine((word) => allModels.some((model) => model === word)),
  key: z.string(),
});
export type Evidence = z.output<typeof evidenceShape>;

export function modelsOf({ models }: Pick<PageState, 'models'>): readonly Model[] {
  const wanted = models.split(',');
  const known = allModels.filter((model) => wanted.includes(model));
  return known.length === 0 ? defaultModels : known;
}

export const knownModel = (word: string): Model | undefined => allModels.find((model) => model === word);

/** In the order of the list; blank where they are the usual ones. */
export function writeModels(models: readonly Model[]): string | undefined {
  const isUsual =
    models.length === defaultModels.length && defaultModels.every((model) => models.includes(model));
  return isUsual ? undefined : allModels.filter((model) => models.includes(model)).join(',');
}

/** Which results and touchpoints, as the API takes it. */
export function planInput(state: PageState) {
  const { by, value, whose, lookback, period, from, to, basis, currency, filter } = state;
  return {
    by,
    value,
    basis,
    ...(whose ? { eligibility: whose } : {}),
    ...(lookback ? { lookbackDays: lookback } : {}),
    ...(from || to ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : { period }),
    ...(currency ? { currency } : {}),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
  };
}

export function figureInput(state: PageState, { model, key }: { model: Model; key: string }) {
  return {
    ...planInput(state),
    model,
    ...(key === withoutTouchKey ? { withoutTouch: 'true' } : { key }),
  };
}
