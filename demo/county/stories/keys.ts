/** Under which submission each story's household applied: this is how the landing page finds them again. */
export const storyKeys = {
  countedTwice: 'demo-story-counted-twice',
  neighboursMoney: 'demo-story-neighbours-money',
  lastFarewell: 'demo-story-last-farewell',
} as const
/** Who stands on the roster for the returned payment. */
export const returnedPayee = '罗𠮷祥'
