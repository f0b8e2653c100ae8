import type { Caller, Role } from './contract.ts';

export const BACK_OFFICE: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY'];
export const DESK_ROLES: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'VENDOR_STAFF', 'FIELD_AGENT'];

/**
 * The scopes whose rows a caller may read; a row lies in one or more of them:
 * `all` every row, for the back office · `everyone` rows any signed-in desk may see · `vendor:<id>` one vendor's ·
 * `territory:<id>` one agent territory's · `agents` rows any agent needs on the road · `device:<id>` a device's own commands.
 */
export function scopesOf(caller: Caller): string[] {
  const scopes = ['everyone'];
  if (caller.deviceId) scopes.push(`device:${caller.deviceId}`);
  if (BACK_OFFICE.includes(caller.role)) scopes.push('all');
  if (caller.role === 'VENDOR_STAFF' && caller.vendorId) scopes.push(`vendor:${caller.vendorId}`);
  if (caller.role === 'FIELD_AGENT') scopes.push('agents', ...caller.territoryIds.map((id) => `territory:${id}`));
  return scopes;
}
