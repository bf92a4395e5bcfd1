import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, runnerImport } from 'vite';
import { buildViewer } from './src/modules/content/viewer/build-viewer.ts';
import { buildTracker } from './src/modules/tracking/tracker/build-tracker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server that `vite` (development only) hands API calls to. */
const server = process.env.LIAISON_DEV_SERVER ?? 'http://127.0.0.1:4310';

const contractFile = here('./src/contract.ts');

/** What the API link needs of an operation; schemas and texts stay on the server. */
function routesOnly(part: object): unknown {
  if ('~orpc' in part) {
    const { meta, route } = part['~orpc'] as { meta: object; route: Record<string, unknown> };
    const { method, path, successStatus, inputStructure, outputStructure } = route;
    return {
      '~orpc': {
        errorMap: {},
        meta,
        route: { method, path, successStatus, inputStructure, outputStructure },
      },
    };
  }
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, routesOnly(inner as object)]));
}

/** Puts the contract's routes into the built client in place of all its zod schemas: a tenth of the size. */
function slimContract(): Plugin {
  return {
    name: 'slim-contract',
    apply: 'build',
    async load(id) {
      if (id !== contractFile) return null;
      const { module } = await runnerImport<{ contract: object }>(contractFile);
      return `export const contract = ${JSON.stringify(routesOnly(module.contract))};`;
    },
  };
}

/** Puts the script that other sites load beside our own pages: /t.js. */
function tracker(): Plugin {
  return {
    name: 'tracker',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 't.js', source: await buildTracker() });
    },
  };
}

/** The reading page of shared content, apart from our own pages: its script, and its style that stands in the page. */
function viewer(): Plugin {
  return {
    name: 'viewer',
    apply: 'build',
    async generateBundle() {
      const { script, style } = await buildViewer();
      this.emitFile({ type: 'asset', fileName: 'viewer.js', source: script });
      this.emitFile({ type: 'asset', fileName: 'viewer.css', source: style });
    },
  };
}

export default defineConfig({
  root: here('./src/web'),
  plugins: [react(), slimContract(), tracker(), viewer()],
  build: {
    outDir: here('./dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Pages answer under a content security policy without data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    // Mantine's and our own chunks are judged by their gzipped size; the raw default warns too early.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What most pages take comes in a few files: a first visit asks for dozens of small ones otherwise.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: 'libraries', test: /node_modules/, minShareCount: 12, priority: 2 },
            { name: 'parts', minShareCount: 12, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    fs: { allow: [here('.')] },
    // With the slash: the page's own api.ts is not a call to the server.
    proxy: { '/api/': { target: server }, '/v1/': { target: server } },
  },
});
