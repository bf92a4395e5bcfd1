import type { Plan } from './plan.ts';

/** The same results with all their touchpoints: what data-driven models learn from and share out. */
export function withoutPart(plan: Plan): Plan {
  return {
    ...plan,
    filters: plan.filters.filter(({ dimension: { from } }) => 'account' in from || 'deal' in from),
    ...(plan.basis === 'touch'
      ? { basis: 'result' as const, window: { from: null, to: null, fromMs: null, toMs: null } }
      : {}),
  };
}
