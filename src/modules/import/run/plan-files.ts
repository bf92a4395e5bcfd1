import { isAscii } from 'node:buffer';
import { AppError } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import type { PresetName } from '../contract.ts';
import { type CompiledMapping, compileMapping } from '../mapping/compile.ts';
import type { KnownField } from '../mapping/custom-plan.ts';
import type { Mapping } from '../mapping/schema.ts';
import { isPresetName, partFor, presetOf } from '../presets/index.ts';
import { detectFormat, type FileFormat, type StatedFormat } from '../reading/detect-format.ts';
import { guessEncoding, isKnownEncoding, readByteOrderMark } from '../reading/encoding.ts';
import type { ImportPlan, StoredFile } from '../records.ts';
import { openUpload, readSample, sampleBytes } from '../uploads.ts';

type Upload = { files: Services['files']; importId: string; fileIndex: number; file: StoredFile };

/** Detects how an uploaded file is to be read. Where its beginning is plain ASCII, the first bytes that are not decide. */
export async function detectUpload(upload: Upload, stated: StatedFormat): Promise<FileFormat> {
  const sample = await readSample(upload);
  if (stated.encoding !== undefined && !isKnownEncoding(stated.encoding)) {
    throw new AppError(
      'invalid_input',
      `The mapping's file.encoding “${stated.encoding}” is not known. Use a name such as "utf-8" or "windows-1252".`,
    );
  }
  const decided = stated.encoding ?? readByteOrderMark(sample)?.encoding;
  if (decided === undefined && sample.length >= sampleBytes && isAscii(sample) && !sample.includes(0)) {
    return detectFormat(sample, { ...stated, encoding: await laterEncoding(upload) });
  }
  return detectFormat(sample, stated);
}

async function laterEncoding(upload: Upload): Promise<string> {
  for await (const block of openUpload({ ...upload, offset: sampleBytes })) {
    if (!isAscii(block)) return guessEncoding(block);
  }
  return 'utf-8';
}

export type PlannedFile = ImportPlan['files'][number];

/** Which mapping each file is read with, and in which order; the files nobody has a use for. */
export async function planFiles(options: {
  files: Services['files'];
  importId: string;
  uploads: readonly StoredFile[];
  preset: PresetName | null;
  mapping: Mapping | null;
}): Promise<ImportPlan> {
  const { files, importId, uploads, preset, mapping } = options;
  const planned: (PlannedFile & { order: number })[] = [];
  const ignored: number[] = [];
  for (const [fileIndex, file] of uploads.entries()) {
    const format = await detectUpload({ files, importId, fileIndex, file }, mapping?.file ?? {});
    const part = preset === null ? null : partFor(presetOf(preset), file.name, format.headings);
    if (preset !== null && !part) {
      ignored.push(fileIndex);
      continue;
    }
    const order = part && preset ? presetOf(preset).parts.indexOf(part) : 0;
    const once = { fileIndex, part: part?.name ?? null, format };
    planned.push({ ...once, pass: 'records', order });
    if (part?.linking && format.headings.includes(part.linking.needs)) {
      planned.push({ ...once, pass: 'links', order: Number.MAX_SAFE_INTEGER });
    }
  }
  planned.sort((left, right) => left.order - right.order || left.fileIndex - right.fileIndex);
  if (planned.length === 0) {
    const names = uploads.map((file) => file.name).join(', ');
    throw new AppError(
      'unprocessable',
      `The preset “${preset}” has no use for any of these files: ${names}.`,
    );
  }
  return { files: planned.map(({ order: _, ...file }) => file), ignored };
}

function mappingOf(options: { preset: string | null; mapping: Mapping | null }, file: PlannedFile): Mapping {
  const { preset, mapping } = options;
  const part =
    preset !== null && isPresetName(preset)
      ? presetOf(preset).parts.find((each) => each.name === file.part)
      : null;
  const found = (file.pass === 'links' ? part?.linking?.mapping : part?.mapping) ?? mapping;
  if (!found) throw new AppError('unprocessable', 'The import has no mapping. Give it one, or a preset.');
  return found;
}

/** The mapping made ready for one file; refuses where the two do not fit, naming the file. */
export function compileFor(options: {
  run: { preset: string | null; mapping: Mapping | null };
  file: PlannedFile;
  fileName: string;
  workspace: { timeZone: string; currency: string };
  knownFields: readonly KnownField[];
}): CompiledMapping {
  const { file, workspace, knownFields } = options;
  try {
    const { headings, decimals } = file.format;
    return compileMapping({
      mapping: mappingOf(options.run, file),
      headings,
      decimals,
      workspace,
      knownFields,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${options.fileName}: ${error.message}`, { fields: error.fields });
  }
}
