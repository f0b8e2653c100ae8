import { useEffect, useState } from 'react';
import { attempt, openThread } from './live.ts';
import { useModel } from './store.ts';

export type Columns = 1 | 2 | 3;

/** Which phones lie on the table, left to right, and which one is in the hand. */
export interface Screen {
  phones: string[];
  active: number;
  /** Takes a phone: in place of the one in the hand, or beside it while there is room. */
  open(phone: string, beside: boolean): void;
  close(phone: string): void;
  hold(index: number): void;
  setColumns(columns: Columns): void;
}

export const MAX_COLUMNS = 3;

/** The phones named in the address, as in `?phone=%2B9779800000001&phone=%2B9779800000002`. */
export function phonesIn(search: string): string[] {
  const named = new URLSearchParams(search).getAll('phone').map((text) => text.trim().replace(/^ ?(?=\d)/, '+'));
  return [...new Set(named)].filter((phone) => /^\+[1-9]\d{6,14}$/.test(phone)).slice(0, MAX_COLUMNS);
}

export function useScreen(): Screen {
  const [chosen, setPhones] = useState(() => phonesIn(location.search));
  const [active, setActive] = useState(0);
  const contacts = useModel((model) => model.contacts);
  const known = Object.keys(contacts).sort();

  // Until somebody chooses, the first shop's phone lies there.
  const phones = chosen.length > 0 ? chosen : known.slice(0, 1);

  const shown = phones.join(' ');
  useEffect(() => {
    if (shown === '') return;
    const query = new URLSearchParams(shown.split(' ').map((phone) => ['phone', phone]));
    history.replaceState(null, '', `?${query.toString()}`);
    for (const phone of shown.split(' ')) attempt(openThread(phone));
  }, [shown]);

  return {
    phones,
    active: Math.min(active, Math.max(0, phones.length - 1)),
    hold: setActive,
    open(phone, beside) {
      const index = phones.indexOf(phone);
      if (index >= 0) return setActive(index);
      const isRoom = beside && phones.length < MAX_COLUMNS;
      const next = isRoom ? [...phones, phone] : phones.with(Math.min(active, phones.length - 1), phone);
      setPhones(phones.length === 0 ? [phone] : next);
      if (isRoom) setActive(next.length - 1);
    },
    close(phone) {
      if (phones.length > 1) setPhones(phones.filter((each) => each !== phone));
    },
    setColumns(columns) {
      const more = known.filter((phone) => !phones.includes(phone));
      setPhones([...phones, ...more].slice(0, columns));
    },
  };
}
