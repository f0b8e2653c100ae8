import type { ProductPack } from '@khaacho/shared/catalogue/contract.ts';

/** How many sold units the wholesaler packs into one carton, sack or box, by SKU: what `2 peti coke` comes to. */
const PACKS: readonly [string, number, string][] = [
  [
    'carton',
    24,
    'COKE-250ML COKE-500ML PEPSI-250ML FANTA-250ML SPRITE-250ML DEW-250ML DEW-500ML SODA-250ML REDBULL-250ML',
  ],
  ['carton', 12, 'COKE-1500ML PEPSI-1500ML FANTA-1500ML SPRITE-1500ML REAL-1L WATER-1L OIL-SUNFLOWER-1L OIL-TORI-1L'],
  ['carton', 10, 'OIL-1L VANASPATI-1L GHEE-1L'],
  ['carton', 4, 'OIL-5L OIL-TORI-5L OIL-SUNFLOWER-5L'],
  [
    'carton',
    30,
    'SLICE-200ML FROOTI-200ML WAIWAI-75G WAIWAI-VEG-75G RARA-75G MAYOS-70G TWOPM-80G PREETI-75G RUCHEE-75G',
  ],
  [
    'carton',
    48,
    'RUMPUM-55G MAGGI-70G MARIE-120G GOODDAY-75G GLUCOSE-NEBICO-75G DETTOL-SOAP-75G DOVE-75G WHEEL-BAR-125G',
  ],
  [
    'carton',
    60,
    'PARLEG-80G TIGER-60G KRACKJACK-60G MONACO-65G BOURBON-60G OREO-45G FIFTYFIFTY-60G LAYS-52G KURKURE-70G MATCHES-10',
  ],
  ['carton', 72, 'LIFEBUOY-100G LUX-100G SANTOOR-100G COLGATE-100G CLOSEUP-80G DABURRED-100G'],
  ['carton', 20, 'MILK-500ML CURRENT-100G DIGESTIVE-200G RIN-BAR-250G VIM-BAR-200G OKSOAP-200G EXO-BAR-200G'],
  ['carton', 24, 'TEA-200G TURMERIC-200G CORIANDER-200G CHILLI-200G SURFEXCEL-500G TIDE-500G GHADI-500G WHEEL-500G'],
  ['sack', 50, 'SUGAR-1KG'],
  [
    'sack',
    25,
    'SALT-1KG RICE-1KG DAL-1KG DAL-MASOOR-1KG DAL-MOONG-1KG DAL-MAS-1KG DAL-CHANA-1KG CHANA-1KG ATTA-1KG MAIDA-1KG',
  ],
  ['box', 50, 'PEN-BLUE-PC'],
  ['box', 20, 'ERASER-PC SHARPENER-PC'],
  ['crate', 30, 'EGG'],
];

/** The packs of a demo good; empty where it is ordered by its sold unit alone. */
export function packsOf(sku: string): ProductPack[] {
  return PACKS.flatMap(([unit, count, skus]) =>
    skus.split(' ').includes(sku) ? [{ unit, quantityMilli: count * 1000 }] : [],
  );
}
