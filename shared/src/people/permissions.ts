import type { CommandType } from '../sync/protocol.ts';
import type { Role } from './contract.ts';

/** Which roles may send which command; the server checks it at the door, the desktop to know what to offer. */
export const commandRoles: Record<CommandType, readonly Role[]> = {
  'order.create': ['ADMIN', 'SUPPORT', 'FIELD_AGENT'],
  'order.accept': ['VENDOR_STAFF', 'ADMIN'],
  'order.reject': ['VENDOR_STAFF', 'ADMIN'],
  'order.pack': ['VENDOR_STAFF', 'ADMIN'],
  'order.dispatch': ['VENDOR_STAFF', 'ADMIN'],
  'order.outForDelivery': ['VENDOR_STAFF', 'ADMIN'],
  'order.deliver': ['VENDOR_STAFF', 'ADMIN'],
  'order.cancel': ['VENDOR_STAFF', 'ADMIN', 'SUPPORT', 'FIELD_AGENT'],
  'stock.adjust': ['VENDOR_STAFF', 'ADMIN'],
  'stock.count': ['VENDOR_STAFF', 'ADMIN'],
  'offer.update': ['VENDOR_STAFF', 'ADMIN'],
  'payment.record': ['ADMIN', 'SUPPORT', 'FIELD_AGENT'],
  'credit.setLimit': ['ADMIN'],
  'credit.block': ['ADMIN', 'SUPPORT'],
  'credit.unblock': ['ADMIN'],
  'alert.acknowledge': ['ADMIN', 'SUPPORT'],
  'message.send': ['ADMIN', 'SUPPORT'],
};

export function maySend(role: Role, type: CommandType): boolean {
  return commandRoles[type].includes(role);
}
