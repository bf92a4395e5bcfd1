import type { RuleEnvironment } from '../rules/environment.ts';
import { type RuleProblem, type ValidationContext, validateFilter, validateRule } from '../rules/validate.ts';
import type { ScoringModel, SignalGroup } from './model.ts';

type Keyed = { key: string; name: string; group?: string | undefined; path: string };

function sameKeys(all: readonly Keyed[]): RuleProblem[] {
  const seen = new Map<string, string>();
  return all.flatMap(({ key, name, path }) => {
    const first = seen.get(key);
    seen.set(key, first ?? name);
    if (first === undefined) return [];
    return [
      {
        path: `${path}.key`,
        message: `"${name}" and "${first}" have the same key "${key}". Give one another.`,
      },
    ];
  });
}

function missingGroups(all: readonly Keyed[], groups: readonly SignalGroup[]): RuleProblem[] {
  return all.flatMap(({ group, name, path }) =>
    group === undefined || groups.some(({ key }) => key === group)
      ? []
      : [
          {
            path: `${path}.group`,
            message: `"${name}" is in the group "${group}", which does not exist. Choose another.`,
          },
        ],
  );
}

/** What is wrong with a scoring model, where, and what to do about it. */
export function validateModel(
  model: ScoringModel,
  env: RuleEnvironment,
  context: ValidationContext,
  path = 'model',
): RuleProblem[] {
  const { fit, engagement } = model;
  const placed = <T extends { key: string; name: string; group?: string | undefined }>(
    list: readonly T[],
    at: string,
  ) => list.map((one, index) => ({ ...one, path: `${path}.${at}.${index}` }));
  const fitSignals = placed(fit.signals, 'fit.signals');
  const signals = placed(engagement.signals, 'engagement.signals');
  const rules = placed(engagement.rules, 'engagement.rules');
  const nothing =
    fitSignals.length + signals.length + rules.length === 0
      ? [{ path, message: 'This score gives nobody any points yet. Add a signal.' }]
      : [];
  return [
    ...nothing,
    ...[...fitSignals, ...rules].flatMap((one) => validateRule(one.rule, env, context, `${one.path}.rule`)),
    ...signals.flatMap((one) => validateFilter(one.of, context, `${one.path}.of`)),
    ...sameKeys(fitSignals),
    ...sameKeys([...signals, ...rules]),
    ...sameKeys(placed(fit.groups, 'fit.groups')),
    ...sameKeys(placed(engagement.groups, 'engagement.groups')),
    ...missingGroups(fitSignals, fit.groups),
    ...missingGroups([...signals, ...rules], engagement.groups),
  ];
}
