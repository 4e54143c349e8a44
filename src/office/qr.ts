import qrcode from 'qrcode'

/** A QR code as an SVG of black squares, error correction M; drawn without a canvas or a browser. */
export function qrSvg(holds: string): string {
  const { modules } = qrcode.create(holds, { errorCorrectionLevel: 'M' })
  const size = modules.size
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (modules.get(y, x)) path += `M${x + 2} ${y + 2}h1v1h-1z`
  const side = size + 4
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
}

/** The same as PNG bytes, for Word files. */
export const qrPng = (holds: string): Promise<Buffer> =>
  qrcode.toBuffer(holds, { errorCorrectionLevel: 'M', margin: 2, scale: 6 })
