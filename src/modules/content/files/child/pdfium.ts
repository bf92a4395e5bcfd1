import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PDFiumModule } from '@hyzyla/pdfium';
import { limits } from './limits.ts';

/** PDFium's functions, as they are named in its headers; pointers are numbers. */
const functionNames = [
  '_FPDF_InitLibraryWithConfig',
  '_FPDF_LoadMemDocument',
  '_FPDF_GetLastError',
  '_FPDF_GetPageCount',
  '_FPDF_GetPageSizeByIndexF',
  '_FPDF_LoadPage',
  '_FPDF_ClosePage',
  '_FPDF_GetPageWidthF',
  '_FPDF_GetPageHeightF',
  '_FPDF_PageToDevice',
  '_FPDF_RenderPageBitmap',
  '_FPDFPage_GetAnnotCount',
  '_FPDFPage_Flatten',
  '_FPDFBitmap_CreateEx',
  '_FPDFBitmap_FillRect',
  '_FPDFBitmap_GetBuffer',
  '_FPDFBitmap_GetStride',
  '_FPDFBitmap_Destroy',
  '_FPDFText_LoadPage',
  '_FPDFText_ClosePage',
  '_FPDFText_CountChars',
  '_FPDFText_GetUnicode',
  '_FPDFText_IsGenerated',
  '_FPDFText_IsHyphen',
  '_FPDFText_GetLooseCharBox',
  '_malloc',
  '_free',
] as const;

export type Pdfium = Record<(typeof functionNames)[number], (...args: number[]) => number> & {
  /** Anew after each growth of the memory: never kept. */
  HEAPU8: Uint8Array;
};

function isPdfium(module: object): module is Pdfium {
  const known: Record<string, unknown> = { ...module };
  return functionNames.every((name) => typeof known[name] === 'function');
}

/** Thrown through the engine, which is in no order any more afterwards. */
class OutOfMemory extends Error {
  override name = 'OutOfMemory';
}

/** Takes the engine into memory, with no more of it to grow into than `limits` allow: a bomb ends there. */
export async function openPdfium(): Promise<Pdfium> {
  const wasm = await WebAssembly.compile(
    await readFile(new URL(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm'))),
  );
  const module: object = await PDFiumModule({
    instantiateWasm: (imports, onInstance) => {
      const instance = new WebAssembly.Instance(wasm, withMemoryLimit(imports));
      // What the loader calls a module in its types is an instance in its code.
      Reflect.apply(onInstance, undefined, [instance, wasm]);
      return instance.exports;
    },
  });
  if (!isPdfium(module)) throw new Error('The PDF engine lacks functions that are needed.');
  module._FPDF_InitLibraryWithConfig(0);
  return module;
}

function withMemoryLimit(imports: WebAssembly.Imports): WebAssembly.Imports {
  const { env = {} } = imports;
  const grow = env.emscripten_resize_heap;
  if (typeof grow !== 'function') throw new Error('The PDF engine asks for memory in another way.');
  const growWithin = (bytes: number) => {
    if (bytes >>> 0 > limits.engineBytes) throw new OutOfMemory();
    return Reflect.apply(grow, undefined, [bytes]);
  };
  return { ...imports, env: { ...env, emscripten_resize_heap: growWithin } };
}

const blockBytes = 1024 * 1024;

/** Reads a file straight into the engine's memory, block by block. */
export function loadFile(pdfium: Pdfium, path: string): { pointer: number; bytes: number } {
  const file = openSync(path, 'r');
  try {
    const bytes = fstatSync(file).size;
    const pointer = pdfium._malloc(bytes);
    if (pointer === 0) throw new Error('The file does not fit into memory.');
    for (let done = 0; done < bytes; ) {
      const read = readSync(file, pdfium.HEAPU8, pointer + done, Math.min(blockBytes, bytes - done), done);
      if (read === 0) throw new Error('The file ends before its end.');
      done += read;
    }
    return { pointer, bytes };
  } finally {
    closeSync(file);
  }
}

export function loadBytes(pdfium: Pdfium, content: Uint8Array): { pointer: number; bytes: number } {
  const pointer = pdfium._malloc(content.length);
  if (pointer === 0) throw new Error('The document does not fit into memory.');
  pdfium.HEAPU8.set(content, pointer);
  return { pointer, bytes: content.length };
}

/** Numbers that a function wrote at a pointer. */
export function readFloats(pdfium: Pdfium, pointer: number, count: number): number[] {
  const view = new DataView(pdfium.HEAPU8.buffer, pointer, count * 4);
  return Array.from({ length: count }, (_, index) => view.getFloat32(index * 4, true));
}

export function readIntegers(pdfium: Pdfium, pointer: number, count: number): number[] {
  const view = new DataView(pdfium.HEAPU8.buffer, pointer, count * 4);
  return Array.from({ length: count }, (_, index) => view.getInt32(index * 4, true));
}
