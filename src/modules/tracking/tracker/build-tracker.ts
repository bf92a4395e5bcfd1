import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The tracker as browsers load it: one classic script. */
export async function buildTracker(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2020',
      minify: true,
      lib: {
        entry: fileURLToPath(new URL('./main.ts', import.meta.url)),
        formats: ['iife'],
        name: 'liaisonTracker',
        fileName: 't',
      },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunk = outputs
    .flatMap((output) => ('output' in output ? output.output : []))
    .find((file) => file.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('The tracker was not built.');
  return chunk.code;
}
