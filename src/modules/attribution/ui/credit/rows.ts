import type { Credit, CreditRow, Model } from './api-types.ts';
import { meanOf, spreadOf } from './shade.ts';
import { withoutTouchKey } from './state.ts';

/** Rows that are seen before anybody asks for all. */
export const topRows = 12;

/** What the table shows of a row. */
export type TableRow = Pick<CreditRow, 'key' | 'label' | 'kind' | 'touchpoints' | 'deals'> & {
  credits: Readonly<Partial<Record<string, number>>>;
};

export const creditOf = (row: Pick<TableRow, 'credits'>, model: Model): number => row.credits[model] ?? 0;

export const creditsOf = (row: Pick<TableRow, 'credits'>, models: readonly Model[]): number[] =>
  models.map((model) => creditOf(row, model));

export const sumOf = (rows: readonly TableRow[], model: Model): number =>
  rows.reduce((sum, row) => sum + creditOf(row, model), 0);

/** `order` is a model, `label` or `apart`, with a minus in front for the largest first; blank leaves them as they came. */
export function sortRows(rows: readonly TableRow[], order: string, models: readonly Model[]): TableRow[] {
  const isDescending = order.startsWith('-');
  const by = isDescending ? order.slice(1) : order;
  const model = models.find((one) => one === by);
  const sign = isDescending ? -1 : 1;
  if (by === 'label') return rows.toSorted((a, b) => sign * a.label.localeCompare(b.label));
  if (by === 'apart')
    return rows.toSorted((a, b) => sign * (spreadOf(creditsOf(a, models)) - spreadOf(creditsOf(b, models))));
  if (model) return rows.toSorted((a, b) => sign * (creditOf(a, model) - creditOf(b, model)));
  return [...rows];
}

/** Results of which no touchpoint is known: a row like any other, the same by every model. Null where there are none. */
export function withoutTouchRow({
  withoutTouch,
  plan,
}: Pick<Credit, 'withoutTouch' | 'plan'>): TableRow | null {
  if (withoutTouch.deals === 0) return null;
  return {
    key: withoutTouchKey,
    label: 'no touchpoint known',
    kind: null,
    touchpoints: 0,
    deals: withoutTouch.deals,
    credits: Object.fromEntries(plan.models.map((model) => [model, withoutTouch.value])),
  };
}

/** What is not seen of a long table, so that what is seen still sums. */
export function restRow(rows: readonly TableRow[], models: readonly Model[]): TableRow | null {
  if (rows.length === 0) return null;
  return {
    key: '\trest',
    label: `${rows.length} more`,
    kind: null,
    touchpoints: rows.reduce((sum, row) => sum + row.touchpoints, 0),
    deals: 0,
    credits: Object.fromEntries(models.map((model) => [model, sumOf(rows, model)])),
  };
}

export type Sums =
  /** Every model's column comes to the value of all results. */
  | { state: 'whole'; total: number }
  /** A filter or a period by touch leaves each model its own part of the whole. */
  | { state: 'part'; total: number; least: number; most: number }
  /** A column does not come to what it should: said, never hidden. */
  | { state: 'wrong'; models: Model[] };

/** Adds the columns up again, on the reader's own machine. */
export function checkSums({
  rows,
  totals,
  total,
  withoutTouch,
  plan,
}: Pick<Credit, 'rows' | 'totals' | 'total' | 'withoutTouch' | 'plan'>): Sums {
  const wrong = plan.models.filter((model) => sumOf(rows, model) !== (totals[model] ?? 0));
  if (wrong.length > 0) return { state: 'wrong', models: wrong };
  const columns = plan.models.map((model) => (totals[model] ?? 0) + withoutTouch.value);
  if (columns.every((column) => column === total)) return { state: 'whole', total };
  return { state: 'part', total, least: Math.min(...columns), most: Math.max(...columns) };
}

/** How much of what is earned goes to content, by the model that gives it least and by the one that gives it most. */
export function contentShare(
  rows: readonly TableRow[],
  models: readonly Model[],
): { least: number; most: number; mean: number } | null {
  const shares = models.flatMap((model) => {
    const content = sumOf(
      rows.filter(({ kind }) => kind === 'content'),
      model,
    );
    const person = sumOf(
      rows.filter(({ kind }) => kind === 'person'),
      model,
    );
    return content + person > 0 ? [content / (content + person)] : [];
  });
  if (shares.length === 0) return null;
  return { least: Math.min(...shares), most: Math.max(...shares), mean: meanOf(shares) };
}
