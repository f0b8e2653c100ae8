import type { Role } from '@khaacho/shared/people/contract.ts';
import { demoId } from './random.ts';
import { demoTerritories } from './territories.ts';
import { demoVendors } from './vendors.ts';

/** Password of every demo sign-in; the server refuses it outside demo mode. */
export const DEMO_PASSWORD = 'khaacho-demo';

export type DemoUser = {
  id: string;
  role: Role;
  name: string;
  email: string;
  phone: string | null;
  vendorId: string | null;
  territoryIds: string[];
};

const office = (role: Role, name: string, mailbox: string, phone: string | null): DemoUser => ({
  id: demoId('user', mailbox),
  role,
  name,
  email: `${mailbox}@khaacho.test`,
  phone,
  vendorId: null,
  territoryIds: [],
});

export const demoAdmin = office('ADMIN', 'Anita Adhikari', 'admin', '+9779801000001');
export const demoSupport = office('SUPPORT', 'Rajan Poudel', 'support', null);

/** Everybody who may sign in with e-mail and password. */
export const demoUsers: readonly DemoUser[] = [
  demoAdmin,
  demoSupport,
  office('READONLY', 'Gita Bhattarai', 'readonly', null),
  ...demoVendors.map(
    ({ id: vendorId, staff }): DemoUser => ({
      ...staff,
      role: 'VENDOR_STAFF',
      phone: null,
      vendorId,
      territoryIds: [],
    }),
  ),
  ...demoTerritories.map(
    ({ id, agent }): DemoUser => ({ ...agent, role: 'FIELD_AGENT', vendorId: null, territoryIds: [id] }),
  ),
];
