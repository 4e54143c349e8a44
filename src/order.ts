/**
 * The chapters, in order. A chapter imports only chapters that stand before it, through their `index.ts`.
 * A list cannot hold a cycle; `src/order.test.ts` reads the imports and shows that a planted backward one is caught.
 */
export const order = [
  'foundation',
  'wording',
  'policy',
  'contract',
  'platform',
  'access',
  'household',
  'office',
  'verification',
  'payments',
  'benefits',
  'referral',
  'casework',
  'monitoring',
  'supervision',
  'insight',
  'server',
  'pages',
  'desk',
  'cli',
  'main',
] as const

export type Chapter = (typeof order)[number]
