import { AppError } from '../../../platform/errors.ts';
import { isGroup, type Rule, type RuleGroup } from '../rules/rule.ts';
import { grades, letters, levels } from '../scoring/model.ts';

/** From how many points, or from which grades, letters or levels on a lead counts as qualified. */
export type Threshold = number | readonly string[];

const negative: readonly string[] = ['!=', 'notIn', 'null', '<', '<='];

/** For a scoring model: the threshold given, else what a gate in force asks of it, else the best grade. */
export function ruleOfModel(options: {
  key: string;
  threshold: Threshold | undefined;
  gates: readonly RuleGroup[];
}): RuleGroup {
  const { key, threshold, gates } = options;
  if (threshold !== undefined) return ruleOfThreshold(key, threshold);
  for (const gate of gates) {
    const asked = prune(gate, `score.${key}.`);
    if (asked) return asked;
  }
  return ruleOfThreshold(key, ['A1']);
}

function ruleOfThreshold(key: string, threshold: Threshold): RuleGroup {
  if (typeof threshold === 'number') {
    return { combinator: 'and', rules: [{ field: `score.${key}.points`, operator: '>=', value: threshold }] };
  }
  const asked = threshold.map((one) => one.trim().toUpperCase());
  const rules = [
    inList(`score.${key}.grade`, asked, grades),
    inList(`score.${key}.letter`, asked, letters),
    inList(`score.${key}.level`, asked, levels.map(String)),
  ].filter((rule) => rule !== null);
  const known: readonly string[] = [...grades, ...letters, ...levels.map(String)];
  const unknown = asked.find((one) => !known.includes(one));
  if (unknown !== undefined) {
    throw new AppError(
      'invalid_input',
      `"${unknown}" is no grade. Grades are A1 to D4; a letter (A to D) or a level (1 to 4) may stand alone.`,
      { fields: [{ path: 'threshold', message: 'names no grade' }] },
    );
  }
  return { combinator: 'or', rules };
}

function inList(field: string, asked: readonly string[], known: readonly string[]): Rule | null {
  const value = asked.filter((one) => known.includes(one));
  if (value.length === 0) return null;
  return { field, operator: 'in', value: field.endsWith('.level') ? value.map(Number) : value };
}

/** Of a rule, what asks for the model's score; null where nothing does. */
function prune(group: RuleGroup, prefix: string): RuleGroup | null {
  if (group.not === true) return null;
  const rules = group.rules.flatMap((one): (Rule | RuleGroup)[] => {
    if (isGroup(one)) return [prune(one, prefix) ?? []].flat();
    return one.field.startsWith(prefix) && !negative.includes(one.operator) ? [one] : [];
  });
  return rules.length === 0 ? null : { combinator: group.combinator, rules };
}
