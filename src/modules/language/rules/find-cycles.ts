import type { DefinitionBody } from '../definitions/bodies.ts';
import { type Rule, rulesOf } from './rule.ts';
import { rulesOfBody } from './rules-of-body.ts';

export type Cycle = {
  /** The definitions in the circle, each asking the next, the last the first. */
  keys: string[];
  message: string;
};

type Bodies = ReadonlyMap<string, DefinitionBody>;
type Question = { to: string; words: string };

const asText = ({ value }: Rule): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

/** Key of the definition of each lifecycle stage. */
const stageDefinitions = (bodies: Bodies) =>
  new Map([...bodies].flatMap(([key, body]) => (body.kind === 'stage' ? [[body.stageKey, key]] : [])));

function questionsOf(body: DefinitionBody, bodies: Bodies, stages: ReadonlyMap<string, string>): Question[] {
  const asked = new Map<string, string>();
  for (const { path, rule } of rulesOfBody(body)) {
    for (const one of rulesOf(rule)) {
      const [source = '', key = ''] = one.field.split('.');
      const word = bodies.get(key)?.word ?? key;
      if (source === 'score') asked.set(key, `asks the score ${word}`);
      if (source === 'passes') asked.set(key, `asks ${word}`);
      // What sends a lead back looks at where it has been, which is no circle.
      if (one.field !== 'lead.reached' || path === 'sendsBack') continue;
      for (const stage of asText(one)) {
        const to = stages.get(stage);
        if (to !== undefined) asked.set(to, `asks whether ${bodies.get(to)?.word ?? stage} was reached`);
      }
    }
  }
  return [...asked].map(([to, words]) => ({ to, words }));
}

function circleMessage(
  keys: readonly string[],
  bodies: Bodies,
  questions: ReadonlyMap<string, Question[]>,
): string {
  const word = (key: string) => bodies.get(key)?.word ?? key;
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    const words = questions.get(only)?.find(({ to }) => to === only)?.words ?? 'asks itself';
    return `${word(only)} ${words}, which is itself: it could never be answered. Take that question out.`;
  }
  const steps = keys.map((key, at) => {
    const to = keys[(at + 1) % keys.length];
    return `${word(key)} ${questions.get(key)?.find((question) => question.to === to)?.words ?? 'asks the next'}`;
  });
  const said = `${steps.slice(0, -1).join(', ')}, and ${steps.at(-1) ?? ''}`;
  return `${said}: they ask one another in a circle, so none could be answered first. Take one of these questions out.`;
}

/** Gates that want a stage reached which comes after their own. */
function laterStages(bodies: Bodies, order: readonly string[]): Cycle[] {
  return [...bodies].flatMap(([key, body]) => {
    if (body.kind !== 'stage' || body.gate === null) return [];
    const own = order.indexOf(body.stageKey);
    const later = [...rulesOf(body.gate)]
      .filter((rule) => rule.field === 'lead.reached' && rule.operator === 'in')
      .flatMap((rule) => asText(rule))
      .filter((stage) => order.indexOf(stage) > own);
    return [...new Set(later)].map((stage) => {
      const definition = [...bodies].find(([, other]) => other.kind === 'stage' && other.stageKey === stage);
      const word = definition?.[1].word ?? stage;
      const message = `The gate of ${body.word} asks whether ${word} was reached, which comes after it: nobody could come in by it. Ask for a stage before ${body.word}, or for none.`;
      return { keys: definition ? [key, definition[0]] : [key], message };
    });
  });
}

/** Definitions whose rules ask one another in a circle, and gates that ask for a stage after their own. */
export function findCycles(bodies: Bodies, order: readonly string[]): Cycle[] {
  const stages = stageDefinitions(bodies);
  const questions = new Map([...bodies].map(([key, body]) => [key, questionsOf(body, bodies, stages)]));
  const cycles: Cycle[] = laterStages(bodies, order);
  const told = new Set(cycles.map(({ keys }) => keys.toSorted().join()));
  const done = new Set<string>();
  const walk = (key: string, way: readonly string[]): void => {
    const at = way.indexOf(key);
    if (at !== -1) {
      const keys = way.slice(at);
      const name = keys.toSorted().join();
      if (!told.has(name)) cycles.push({ keys, message: circleMessage(keys, bodies, questions) });
      told.add(name);
      return;
    }
    if (done.has(key)) return;
    for (const { to } of questions.get(key) ?? []) if (bodies.has(to)) walk(to, [...way, key]);
    done.add(key);
  };
  for (const key of bodies.keys()) walk(key, []);
  return cycles;
}
