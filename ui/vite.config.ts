import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a service that runs already; a token spares signing in.
const service = process.env.CATALOG_ADMIN_URL ?? 'http://127.0.0.1:8000';
const token = process.env.CATALOG_ADMIN_TOKEN;
const proxied = [
  'access',
  'audit',
  'commerce',
  'dev',
  'environments',
  'events',
  'graphql',
  'jobs',
  'rules',
  'search',
  'storefront',
  'tenant',
];

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      proxied.map((room) => [
        `^/${room}(/|\\?|$)`,
        { target: service, headers: token ? { Authorization: `Bearer ${token}` } : {} },
      ]),
    ),
  },
  build: {
    target: 'es2022',
    // Older targets have light-dark() rewritten into a form that only follows a color-scheme said in CSS: ours is chosen.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'happy-dom',
    globals: true,
    css: false,
    restoreMocks: true,
    setupFiles: ['src/shared/testing/setup.ts'],
    server: { deps: { inline: [/antd/, /@ant-design/, /@rc-component/, /react-querybuilder/] } },
  },
});
