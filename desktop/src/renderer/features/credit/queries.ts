import { availableCredit } from '@khaacho/shared/credit/rules.ts';
import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import { type Ageing, ageBills } from '@khaacho/shared/payments/rules.ts';
import { daysOverdue } from '@khaacho/shared/risk/rules.ts';
import { defaultHouseSettings, type HouseSettings } from '@khaacho/shared/settings/contract.ts';
import { useMemo } from 'react';
import { useDocument, useDocuments } from '../../replica/hooks.tsx';
import type { PendingMark } from '../../replica/replica-api.ts';
import { useNow } from '../../ui/use-now.ts';

/** Why a shop may not order now; null where it may. */
export type Stop = 'unapproved' | 'stopped' | 'overdue' | null;

/** A shop with what it owes, since when, and what it may still order. */
export type CreditRow = {
  retailer: RetailerDocument;
  ageing: Ageing;
  overduePaisa: number;
  daysLate: number;
  availablePaisa: number;
  stop: Stop;
  pending: PendingMark | undefined;
};

export function stopOf(retailer: RetailerDocument, house: HouseSettings, today: string): Stop {
  if (!retailer.approved) return 'unapproved';
  if (retailer.block) return 'stopped';
  return daysOverdue(retailer.credit.oldestDueDay, today) >= house.blockOverdueDays ? 'overdue' : null;
}

type Bill = { dueDay: string; totalPaisa: number; paidPaisa: number };

/**
 * Open money by age. Bills older than what this device keeps are not among the orders: what is owed beyond the known bills
 * is counted at the age of the oldest due day, which the account itself knows. A payment not yet set against bills lowers
 * the youngest first.
 */
export function ageingOf(retailer: RetailerDocument, bills: readonly Bill[], today: string): Ageing {
  const ageing = ageBills(bills, today);
  const known = Object.values(ageing).reduce((sum, amount) => sum + amount, 0);
  const missing = retailer.credit.outstandingPaisa - known;
  if (missing > 0) {
    const older = ageBills(
      [{ dueDay: retailer.credit.oldestDueDay ?? today, totalPaisa: missing, paidPaisa: 0 }],
      today,
    );
    return addAgeing(ageing, older);
  }
  return missing < 0 ? takeFromYoungest(ageing, -missing) : ageing;
}

function addAgeing(a: Ageing, b: Ageing): Ageing {
  return {
    notDuePaisa: a.notDuePaisa + b.notDuePaisa,
    to30Paisa: a.to30Paisa + b.to30Paisa,
    to60Paisa: a.to60Paisa + b.to60Paisa,
    to90Paisa: a.to90Paisa + b.to90Paisa,
    over90Paisa: a.over90Paisa + b.over90Paisa,
  };
}

function takeFromYoungest(ageing: Ageing, amountPaisa: number): Ageing {
  let left = amountPaisa;
  const less = { ...ageing };
  for (const bucket of ['notDuePaisa', 'to30Paisa', 'to60Paisa', 'to90Paisa', 'over90Paisa'] as const) {
    const part = Math.min(left, less[bucket]);
    less[bucket] -= part;
    left -= part;
  }
  return less;
}

function rowOf(
  retailer: RetailerDocument,
  bills: readonly Bill[],
  house: HouseSettings,
  today: string,
  pending: PendingMark | undefined,
): CreditRow {
  const ageing = ageingOf(retailer, bills, today);
  return {
    retailer,
    ageing,
    overduePaisa: ageing.to30Paisa + ageing.to60Paisa + ageing.to90Paisa + ageing.over90Paisa,
    daysLate: Math.max(
      daysOverdue(retailer.credit.oldestDueDay, today),
      // Known bills count even where the account has not been told of its oldest one yet.
      ...(retailer.credit.outstandingPaisa > 0 ? bills.map((bill) => daysOverdue(bill.dueDay, today)) : []),
    ),
    availablePaisa: availableCredit(retailer.credit),
    stop: stopOf(retailer, house, today),
    pending,
  };
}

const hasOpenBill = (order: OrderDocument) => order.dueDay !== null && order.paidPaisa < order.totalPaisa;

/** The house rules as this desk knows them. */
export function useHouse(): HouseSettings {
  return useDocument('settings', 'house').document?.house ?? defaultHouseSettings;
}

/** Every shop of this desk, latest payers first: days late, then what is overdue, then what is owed. */
export function useCreditRows(): { rows: readonly CreditRow[]; ready: boolean } {
  const retailers = useDocuments('retailers');
  const open = useDocuments('orders', { predicate: hasOpenBill });
  const house = useHouse();
  const today = nepalDay(useNow());
  const rows = useMemo(() => {
    const bills = new Map<string, Bill[]>();
    for (const { retailerId, dueDay, totalPaisa, paidPaisa } of open.documents) {
      if (dueDay === null) continue;
      const list = bills.get(retailerId) ?? [];
      list.push({ dueDay, totalPaisa, paidPaisa });
      bills.set(retailerId, list);
    }
    return retailers.documents
      .map((retailer) =>
        rowOf(retailer, bills.get(retailer.id) ?? [], house, today, retailers.pending.get(retailer.id)),
      )
      .sort(
        (a, b) =>
          b.daysLate - a.daysLate ||
          b.overduePaisa - a.overduePaisa ||
          b.retailer.credit.outstandingPaisa - a.retailer.credit.outstandingPaisa ||
          a.retailer.name.localeCompare(b.retailer.name),
      );
  }, [retailers, open, house, today]);
  return { rows, ready: retailers.ready && open.ready };
}

/** One shop's credit. Undefined while it is not known here. */
export function useCreditRow(retailerId: string): { row: CreditRow | undefined; ready: boolean } {
  const { document: retailer, pending, ready } = useDocument('retailers', retailerId);
  const open = useDocuments('orders', { selector: { retailerId }, predicate: hasOpenBill });
  const house = useHouse();
  const today = nepalDay(useNow());
  const row = useMemo(() => {
    if (!retailer) return undefined;
    const bills = open.documents.flatMap(({ dueDay, totalPaisa, paidPaisa }) =>
      dueDay === null ? [] : [{ dueDay, totalPaisa, paidPaisa }],
    );
    return rowOf(retailer, bills, house, today, pending);
  }, [retailer, open, house, today, pending]);
  return { row, ready };
}

/** Every word of a search stands somewhere in the shop's name, its owner's, its phone or its place. */
export function shopMatches(search: string): (row: CreditRow) => boolean {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return ({ retailer }) => {
    const { name, ownerName, phone, city, address } = retailer;
    const text = [name, ownerName, phone, city, address].filter(Boolean).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
