import { addDays, addMinutes, nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Insertable } from 'kysely';
import type {
  CreditLimitChanges,
  HouseSettings,
  Retailers,
  Territories,
  Users,
  UserTerritories,
  Vendors,
} from '../../db/schema.ts';
import type { History } from '../history/history.ts';
import { randomFrom } from '../random.ts';
import type { DemoRetailer } from '../retailers.ts';
import { demoTerritories } from '../territories.ts';
import { demoAdmin, demoUsers } from '../users.ts';
import { demoVendors } from '../vendors.ts';

export type PeopleRows = {
  houseSettings: Insertable<HouseSettings>[];
  territories: Insertable<Territories>[];
  vendors: Insertable<Vendors>[];
  users: Insertable<Users>[];
  userTerritories: Insertable<UserTerritories>[];
  retailers: Insertable<Retailers>[];
  creditLimitChanges: Insertable<CreditLimitChanges>[];
};

/** Everybody in the demo world, as they were when its books were opened. */
export function peopleRows({ opening, retailers }: History, passwordHash: string): PeopleRows {
  return {
    houseSettings: [{ id: 'house', house: defaultHouseSettings, updatedAt: opening }],
    territories: demoTerritories.map(({ id, name }) => ({ id, name })),
    vendors: demoVendors.map((vendor) => ({
      id: vendor.id,
      name: vendor.name,
      phone: vendor.phone,
      panNumber: vendor.panNumber,
      address: vendor.address,
      city: vendor.city,
      ...vendor.position,
      acceptanceMinutes: vendor.acceptanceMinutes,
      minOrderPaisa: vendor.minOrderPaisa,
      commissionBasisPoints: vendor.commissionBasisPoints,
      opensAtMinute: 480,
      closesAtMinute: 1200,
      active: true,
      createdAt: opening,
      updatedAt: opening,
    })),
    users: demoUsers.map(({ id, role, name, email, phone, vendorId }) => ({
      id,
      role,
      name,
      email,
      phone,
      vendorId,
      passwordHash,
      language: 'en',
      status: 'ACTIVE',
      createdAt: opening,
      updatedAt: opening,
    })),
    userTerritories: demoUsers.flatMap(({ id: userId, territoryIds }) =>
      territoryIds.map((territoryId) => ({ userId, territoryId })),
    ),
    retailers: retailers.map((retailer) => retailerRow(retailer, opening)),
    creditLimitChanges: retailers.map((retailer) => ({
      retailerId: retailer.id,
      oldLimitPaisa: 0,
      limitPaisa: retailer.limitPaisa,
      reason: 'Opening limit, papers seen',
      changedBy: demoAdmin.id,
      at: joinedAt(retailer, opening),
    })),
  };
}

function retailerRow(retailer: DemoRetailer, opening: Date): Insertable<Retailers> {
  return {
    id: retailer.id,
    name: retailer.name,
    phone: retailer.phone,
    ownerName: retailer.ownerName,
    address: retailer.address,
    city: retailer.city,
    territoryId: retailer.territory.id,
    ...retailer.position,
    language: retailer.language,
    panNumber: retailer.panNumber,
    termsDays: retailer.termsDays,
    approved: true,
    createdAt: joinedAt(retailer, opening),
    updatedAt: opening,
  };
}

/** Shops joined one by one over the two years before the history begins. */
function joinedAt(retailer: DemoRetailer, opening: Date): Date {
  const days = randomFrom(`joined ${retailer.number}`).whole(3, 700);
  return addMinutes(startOfNepalDay(addDays(nepalDay(opening), -days)), 660);
}
