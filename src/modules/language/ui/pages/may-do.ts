import { formatDate } from '../../../../web/parts/when.tsx';
import type { Definition, Side, Version } from './api-types.ts';
import { otherSide } from './words.ts';

/** What the reader may do with a version: for which sides, or why not. */
export type May = { sides: readonly Side[]; why: string | null };

const no = (why: string): May => ({ sides: [], why });

/** A proposal, or the start that came with the workspace, can be signed by each side. */
export const isSignable = (version: Version): boolean =>
  version.status === 'proposed' || (version.status === 'in_force' && version.unsigned);

export function maySign(definition: Definition, version: Version, userId: string | undefined): May {
  if (!isSignable(version)) return no('Only what is proposed can be signed.');
  if (definition.mySides.length === 0)
    return no('Your role signs for neither side; who signs is said in the settings, under Signing.');
  const mine = version.signatures.find((one) => one.userId === userId);
  if (mine) return no(`You signed it for ${mine.side} on ${formatDate(mine.at)}.`);
  const missing = version.missing.map((one) => one.side);
  const sides = definition.mySides.filter((side) => missing.includes(side));
  if (sides.length > 0) return { sides, why: null };
  const own = definition.mySides[0];
  return no(own ? `Your side has signed; it waits for ${otherSide(own)}.` : 'Both sides have signed.');
}

export function mayObject(definition: Definition, version: Version): May {
  if (version.status !== 'proposed' && version.status !== 'in_force')
    return no('One objects to what is proposed or in force.');
  if (definition.mySides.length === 0) return no('Only who signs for a side objects for it.');
  const side = definition.mySide ?? definition.mySides[0];
  return side === undefined ? no('Only who signs for a side objects for it.') : { sides: [side], why: null };
}

/** Whoever's side proposed it may take it back; what is signed by both stays. */
export function mayWithdraw(definition: Definition, version: Version, role: string | null): May {
  if (version.status !== 'proposed' && version.status !== 'draft')
    return no('Only a draft or a proposal can be taken back.');
  const { side } = version;
  if (side === null || side === role || definition.mySides.includes(side))
    return { sides: side === null ? [] : [side], why: null };
  return no(`Only ${side}, whose proposal it is, can take it back.`);
}
