import { useEffect, useState } from 'react';
import { useSession } from '../replica/hooks.tsx';

/** A kept file for showing: its address in this page, or why there is none. */
export type ShownFile = { kind: 'loading' } | { kind: 'done'; url: string } | { kind: 'away' } | { kind: 'gone' };

/**
 * Fetches a file by its hash with the person's token and gives it an address that ends with the component. Read again when
 * `again` changes: the line may be back.
 */
export function useFile(sha256: string, again: unknown): ShownFile {
  const { accessToken } = useSession();
  const [file, setFile] = useState<ShownFile>({ kind: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks once more
  useEffect(() => {
    let left = false;
    let url: string | null = null;
    const read = async (): Promise<ShownFile> => {
      const token = await accessToken();
      if (token === null) return { kind: 'away' };
      const answer = await fetch(`/api/v1/media/${sha256}`, { headers: { Authorization: `Bearer ${token}` } });
      if (!answer.ok) return { kind: answer.status === 404 ? 'gone' : 'away' };
      const blob = await answer.blob();
      if (left) return { kind: 'away' };
      url = URL.createObjectURL(blob);
      return { kind: 'done', url };
    };
    void read()
      .catch((): ShownFile => ({ kind: 'away' }))
      .then((shown) => {
        if (!left) setFile(shown);
      });
    return () => {
      left = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [sha256, accessToken, again]);
  return file;
}
