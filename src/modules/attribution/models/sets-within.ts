import type { Turns } from './turns.ts';

/** Keys by their numbers, in order; how many journeys hold these and no others, and what came of them. */
export type KeySet = { keys: number[]; journeys: number; conversions: number; value: number };

type Branch = { next: Map<number, Branch>; journeys: number; conversions: number };

const branch = (): Branch => ({ next: new Map(), journeys: 0, conversions: 0 });

/** A set that lies within another: its members by their places there. */
export type Inside = { places: readonly number[]; journeys: number; conversions: number };

/** Sets of keys, such that those within another are found without looking at the rest. */
export class SetsWithin {
  readonly #root = branch();

  static async of(sets: readonly KeySet[], turns: Turns): Promise<SetsWithin> {
    const made = new SetsWithin();
    for (const set of sets) {
      made.#add(set);
      if (turns.isOver) await turns.others();
    }
    return made;
  }

  #add({ keys, journeys, conversions }: KeySet): void {
    let at = this.#root;
    for (const key of keys) {
      const next = at.next.get(key) ?? branch();
      at.next.set(key, next);
      at = next;
    }
    at.journeys += journeys;
    at.conversions += conversions;
  }

  /** Keys in the order of their numbers, as in the sets. Answers how many steps it took as well. */
  find(keys: readonly number[]): { inside: Inside[]; steps: number } {
    const inside: Inside[] = [];
    let steps = 0;
    const visit = (at: Branch, from: number, places: readonly number[]) => {
      for (let place = from; place < keys.length; place += 1) {
        steps += 1;
        const next = at.next.get(keys[place] ?? -1);
        if (!next) continue;
        const so = [...places, place];
        if (next.journeys > 0)
          inside.push({ places: so, journeys: next.journeys, conversions: next.conversions });
        if (next.next.size > 0) visit(next, place + 1, so);
      }
    };
    visit(this.#root, 0, []);
    return { inside, steps };
  }
}
