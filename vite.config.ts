import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server that `vite` (development only) hands API calls to. */
const server = process.env.LIAISON_DEV_SERVER ?? 'http://127.0.0.1:4310';

export default defineConfig({
  root: here('./src/web'),
  plugins: [react()],
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
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 }],
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
