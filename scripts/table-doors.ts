import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** Which chapter a migration belongs to, by the first digits of its number (db/migrations/README.md). */
const owners: Record<string, string> = {
  '000': 'platform',
  '001': 'access',
  '002': 'household',
  '003': 'office',
  '004': 'verification',
  '005': 'payments',
  '006': 'benefits',
  '007': 'casework',
  '009': 'pages',
}

/** Every table with the chapter that owns it, read from the migrations. */
export function tableOwners(migrations: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of readdirSync(migrations).filter((name) => name.endsWith('.sql'))) {
    const owner = owners[file.slice(0, 3)]
    if (!owner) throw new Error(`${file} is in nobody's range`)
    const text = readFileSync(path.join(migrations, file), 'utf8')
    for (const [, table] of text.matchAll(/^create table (?:if not exists )?(\w+)/gm)) found.set(table!, owner)
  }
  return found
}

const writers = ['insertInto', 'updateTable', 'deleteFrom', 'mergeInto']
const readers = ['selectFrom', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'using']

const builders = { touched: new Set([...readers, ...writers]), written: new Set(writers) }
const words = {
  touched: /\b(?:from|join|into|update|table)\s+(?:only\s+)?([a-z_]+)\b/g,
  written: /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:only\s+)?([a-z_]+)\b/g,
}

/** The tables a source text reads or writes (or only writes): through the query builder, or in SQL of its own. */
export function tablesIn(
  file: string,
  text: string,
  tables: ReadonlySet<string>,
  what: 'touched' | 'written' = 'touched',
): Set<string> {
  const found = new Set<string>()
  const name = (word: string) => {
    const table = word.trim().split(/\s/)[0]!
    if (tables.has(table)) found.add(table)
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [first] = node.arguments
      const named = first && ts.isArrayLiteralExpression(first) ? [...first.elements] : first ? [first] : []
      if (builders[what].has(node.expression.name.text))
        for (const word of named) if (ts.isStringLiteralLike(word)) name(word.text)
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
      for (const [, table] of node.getText(source).matchAll(words[what])) name(table!)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Most sources never speak to the database: they need not be read closely. */
const asksDatabase = /\b(?:selectFrom|\w+Join|\w+Into|updateTable|deleteFrom|sql)\b/

/** `file → tables of other chapters it touches`, for the sources of a tree; tests and their kits may look anywhere. */
export function crossings(
  src: string,
  owner: ReadonlyMap<string, string>,
  what: 'touched' | 'written' = 'touched',
): Record<string, string[]> {
  const names = new Set(owner.keys())
  const found: Record<string, string[]> = {}
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|testkit|\.generated\.ts$/.test(file)) continue
    const chapter = file.split(path.sep)[0]!
    const text = readFileSync(path.join(src, file), 'utf8')
    if (!asksDatabase.test(text)) continue
    const foreign = [...tablesIn(file, text, names, what)].filter((table) => owner.get(table) !== chapter)
    if (foreign.length > 0) found[file.replaceAll(path.sep, '/')] = foreign.sort()
  }
  return found
}
