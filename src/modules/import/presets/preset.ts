import type { PresetName } from '../contract.ts';
import type { Mapping } from '../mapping/schema.ts';

/** One kind of file that a preset reads. Parts are read in their order, whatever order the files come in. */
export type PresetPart = {
  name: string;
  /** By the file's name, without folder and ending. */
  fileName: RegExp;
  /** Headings that only files of this kind have together; for files named otherwise. */
  signature: readonly string[];
  mapping: Mapping;
  /** Read once more, when everything is in, for links between rows of this file, if it has the column `needs`. */
  linking?: { needs: string; mapping: Mapping } | undefined;
};

export type Preset = { name: PresetName; label: string; parts: readonly PresetPart[] };
