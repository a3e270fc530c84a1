export default { test: { include: ["*.vitest.ts"], setupFiles: ["pattern-test/vitest"], testTimeout: 120_000 } };
