/** What `src/order.test.ts` does not see: circles inside a chapter, imports of what is not declared, tests drawn into the product. */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one thought in two files. Types may look back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|vite/client)' },
    },
    {
      name: 'declared',
      comment: 'A package that package.json does not name came in through another and may leave with it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'The server and the command line run without devDependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test(-support)?\\.tsx?$', '^src/desk/', '/testkit(/|\\.ts$)'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-in-the-product',
      severity: 'error',
      from: { path: '^(src|demo)/', pathNot: ['\\.test(-support)?\\.tsx?$', '/testkit(/|\\.ts$)'] },
      to: {
        path: [
          '\\.test(-support)?\\.tsx?$',
          '/testkit(/|\\.ts$)',
          '(^|/)node_modules/(vitest|fast-check|playwright-core)/',
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.mjs'],
    },
  },
}
