import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const audiences = readdirSync(here('.')).filter((name) => name !== 'dist' && existsSync(here(`${name}/index.html`)));

// One build, one page per audience. A chunk holds only what its importers reach, so the portal never loads staff code.
export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  cacheDir: here('../node_modules/.cache/vite'),
  // server/screens.ts puts a fresh one into every answer.
  html: { cspNonce: 'CSP-NONCE' },
  plugins: [react()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: Object.fromEntries(audiences.map((name) => [name, here(`${name}/index.html`)])),
      // kit/zod-without-eval.ts must run before the first schema is made.
      output: { strictExecutionOrder: true },
    },
  },
});
