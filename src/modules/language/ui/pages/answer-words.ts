import { formatDate } from '../../../../web/parts/when.tsx';
import type { Definition, Side, Version } from './api-types.ts';
import { listWords, otherSide } from './words.ts';

/** Which sides object to a version and have not thought better of it. */
function objecting(version: Pick<Version, 'objections'>): Side[] {
  return [...new Set(version.objections.filter((one) => one.settledAt === null).map((one) => one.side))];
}

/** How the page's first sentence goes on after the word: what stands, and what waits for whom. */
export function answerWords(subject: Version, inForce: Version | null): string {
  switch (subject.status) {
    case 'proposed':
      return proposedWords(subject, inForce);
    case 'signed':
      return ` has been signed by both sides as version ${subject.number}${fromDay(subject)}.`;
    case 'in_force':
      return inForceWords(subject);
    case 'draft':
      return `: version ${subject.number} is a draft${bySide(subject.side)}; nobody has proposed it yet.`;
    case 'withdrawn':
      return `: version ${subject.number} was proposed${bySide(subject.side)} and taken back.`;
    case 'superseded':
      return ` meant this until ${subject.inForceTo ? formatDate(subject.inForceTo) : 'a newer version'}: version ${subject.number}.`;
  }
}

const bySide = (side: Side | null): string => (side === null ? '' : ` by ${side}`);

const fromDay = (version: Version): string =>
  version.wantedFrom === null ? '' : ` and holds from ${formatDate(`${version.wantedFrom}T12:00:00`)}`;

function proposedWords(subject: Version, inForce: Version | null): string {
  const proposer = subject.side ?? 'somebody';
  const against = inForce ? objecting(inForce) : [];
  const opening =
    inForce && against.length > 0
      ? ` ${listWords(against)} ${against.length > 1 ? 'object' : 'objects'} to version ${inForce.number};`
      : '';
  const objectors = objecting(subject);
  const ending =
    objectors.length > 0
      ? `; ${listWords(objectors)} ${objectors.length > 1 ? 'object' : 'objects'} to it.`
      : signedWords(subject);
  return `:${opening} ${proposer} ${subject.answersId === null ? 'proposes' : 'answers with'} version ${subject.number}${ending}`;
}

function signedWords(version: Version): string {
  const missing = version.missing.map((one) => one.side);
  if (missing.length !== 1 || missing[0] === undefined || missing[0] === version.side) return '.';
  return version.signatures.length > 0 ? `, and it waits for ${missing[0]}.` : '.';
}

function inForceWords(version: Version): string {
  const objectors = objecting(version);
  const objection =
    objectors.length > 0
      ? ` ${listWords(objectors).replace(/^./, (first) => first.toUpperCase())} ${objectors.length > 1 ? 'object' : 'objects'} to it.`
      : '';
  if (!version.unsigned) {
    const last = version.signatures
      .map((one) => one.at)
      .toSorted()
      .at(-1);
    return ` means what both sides signed${last ? ` on ${formatDate(last)}` : ''}: version ${version.number}.${objection}`;
  }
  const signed = [...new Set(version.signatures.map((one) => one.side))];
  if (signed.length === 1 && signed[0])
    return `: ${signed[0]} has signed the start as it stands; it waits for ${otherSide(signed[0])}.${objection}`;
  return ` has a meaning that came with the workspace, and neither side has signed it.${objection}`;
}

/** What stands under the first sentence: kind, what is in force, what is proposed and since when. */
export function subWords(definition: Definition, inForce: Version | null, open: readonly Version[]): string {
  const parts = [
    inForce === null
      ? 'Nothing is in force yet.'
      : `In force: version ${inForce.number}, since ${inForce.inForceFrom ? formatDate(inForce.inForceFrom) : 'the beginning'}, ${inForce.unsigned ? 'not signed by both sides' : 'signed by both sides'}.`,
    ...open.map(
      (version) =>
        `${version.status === 'signed' ? 'Signed' : 'Proposed'}: version ${version.number}${version.proposedAt ? `, on ${formatDate(version.proposedAt)}` : ''}${version.wantedFrom ? `, to hold from ${formatDate(`${version.wantedFrom}T12:00:00`)}` : ''}.`,
    ),
  ];
  const kinds: Record<Definition['kind'], string> = {
    term: 'A word of both.',
    stage: 'A stage of both.',
    scoring: 'A score of both.',
    test: 'A test of both.',
    reject_reasons: 'Reasons of both.',
    persona: 'A persona of both.',
    sla: 'What both promise.',
  };
  return [kinds[definition.kind], ...parts].join(' ');
}
