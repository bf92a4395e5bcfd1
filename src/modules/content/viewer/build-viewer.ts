import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The reading app as browsers load it: one classic script, and the style that stands in the page itself. */
export async function buildViewer(): Promise<{ script: string; style: string }> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      cssMinify: true,
      lib: {
        entry: fileURLToPath(new URL('./app/main.ts', import.meta.url)),
        formats: ['iife'],
        name: 'liaisonViewer',
        fileName: 'viewer',
        cssFileName: 'viewer',
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((output) =>
    'output' in output ? output.output : [],
  );
  const script = outputs.find((file) => file.type === 'chunk');
  const style = outputs.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script?.type !== 'chunk' || style?.type !== 'asset') throw new Error('The viewer was not built.');
  return {
    script: script.code,
    style: typeof style.source === 'string' ? style.source : Buffer.from(style.source).toString('utf8'),
  };
}
