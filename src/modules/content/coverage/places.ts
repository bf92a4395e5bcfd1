import { anyPlace, type MapPersona, type MapPhase } from './contract.ts';

/** `Plant manager`, `plant-manager` and `PLANT_MANAGER` are one word: systems write it as they like. */
export const keyOf = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();

/** A cell's place on the map before it is drawn: one step of one stage, or the whole of a stage without steps. */
export type Place = { persona: string; phase: string; step: number | null };

export type Definition = { key: string; word: string; isSigned: boolean };
export type Carried = { word: string; people: number };

const mostRows = 40;

/**
 * The rows of the map: personas that both signed first, in their order, then those that people and pieces carry, most
 * people first. What nobody signed and nobody carries says nothing, unless there is nothing else.
 */
export function personasOf(options: { definitions: readonly Definition[]; carried: readonly Carried[] }): {
  personas: MapPersona[];
  rowsLeftOut: number;
} {
  const { definitions, carried } = options;
  const people = new Map<string, { name: string; people: number }>();
  for (const { word, people: count } of carried) {
    const key = keyOf(word);
    if (key === '' || key === anyPlace) continue;
    const known = people.get(key);
    people.set(key, { name: known?.name ?? word.trim(), people: (known?.people ?? 0) + count });
  }
  const rows = new Map<string, MapPersona>();
  for (const { key: definition, word, isSigned } of definitions) {
    const key = keyOf(word);
    const held = people.get(key);
    if (isSigned || held || people.size === 0)
      rows.set(key, { key, name: word, definition, people: held?.people ?? 0 });
  }
  const rest = [...people]
    .filter(([key]) => !rows.has(key))
    .map(([key, { name, people: count }]) => ({ key, name, definition: null, people: count }))
    .sort((one, other) => other.people - one.people || (one.name < other.name ? -1 : 1));
  const all = [...rows.values(), ...rest];
  return { personas: all.slice(0, mostRows), rowsLeftOut: Math.max(0, all.length - mostRows) };
}

type Stage = { key: string; name: string; steps: readonly string[] };

/** Where words for buying stages point to: a stage by its key or name, or one of its steps by what the buyer does in it. */
export function stageResolver(
  stages: readonly Stage[],
): (words: readonly string[]) => Omit<Place, 'persona'>[] {
  const places = new Map<string, Omit<Place, 'persona'>[]>();
  const add = (word: string, found: Omit<Place, 'persona'>[]) => {
    const key = keyOf(word);
    if (!places.has(key)) places.set(key, found);
  };
  // A stage's name goes before a step that is called the same.
  for (const stage of stages) {
    const whole = wholeOf(stage);
    add(stage.key, whole);
    add(stage.name, whole);
  }
  for (const stage of stages) {
    for (const [step, name] of stage.steps.entries()) {
      add(name, [{ phase: stage.key, step }]);
      add(`${stage.key}:${step + 1}`, [{ phase: stage.key, step }]);
    }
  }
  return (words) => {
    const found = new Map<string, Omit<Place, 'persona'>>();
    for (const word of words)
      for (const place of places.get(keyOf(word)) ?? []) found.set(`${place.phase}/${place.step}`, place);
    return [...found.values()];
  };
}

function wholeOf({ key, steps }: Stage): Omit<Place, 'persona'>[] {
  return steps.length === 0 ? [{ phase: key, step: null }] : steps.map((_, step) => ({ phase: key, step }));
}

/**
 * Every place where a piece stands: each of its personas in each of its stages. Named for nobody, it stands in the row
 * for anyone; for no stage, or one that is not known here, in the column for any stage.
 */
export function placesOf(
  piece: { personas: readonly string[]; buyingStages: readonly string[] },
  resolve: (words: readonly string[]) => Omit<Place, 'persona'>[],
): Place[] {
  const personas = [...new Set(piece.personas.map(keyOf).filter((key) => key !== ''))];
  const stages = resolve(piece.buyingStages);
  const rows = personas.length === 0 ? [anyPlace] : personas;
  const columns = stages.length === 0 ? [{ phase: anyPlace, step: null }] : stages;
  return rows.flatMap((persona) => columns.map((column) => ({ persona, ...column })));
}

/** The columns: the workspace's stages, and one for any stage where something stands in it. */
export function phasesOf(stages: readonly Stage[], hasAny: boolean): MapPhase[] {
  const columns = stages.map(({ key, name, steps }) => ({ key, name, steps: [...steps] }));
  return hasAny ? [...columns, { key: anyPlace, name: 'Any stage', steps: [] }] : columns;
}
