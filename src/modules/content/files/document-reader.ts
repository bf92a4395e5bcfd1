import { AppError } from '../../../platform/errors.ts';
import type { Files } from '../../../platform/files/files.ts';
import { borrowLocalFile, type LocalFile, withLocalFile } from '../../../platform/files/read-range.ts';
import { ChildLost, FileChild } from './child/file-child.ts';
import { limits } from './child/limits.ts';
import type { DrawnPage, PageSize } from './child/messages.ts';
import type { PictureWidth } from './keys.ts';

/** Draws pages of one document in a child; one that is lost is replaced when the next page is asked for. */
export class DocumentReader {
  readonly #file: LocalFile;
  readonly #niceness: number;
  #child: FileChild | null = null;
  #pages: PageSize[] = [];

  private constructor(file: LocalFile, niceness: number) {
    this.#file = file;
    this.#niceness = niceness;
  }

  /** Throws an AppError with the reason where the document cannot be read, `ChildLost` where it ended the child. */
  static async open(options: { files: Files; key: string; niceness: number }): Promise<DocumentReader> {
    const reader = new DocumentReader(await borrowLocalFile(options.files, options.key), options.niceness);
    try {
      await reader.#opened();
      return reader;
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  get pages(): readonly PageSize[] {
    return this.#pages;
  }

  async draw(options: {
    page: number;
    widths: readonly PictureWidth[];
    thumbnail: boolean;
  }): Promise<DrawnPage> {
    const child = await this.#opened();
    return child.ask({ kind: 'page', ...options }, limits.pageMs);
  }

  async close(): Promise<void> {
    this.#child?.stop();
    this.#child = null;
    await this.#file.release();
  }

  async #opened(): Promise<FileChild> {
    if (this.#child && !this.#child.isLost) return this.#child;
    const { path } = this.#file;
    const child = await FileChild.start({ path, niceness: this.#niceness });
    this.#child = child;
    const { pages } = await child.ask({ kind: 'document', path }, limits.openMs);
    this.#pages = pages;
    return child;
  }
}

/** Asks a child of its own one question about a stored file. */
export async function askOnce<T>(options: {
  files: Files;
  key: string;
  niceness: number;
  ask: (child: FileChild, path: string) => Promise<T>;
}): Promise<T> {
  return withLocalFile(options.files, options.key, async (path) => {
    const child = await FileChild.start({ path, niceness: options.niceness });
    try {
      return await options.ask(child, path);
    } finally {
      child.stop();
    }
  });
}

/** A page that says that it could not be drawn. */
export async function drawBlankPage(options: {
  size: PageSize;
  widths: readonly PictureWidth[];
}): Promise<DrawnPage> {
  const child = await FileChild.start({ path: null, niceness: 0 });
  try {
    return await child.ask({ kind: 'blank', ...options }, limits.pageMs);
  } finally {
    child.stop();
  }
}

const whyRefused: Readonly<Record<ChildLost['why'], string>> = {
  time: 'It takes too long to draw this file. Export it anew with smaller pictures and fewer layers, and upload that.',
  memory:
    'This file unfolds to more than a document can hold. Export it anew with smaller pictures, and upload that.',
  crash:
    'The program that draws files broke down on this one: it is damaged. Export it anew and upload that.',
};

/** What to tell whoever brought a file that cannot be read; null where the fault is not the file's. */
export function reasonOf(error: unknown): string | null {
  if (error instanceof ChildLost) return whyRefused[error.why];
  if (error instanceof AppError && error.code === 'unprocessable') return error.message;
  return null;
}
