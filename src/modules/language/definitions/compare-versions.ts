import type { Tx } from '../../../platform/postgres/database.ts';
import { clausesOf } from '../rules/clauses.ts';
import type { Clause, ClauseChange } from './contract.ts';
import { type DiffPiece, diffWords } from './diff-words.ts';
import { findDefinition, findVersion } from './find-version.ts';
import { wordsFor } from './load-versions.ts';

type Compare = { tx: Tx; definitionId: string; from: string; to: string };

/** What one version changes in another, clause by clause, in words. */
export async function compareVersions({ tx, definitionId, from, to }: Compare) {
  const { id } = await findDefinition(tx, definitionId);
  const older = await findVersion(tx, { definitionId: id, versionId: from });
  const newer = await findVersion(tx, { definitionId: id, versionId: to });
  const words = await wordsFor(tx, [older.body, newer.body]);
  return compareClauses(clausesOf(older.body, words, newer.body), clausesOf(newer.body, words, older.body));
}

export function compareClauses(
  older: readonly Clause[],
  newer: readonly Clause[],
): { clauses: ClauseChange[]; summary: string[] } {
  const before = new Map(older.map((clause) => [clause.key, clause]));
  const after = new Map(newer.map((clause) => [clause.key, clause]));
  const gone = older.filter((clause) => !after.has(clause.key));
  const clauses = [
    ...newer.map((clause) => changeOf(before.get(clause.key), clause)),
    ...gone.map((clause) => changeOf(clause, undefined)),
  ];
  return { clauses, summary: clauses.flatMap((clause) => clause.summary ?? []) };
}

function changeOf(older: Clause | undefined, newer: Clause | undefined): ClauseChange {
  const label = newer?.label ?? older?.label ?? '';
  const key = newer?.key ?? older?.key ?? '';
  if (older === undefined) {
    const text = newer?.text ?? '';
    return {
      key,
      label,
      before: null,
      after: [{ text, is: 'added' }],
      summary: `new: ${labelled(label)}${text}`,
    };
  }
  if (newer === undefined) {
    return {
      key,
      label,
      before: [{ text: older.text, is: 'removed' }],
      after: null,
      summary: `no longer: ${labelled(label)}${older.text}`,
    };
  }
  const pieces = diffWords(older.text, newer.text);
  return {
    key,
    label,
    before: pieces.filter((piece) => piece.is !== 'added'),
    after: pieces.filter((piece) => piece.is !== 'removed'),
    summary: older.text === newer.text ? null : `${labelled(label)}${inWords(pieces)}`,
  };
}

/** What only joins a clause to the one above it names nothing. */
const joining: ReadonlySet<string> = new Set(['and', 'or']);
const labelled = (label: string): string => (joining.has(label) ? '' : `${label}: `);

// Longer changes are read in the two texts side by side.
const longestPiece = 120;

/** "2 instead of 1", "also finance", "without students": what stands where something else stood. */
function inWords(pieces: readonly DiffPiece[]): string {
  const told: string[] = [];
  for (let n = 0; n < pieces.length; n += 1) {
    const piece = pieces[n];
    if (piece === undefined || piece.is === 'same') continue;
    const next = pieces[n + 1];
    const around = contextOf(pieces, n);
    if (piece.is === 'removed' && next?.is === 'added') {
      told.push(`${around(next.text)} instead of ${shortened(piece.text)}`);
      n += 1;
    } else
      told.push(
        piece.is === 'added' ? `also “${shortened(piece.text)}”` : `without “${shortened(piece.text)}”`,
      );
  }
  return told.join('; ');
}

/** What a number counts: "views", "business hours". */
const unit = /^(business\s+)?\S+/;

const shortened = (text: string) => {
  const plain = text.trim();
  return plain.length <= longestPiece ? plain : `${plain.slice(0, longestPiece)}…`;
};

/**
 * A number by itself says little: with the word it counts, "2 views instead of 1"; at the end of a clause with what
 * stands before it, "points are at least 25 instead of 15".
 */
function contextOf(pieces: readonly DiffPiece[], at: number): (text: string) => string {
  const following = pieces.slice(at + 1).find((piece) => piece.is === 'same');
  const word = following?.text
    .trim()
    .match(unit)?.[0]
    .replace(/[.,;:]$/, '');
  const before = pieces[at - 1];
  const leading = before?.is === 'same' ? before.text.trim() : '';
  return (text) => {
    const plain = shortened(text);
    if (!/^[\d.,−-]+$/.test(plain)) return plain;
    if (word) return `${plain} ${word}`;
    return leading !== '' && leading.length <= longestPiece ? `${leading} ${plain}` : plain;
  };
}
