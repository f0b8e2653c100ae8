import type { Position } from '@khaacho/shared/parties/contract.ts';
import { demoId } from './random.ts';

export type DemoVendor = {
  number: number;
  id: string;
  name: string;
  phone: string;
  panNumber: string;
  address: string;
  city: string;
  position: Position;
  commissionBasisPoints: number;
  minOrderPaisa: number;
  /** Its own acceptance window in minutes; null is the house's. */
  acceptanceMinutes: number | null;
  staff: { id: string; name: string; email: string };
  /** How dear it is against the bazaar: −0.02 is two percent cheaper on the whole. */
  priceLean: number;
  /** Share of the catalogue it keeps. */
  assortment: number;
  /** How long it takes over each step, against the usual. */
  pace: number;
  /** How often it refuses what it is asked. */
  refusals: number;
};

type Line = Omit<DemoVendor, 'number' | 'id' | 'phone' | 'staff'> & { staffName: string };

const lines: Line[] = [
  {
    name: 'ABC Distributors',
    panNumber: '301245671',
    address: 'Mangalgadhi Chok, Birendranagar-6',
    city: 'Birendranagar',
    position: { latitude: 28.5991, longitude: 81.6312 },
    commissionBasisPoints: 300,
    minOrderPaisa: 50_000,
    acceptanceMinutes: null,
    staffName: 'Ramesh Thapa',
    priceLean: -0.02,
    assortment: 0.9,
    pace: 0.8,
    refusals: 0.02,
  },
  {
    name: 'Surkhet Trade Link',
    panNumber: '302118345',
    address: 'Bazar Line, Birendranagar-3',
    city: 'Birendranagar',
    position: { latitude: 28.6052, longitude: 81.6184 },
    commissionBasisPoints: 300,
    minOrderPaisa: 50_000,
    acceptanceMinutes: null,
    staffName: 'Sunita Oli',
    priceLean: 0,
    assortment: 0.8,
    pace: 0.9,
    refusals: 0.03,
  },
  {
    name: 'Karnali Khadya Bhandar',
    panNumber: '303577092',
    address: 'Itram, Birendranagar-4',
    city: 'Birendranagar',
    position: { latitude: 28.6123, longitude: 81.6431 },
    commissionBasisPoints: 250,
    minOrderPaisa: 100_000,
    acceptanceMinutes: null,
    staffName: 'Dipak Shahi',
    priceLean: -0.01,
    assortment: 0.7,
    pace: 1,
    refusals: 0.05,
  },
  {
    name: 'Bulbule Suppliers',
    panNumber: '304902218',
    address: 'Bulbule Tal Road, Birendranagar-8',
    city: 'Birendranagar',
    position: { latitude: 28.5856, longitude: 81.6247 },
    commissionBasisPoints: 350,
    minOrderPaisa: 30_000,
    acceptanceMinutes: null,
    staffName: 'Kamala Budhathoki',
    priceLean: 0.015,
    assortment: 0.65,
    pace: 1.1,
    refusals: 0.06,
  },
  {
    name: 'Kakrebihar Wholesale',
    panNumber: '305661430',
    address: 'Latikoili, Birendranagar-12',
    city: 'Birendranagar',
    position: { latitude: 28.5672, longitude: 81.6598 },
    commissionBasisPoints: 300,
    minOrderPaisa: 50_000,
    acceptanceMinutes: 90,
    staffName: 'Bishnu Khadka',
    priceLean: 0.01,
    assortment: 0.6,
    pace: 1.2,
    refusals: 0.08,
  },
  {
    name: 'Bheri Ganga Traders',
    panNumber: '306230877',
    address: 'Chhinchu Road, Bheriganga-2',
    city: 'Bheriganga',
    position: { latitude: 28.5218, longitude: 81.6905 },
    commissionBasisPoints: 400,
    minOrderPaisa: 30_000,
    acceptanceMinutes: null,
    staffName: 'Tek Bahadur Rana',
    priceLean: 0.02,
    assortment: 0.55,
    pace: 1.5,
    refusals: 0.12,
  },
];

/** Six wholesalers within twelve kilometres of Birendranagar's bazaar, open 08–20. */
export const demoVendors: readonly DemoVendor[] = lines.map(({ staffName, ...line }, index) => {
  const number = index + 1;
  return {
    ...line,
    number,
    id: demoId('vendor', number),
    phone: `+977980200000${number}`,
    staff: { id: demoId('user', `vendor${number}`), name: staffName, email: `vendor${number}@khaacho.test` },
  };
});
