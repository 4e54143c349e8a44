/** For tests of later chapters: the invented office and the household that asks. */

export * from '../lived-testkit.ts'
export * from '../store-testkit.ts'
