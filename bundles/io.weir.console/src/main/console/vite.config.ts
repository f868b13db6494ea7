import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The gateway serves the page under a strict content security policy: no inline script, no request
// to anything but itself. `npm run mock` stands in for the gateway during development.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../../../target/classes/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8480' } },
});
