import type { TaxClass } from '@khaacho/shared/catalogue/contract.ts';
import { type Paisa, parseRupees } from '@khaacho/shared/kernel/money.ts';

/** One good of the demo catalogue with the price the bazaar knows it for, in paisa of one sold unit before tax. */
export type Good = {
  sku: string;
  name: string;
  nameNe: string;
  category: string;
  unit: string;
  baseUnit: string;
  basePerUnit: number;
  taxClass: TaxClass;
  pricePaisa: Paisa;
  aliases: string[];
};

/**
 * Reads a table of goods, one a line: `SKU | name | नाम | unit | 1000 g | VAT | rupees | alias, alias …`.
 * Throws on a line that does not fit: the tables are part of the program.
 */
export function goodsOf(category: string, table: string): Good[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => readLine(category, line));
}

function readLine(category: string, line: string): Good {
  const cells = line.split('|').map((cell) => cell.trim());
  const [sku, name, nameNe, unit, base, taxClass, rupees, aliases] = cells;
  const holds = /^(\d+) (\S+)$/.exec(base ?? '');
  const pricePaisa = parseRupees(rupees ?? '');
  if (cells.length !== 8 || !sku || !name || !nameNe || !unit || !holds?.[1] || !holds[2] || !pricePaisa) {
    throw new Error(`A line of the demo goods does not fit: ${line}`);
  }
  if (taxClass !== 'VAT' && taxClass !== 'EXEMPT') throw new Error(`No such tax class: ${line}`);
  return {
    sku,
    name,
    nameNe,
    category,
    unit,
    baseUnit: holds[2],
    basePerUnit: Number(holds[1]),
    taxClass,
    pricePaisa,
    aliases: (aliases ?? '')
      .split(',')
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ''),
  };
}
