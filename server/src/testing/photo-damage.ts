import sharp from 'sharp';

/** What a phone does to a page: degrees of tilt, blur in pixels (sigma), the share of black-to-white that is left, JPEG quality. */
export type Damage = { degrees: number; blur: number; contrast: number; quality: number };

/** A page as somebody photographs it in a shop: askew, not quite sharp, in poor light, packed small. */
export async function damaged(page: Buffer, { degrees, blur, contrast, quality }: Damage): Promise<Buffer> {
  // Turned on paper of the same colour; low contrast lifts the ink and darkens the paper alike.
  const turned = await sharp(page).rotate(degrees, { background: '#fff' }).toBuffer();
  const soft = blur > 0 ? sharp(turned).blur(blur) : sharp(turned);
  return soft
    .linear(contrast, 255 * 0.85 * (1 - contrast))
    .jpeg({ quality })
    .toBuffer();
}
