import type { Role } from '@khaacho/shared/people/contract.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { z } from 'zod';
import { useOutbox, useReplica } from '../replica/hooks.tsx';
import type { OutboxEntry } from '../replica/replica-api.ts';

const stateSchema = z.object({ again: z.string() });

/** The form a command was given with, filled in again. */
const forms: readonly CommandType[] = [
  'order.create',
  'payment.record',
  'credit.setLimit',
  'credit.block',
  'credit.unblock',
  'stock.adjust',
  'stock.count',
  'offer.update',
  'message.send',
];

export function hasForm(type: CommandType): boolean {
  return forms.includes(type);
}

/** Where in this role's desk a command belongs: its form, or the document it is about. Null where there is no such place. */
export function placeOf({ type, payload }: OutboxEntry, role: Role, shopOfOrder: string | null): string | null {
  const agent = role === 'FIELD_AGENT';
  const vendor = role === 'VENDOR_STAFF';
  if (type === 'order.create' && 'retailerId' in payload) return agent ? `/shops/${payload.retailerId}` : null;
  if (type === 'message.send' && 'retailerId' in payload) return `/inbox?chat=${payload.retailerId}`;
  if ('retailerId' in payload) return vendor ? null : `${agent ? '/shops' : '/credit'}/${payload.retailerId}`;
  if ('orderId' in payload) {
    if (!agent) return `/orders?order=${payload.orderId}`;
    return shopOfOrder === null ? null : `/shops/${shopOfOrder}?order=${payload.orderId}`;
  }
  if ('offerId' in payload) return vendor ? '/stock' : null;
  return null;
}

/** Leads to where a refused command can be given again: its form filled in as it was, or the document it is about. */
export function useGoAgain(role: Role): {
  place: (entry: OutboxEntry) => string | null;
  go: (entry: OutboxEntry) => void;
} {
  const { reader } = useReplica();
  const navigate = useNavigate();
  const place = useCallback(
    (entry: OutboxEntry) => {
      const orderId = 'orderId' in entry.payload ? entry.payload.orderId : '';
      return placeOf(entry, role, reader.get('orders', orderId)?.retailerId ?? null);
    },
    [reader, role],
  );
  const go = useCallback(
    (entry: OutboxEntry) => {
      const path = place(entry);
      if (path !== null) void navigate(path, hasForm(entry.type) ? { state: { again: entry.id } } : {});
    },
    [place, navigate],
  );
  return { place, go };
}

/** The refused command this screen was opened for; null where it was opened for anything else, or it is dealt with. */
export function useAgain(): OutboxEntry | null {
  const { refused } = useOutbox();
  const { state } = useLocation();
  return useMemo(() => {
    const wanted = stateSchema.safeParse(state).data?.again;
    return refused.find((entry) => entry.id === wanted) ?? null;
  }, [refused, state]);
}

/**
 * Opens the form for the refused command this screen was opened for, once for each. Answers a key for the form, so that one
 * that stands open already is filled in anew, and not when the refused one has been dealt with.
 */
export function useOpenAgain(open: (entry: OutboxEntry) => void): string {
  const again = useAgain();
  const latest = useRef(open);
  latest.current = open;
  const [key, setKey] = useState('');
  useEffect(() => {
    if (!again) return;
    setKey(again.id);
    latest.current(again);
  }, [again]);
  return key;
}

function isOf<T extends CommandType>(entry: OutboxEntry, type: T): entry is OutboxEntry & OutboxEntry<T> {
  return entry.type === type;
}

/** What stood in the form of this type when it was refused. */
export function useFilledIn<T extends CommandType>(type: T): OutboxEntry<T>['payload'] | null {
  const again = useAgain();
  return again && isOf(again, type) ? again.payload : null;
}
