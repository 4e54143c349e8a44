import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The staff application. Citizen and public pages are rendered by the server and need no bundle.
export default defineConfig({
  root: 'src/desk',
  base: '/desk/',
  plugins: [react()],
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    target: 'es2020',
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
  },
})
