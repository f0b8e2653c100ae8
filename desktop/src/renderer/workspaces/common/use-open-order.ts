import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Which order stands open beside the list: kept in the address, so that Back closes it and a link opens it. */
export function useOpenOrder(): { openId: string | null; open: (id: string) => void; close: () => void } {
  const [params, setParams] = useSearchParams();
  const openId = params.get('order');
  const open = useCallback(
    (id: string) =>
      setParams(
        (before) => {
          before.set('order', id);
          return before;
        },
        { replace: openId !== null },
      ),
    [setParams, openId],
  );
  const close = useCallback(
    () =>
      setParams(
        (before) => {
          before.delete('order');
          return before;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { openId, open, close };
}
