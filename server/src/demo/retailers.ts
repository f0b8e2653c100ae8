import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { Position } from '@khaacho/shared/parties/contract.ts';
import { demoId, randomFrom } from './random.ts';
import { type DemoTerritory, demoTerritories } from './territories.ts';

/**
 * How a shop pays its bills:
 * PROMPT before they fall due · STEADY around the day · LATE some days after · PARTS more than half in time, the rest late ·
 * STALLED like STEADY once, nothing any more for weeks · SLIPPING in time until its last three bills, each paid late.
 */
export type Payer = 'PROMPT' | 'STEADY' | 'LATE' | 'PARTS' | 'STALLED' | 'SLIPPING';

export type DemoRetailer = {
  number: number;
  id: string;
  name: string;
  ownerName: string;
  phone: string;
  address: string;
  city: string;
  position: Position;
  territory: DemoTerritory;
  language: Language;
  panNumber: string | null;
  termsDays: number;
  limitPaisa: number;
  payer: Payer;
  /** Days between two orders, on the whole. */
  rhythmDays: number;
  /** What one order usually comes to, before tax. */
  basketPaisa: number;
};

// name | owner | address | latitude longitude | language | limit Rs | terms | pays | orders every … days | basket Rs
const table = `
Sita Kirana | Sita Sharma | Mangalgadhi, Birendranagar-6 | 28.5978 81.6289 | en | 50000 | 7 | PROMPT | 7 | 3800
Shree Ganesh Kirana | Ganesh Bahadur KC | Ratna Rajmarga, Birendranagar-6 | 28.5969 81.6330 | ne | 150000 | 15 | STEADY | 2 | 6500
Deuti Khadya Store | Laxmi Giri | Deuti Chok, Birendranagar-2 | 28.6101 81.6225 | ne | 100000 | 7 | PROMPT | 3 | 7200
Bhetghat Kirana Pasal | Hari Prasad Regmi | Bhetghat, Birendranagar-7 | 28.5920 81.6391 | ne | 75000 | 7 | STEADY | 4 | 5200
Pooja General Store | Pooja Shrestha | Bazar Line, Birendranagar-3 | 28.6044 81.6171 | en | 200000 | 15 | PROMPT | 2 | 9800
Himal Kirana | Dhan Bahadur Bohara | Itram, Birendranagar-4 | 28.6131 81.6402 | ne | 60000 | 7 | LATE | 5 | 4300
Nepalgunj Road Traders | Mohammad Salim Ansari | Nepalgunj Road, Birendranagar-9 | 28.5841 81.6178 | en | 80000 | 7 | STALLED | 3 | 6100
Sarswati Stationery & Kirana | Saraswati Neupane | Campus Road, Birendranagar-10 | 28.5789 81.6349 | ne | 40000 | 7 | PROMPT | 7 | 3100
Gothikanda Pasal | Man Bahadur BK | Gothikanda, Birendranagar-11 | 28.6212 81.6039 | ne | 30000 | 7 | PARTS | 8 | 2600
Jhupra Kirana | Parbati Chand | Jhupra Khola, Birendranagar-1 | 28.6188 81.6321 | ne | 50000 | 7 | STEADY | 6 | 3400
Surkhet Valley Mart | Prakash Gautam | Mangalgadhi, Birendranagar-6 | 28.6003 81.6298 | en | 300000 | 21 | STEADY | 1 | 8700
Airport Kirana Pasal | Nirmala Shahi | Bimanasthal, Birendranagar-5 | 28.5861 81.6366 | ne | 70000 | 7 | SLIPPING | 7 | 4800
Latikoili Khadya Bhandar | Khem Raj Acharya | Latikoili, Birendranagar-12 | 28.5693 81.6571 | ne | 90000 | 10 | STEADY | 4 | 5600
Kakrebihar Cold Store | Asmita Rawal | Kakrebihar, Birendranagar-12 | 28.5718 81.6482 | en | 60000 | 7 | LATE | 5 | 4700
Uttarganga Kirana | Dambar Singh Thapa | Uttarganga, Birendranagar-13 | 28.5623 81.6702 | ne | 45000 | 7 | STEADY | 7 | 3300
Satakhani Store | Bimala Sunar | Satakhani, Lekbesi-2 | 28.5436 81.5967 | ne | 35000 | 15 | PARTS | 9 | 3900
Om Shanti Kirana | Narayan Pd. Upadhyaya | Shanti Tole, Birendranagar-3 | 28.6062 81.6150 | ne | 80000 | 7 | PROMPT | 3 | 5000
Everest Departmental | Suman Malla | Bazar Line, Birendranagar-3 | 28.6038 81.6199 | en | 400000 | 30 | PROMPT | 1 | 9400
Maijhi Kirana | Tulasi Chaudhary | Khajura Tole, Birendranagar-8 | 28.5872 81.6229 | ne | 40000 | 7 | LATE | 6 | 3000
Bulbule Tal Pasal | Rupa Pun | Bulbule, Birendranagar-8 | 28.5849 81.6261 | ne | 55000 | 7 | STEADY | 5 | 4100
Naya Bazar Kirana | Ganga Ram Kandel | Naya Bazar, Birendranagar-4 | 28.6109 81.6378 | ne | 65000 | 7 | STEADY | 4 | 4400
Subbakuna Family Mart | Anil Lamichhane | Subbakuna, Birendranagar-9 | 28.6002 81.6611 | en | 120000 | 15 | STEADY | 2 | 5800
Gurase Kirana | Padam Kumari Rokaya | Gurase Bazar, Birendranagar-14 | 28.6465 81.6240 | ne | 30000 | 7 | PARTS | 8 | 2800
Ranighat Store | Lok Bahadur Sijali | Ranighat, Birendranagar-15 | 28.6288 81.6552 | ne | 30000 | 7 | LATE | 7 | 2900
Bheriganga Suppliers | Yam Kumari Gharti | Bheriganga-3 | 28.5302 81.6853 | ne | 100000 | 15 | STEADY | 4 | 6900
Chaukune Kirana | Kul Bahadur Oli | Chaukune Bato, Birendranagar-11 | 28.6155 81.5901 | ne | 35000 | 7 | PROMPT | 9 | 3600
Mina Cosmetic & Kirana | Mina Tamang | Campus Road, Birendranagar-10 | 28.5801 81.6322 | en | 45000 | 7 | STEADY | 7 | 3700
Pashupati Provision | Keshav Dhakal | Ghantaghar, Birendranagar-6 | 28.5999 81.6331 | ne | 180000 | 15 | LATE | 2 | 6200
Rakam Road Kirana | Sarita Basnet | Rakam Road, Birendranagar-1 | 28.6243 81.6188 | ne | 40000 | 7 | STEADY | 6 | 3500
Chhinchu Bato Pasal | Indra Bahadur Nepali | Chhinchu Road, Bheriganga-1 | 28.5395 81.6789 | ne | 30000 | 7 | PROMPT | 10 | 3200
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

const payers: readonly Payer[] = ['PROMPT', 'STEADY', 'LATE', 'PARTS', 'STALLED', 'SLIPPING'];

function readRow(cells: readonly string[], number: number): DemoRetailer {
  const [name, ownerName, address, place, language, limit, terms, pays, rhythm, basket] = cells;
  const [latitude, longitude] = (place ?? '').split(' ').map(Number);
  const payer = payers.find((known) => known === pays);
  if (!name || !ownerName || !address || !latitude || !longitude || !payer || !basket) {
    throw new Error(`A line of the demo retailers does not fit: ${cells.join(' | ')}`);
  }
  const city = address.slice(address.lastIndexOf(' ') + 1).replace(/-\d+$/, '');
  return {
    number,
    id: demoId('retailer', number),
    name,
    ownerName,
    phone: `+97798000000${String(number).padStart(2, '0')}`,
    address,
    city,
    position: { latitude, longitude },
    territory: territoryAt(latitude),
    language: language === 'en' ? 'en' : 'ne',
    // Shops below the VAT threshold often have none.
    panNumber: number % 3 === 0 ? null : String(604_100_000 + number * 7919),
    termsDays: Number(terms),
    limitPaisa: Number(limit) * 100,
    payer,
    rhythmDays: Number(rhythm),
    basketPaisa: Number(basket) * 100,
  };
}

/** The bazaar and what lies north of it belong to the first agent, the valley floor to the second. */
function territoryAt(latitude: number): DemoTerritory {
  const [north, south] = demoTerritories;
  return latitude >= 28.598 ? north : south;
}

/** The thirty shops everybody's demo, tests and documents name. */
export const demoRetailers: readonly DemoRetailer[] = rows.map((cells, index) => readRow(cells, index + 1));

const SHOP_WORDS = ['Kirana', 'Kirana Pasal', 'Store', 'Khadya Bhandar', 'General Store', 'Suppliers'];
const SHOP_NAMES = 'Annapurna,Bhagwati,Chandra,Durga,Gaurishankar,Janaki,Kalika,Laligurans,Manakamana,Namaste'.split(
  ',',
);

/**
 * The thirty, and for a larger scale their likes around them: each copy keeps the habits of its model and has a name,
 * phone and place of its own. The first thirty are the same at every scale.
 */
export function retailersAt(scale: number): DemoRetailer[] {
  const result = [...demoRetailers];
  for (let number = demoRetailers.length + 1; number <= demoRetailers.length * scale; number += 1) {
    const model = demoRetailers[(number - 1) % demoRetailers.length];
    if (!model) throw new Error('no model to copy');
    const random = randomFrom(`retailer ${number}`);
    const latitude = model.position.latitude + (random.unit() - 0.5) * 0.02;
    result.push({
      ...model,
      number,
      id: demoId('retailer', number),
      name: `${random.pick(SHOP_NAMES)} ${random.pick(SHOP_WORDS)} ${number}`,
      phone: `+977981${String(number).padStart(7, '0')}`,
      position: { latitude, longitude: model.position.longitude + (random.unit() - 0.5) * 0.02 },
      territory: territoryAt(latitude),
      panNumber: null,
    });
  }
  return result;
}
