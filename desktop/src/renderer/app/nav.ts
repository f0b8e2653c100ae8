import type { Role } from '@khaacho/shared/people/contract.ts';
import {
  IconBuildingStore,
  IconClipboardList,
  IconLayoutKanban,
  IconListCheck,
  IconMessages,
  IconPackages,
  type IconProps,
  IconReceipt,
  IconScale,
  IconStack2,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export type NavPage = {
  path: string;
  label: 'today' | 'orders' | 'stock' | 'statement' | 'now' | 'credit' | 'shops' | 'settle' | 'inbox';
  icon: ComponentType<IconProps>;
  /** How many wait there, as a number at its icon. */
  badge?: 'settle' | 'inbox';
};

const vendorPages: readonly NavPage[] = [
  { path: '/today', label: 'today', icon: IconLayoutKanban },
  { path: '/orders', label: 'orders', icon: IconClipboardList },
  { path: '/stock', label: 'stock', icon: IconPackages },
  { path: '/statement', label: 'statement', icon: IconReceipt },
];
const officePages: readonly NavPage[] = [
  { path: '/now', label: 'now', icon: IconStack2 },
  { path: '/inbox', label: 'inbox', icon: IconMessages, badge: 'inbox' },
  { path: '/orders', label: 'orders', icon: IconClipboardList },
  { path: '/credit', label: 'credit', icon: IconScale },
  { path: '/settle', label: 'settle', icon: IconListCheck, badge: 'settle' },
];
const fieldPages: readonly NavPage[] = [{ path: '/shops', label: 'shops', icon: IconBuildingStore }];

/** The pages of a role; the first one is where the day begins. */
export function pagesFor(role: Role): readonly NavPage[] {
  switch (role) {
    case 'VENDOR_STAFF':
      return vendorPages;
    case 'ADMIN':
    case 'SUPPORT':
    case 'READONLY':
      return officePages;
    case 'FIELD_AGENT':
      return fieldPages;
    case 'RETAILER':
      return [];
  }
}
