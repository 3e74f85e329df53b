import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The portal alone, to be put anywhere: relative paths, no other host. Whoever puts it there writes the one address through which
// all calls go into the page's kangyang-gateway. `npm run build:portal`
export default defineConfig({
  root: here('.'),
  base: './',
  publicDir: false,
  cacheDir: here('../../node_modules/.cache/vite-portal'),
  plugins: [react()],
  build: {
    outDir: here('../../dist/portal'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
});
