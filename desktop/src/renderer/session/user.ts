import type { User } from '@khaacho/shared/people/contract.ts';
import { maySend } from '@khaacho/shared/people/permissions.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import { useSession } from '../replica/hooks.tsx';

/** The person at this desk. Only below the sign-in gate. */
export function useUser(): User {
  const { current } = useSession();
  if (current.kind !== 'signed-in') throw new Error('useUser: nobody is signed in');
  return current.user;
}

/** May this person do it at all? What they may not do is not offered. */
export function useMay(): (type: CommandType) => boolean {
  const { role } = useUser();
  return (type) => maySend(role, type);
}
