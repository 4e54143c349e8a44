import { checkCharacter } from '../../src/foundation/index.ts'

/** A valid number of an invented person: area 99xxxx was never given to anybody. */
export function inventedNumber(birth: string, sequence: number, area = '990101'): string {
  const seventeen = `${area}${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}
