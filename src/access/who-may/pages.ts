import { everyone, type WhoMay } from './groups.ts'

export const pageRows: WhoMay = {
  'page GET /': everyone,
  'page GET /hotline': everyone,
  'page GET /accessibility': everyone,
  'page POST /leave': everyone,
  'page GET /demo': everyone,
  'page POST /demo/enter': everyone,
  'page POST /demo/clock': everyone,
}
