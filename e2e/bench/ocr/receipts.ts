/** Photographed receipts with the texts that stand on them, where they are: ../shared/data from the repository's root. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(
  import.meta.dirname,
  ...['..', '..', '..', '..', 'shared', 'data', 'e_matching_nlp', 'receipts_sroie', 'sroie_22_receipts.tar'],
);

export const receiptsAreHere = existsSync(FILE);

/** A receipt and its lines, top to bottom, columns of one line with a space between. */
export type Receipt = { id: string; jpeg: Buffer; lines: string[] };

export function readReceipts(): Receipt[] {
  const files = unpackTar(readFileSync(FILE));
  return [...files].flatMap(([path, jpeg]) => {
    const id = /^img\/(\d+)\.jpg$/.exec(path)?.[1];
    const boxes = id && files.get(`box/${id}.csv`);
    return id && boxes ? [{ id, jpeg, lines: linesOf(boxes.toString('utf8')) }] : [];
  });
}

type Box = { left: number; top: number; bottom: number; text: string };

/** `x1,y1,x2,y2,x3,y3,x4,y4,text`: pieces whose middles are within half their height of each other are one line. */
function linesOf(csv: string): string[] {
  const boxes = csv
    .split(/\r?\n/)
    .filter((row) => row.trim() !== '')
    .map((row): Box => {
      const [left = '', top = '', , , , bottom = ''] = row.split(',');
      return { left: Number(left), top: Number(top), bottom: Number(bottom), text: row.split(',').slice(8).join(',') };
    })
    .sort((a, b) => a.top + a.bottom - b.top - b.bottom);
  const lines: Box[][] = [];
  for (const box of boxes) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    const apart = last ? Math.abs(box.top + box.bottom - last.top - last.bottom) / 2 : Number.POSITIVE_INFINITY;
    if (line && last && apart < (last.bottom - last.top) / 2) line.push(box);
    else lines.push([box]);
  }
  return lines.map((line) =>
    line
      .sort((a, b) => a.left - b.left)
      .map((box) => box.text)
      .join(' '),
  );
}

/** Files of a plain tar: blocks of 512 bytes, a header with name and size in octal before each file. */
function unpackTar(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('ascii', at + 124, at + 136), 8);
    if (name === '' || !Number.isFinite(size)) break;
    files.set(name.replace(/^\.\//, ''), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
