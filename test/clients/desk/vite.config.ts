import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page and the gateway share one origin, so that neither needs CORS. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: { '/graphql': process.env.GATEWAY ?? `http://127.0.0.1:${process.env.PORT ?? 4000}` } },
});
