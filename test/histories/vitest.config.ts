import { defineConfig } from 'vitest/config';
import { bugs } from './bugs/bugs.ts';

const test = {
  testTimeout: 86_400_000,
  hookTimeout: 120_000,
};

/** Random histories by the thousand, and the proof that they find bugs: `npm run test:histories`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...test, name: 'search', include: ['test/histories/search/**/*.test.ts'] } },
      ...bugs.map((bug) => ({
        test: {
          ...test,
          name: bug.name,
          include: ['test/histories/bugs/**/*.test.ts'],
          provide: { bug: bug.name },
        },
      })),
    ],
  },
});
