import { z } from 'zod';
import { type Mapping, mapping } from '../mapping/contract.ts';

/**
 * A mapping as it is being made, kept in this browser until its import has started, so that a reload loses nothing.
 * Only its shape is checked: a draft may still be incomplete.
 */
const draft = z.strictObject(mapping.shape);

const keyOf = (importId: string): string => `liaison-import-mapping:${importId}`;

/** For the file that is still to be chosen. */
export const nextImport = 'next';

export function readDraft(importId: string): Mapping | null {
  try {
    const parsed = draft.safeParse(JSON.parse(localStorage.getItem(keyOf(importId)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function keepDraft(importId: string, value: Mapping | null): void {
  try {
    if (value) localStorage.setItem(keyOf(importId), JSON.stringify(value));
    else localStorage.removeItem(keyOf(importId));
  } catch {
    // Storage is full or switched off: the mapping then lasts as long as the page.
  }
}

/** A mapping from a file that a reader chose, or why it is none. */
export function readMappingFile(text: string): { mapping: Mapping } | { problems: string[] } {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    return { problems: [`It is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`] };
  }
  const parsed = mapping.safeParse(written);
  if (parsed.success) return { mapping: parsed.data };
  const shown = parsed.error.issues.slice(0, 8);
  return {
    problems: shown.map((issue) => `${issue.path.map(String).join('.') || 'the mapping'}: ${issue.message}`),
  };
}
