/**
 * Chinese text takes full-width marks (GB/T 15834); data typed in a hurry has half-width ones. Marks between digits or
 * inside addresses (28,800 · 14:02 · https://) stay as they are.
 */
export function chinesePunctuation(text: string): string {
  let done = text
  // Brackets go in pairs, inner ones first: full-width when Chinese stands inside or next to them.
  for (let before = ''; before !== done; ) {
    before = done
    done = done.replace(/(.?)\(([^()]*)\)(.?)/su, (all, left: string, inside: string, right: string) =>
      isChinese(left) || isChinese(right) || [...inside].some(isChinese) ? `${left}（${inside}）${right}` : all,
    )
  }
  return done.replace(/[,:;?!]/g, (mark, at: number) => {
    const left = [...done.slice(Math.max(0, at - 2), at)].at(-1) ?? ''
    const right = [...done.slice(at + 1, at + 3)][0] ?? ''
    const between = (/\d/.test(left) && /\d/.test(right)) || right === '/'
    return !between && (isChinese(left) || isChinese(right)) ? fullWidth[mark]! : mark
  })
}

const fullWidth: Record<string, string> = { ',': '，', ':': '：', ';': '；', '?': '？', '!': '！' }

const isChinese = (character: string): boolean => /[\p{Script=Han}〇、。〔〕《》“”（），：；]/u.test(character)
