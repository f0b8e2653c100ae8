import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format.ts';
import { formatPhone } from './phone-text.ts';

type Tone = 'plain' | 'quiet' | 'good' | 'warn' | 'bad';
const toneColor: Record<Tone, string | undefined> = {
  plain: undefined,
  quiet: 'var(--k-ink-2)',
  good: 'var(--k-good)',
  warn: 'var(--k-warn)',
  bad: 'var(--k-bad)',
};

/** An amount with its unit. `short` leaves `.00` out, for headlines. */
export function Money({ paisa, short = false, tone = 'plain' }: { paisa: number; short?: boolean; tone?: Tone }) {
  const format = useFormat();
  return (
    <span className="k-num" style={{ color: toneColor[tone] }}>
      {short ? format.moneyShort(paisa) : format.money(paisa)}
    </span>
  );
}

/** How much of a sold unit: `10 packet`. Without `unit` the bare figure. */
export function Quantity({ milli, unit, tone = 'plain' }: { milli: number; unit?: string; tone?: Tone }) {
  const format = useFormat();
  const unitName = useUnitName();
  return (
    <span className="k-num" style={{ color: toneColor[tone] }}>
      {format.quantity(milli)}
      {unit ? <span style={{ color: 'var(--k-ink-3)' }}> {unitName(unit)}</span> : null}
    </span>
  );
}

/** The sold unit in the person's language; a unit nobody has translated is shown as the catalogue writes it. */
export function useUnitName(): (unit: string) => string {
  const { t, i18n } = useTranslation();
  return (unit) => {
    const key = `units.${unit.toLowerCase()}`;
    return i18n.exists(key) ? t(key as 'units.kg') : unit;
  };
}

/** A phone number as people read it aloud, and a link that dials. */
export function Phone({ phone }: { phone: string | null }) {
  const format = useFormat();
  if (phone === null) return <span style={{ color: 'var(--k-ink-3)' }}>—</span>;
  return (
    <a href={`tel:${phone}`} style={{ color: 'inherit', textDecoration: 'none', whiteSpace: 'nowrap' }}>
      {format.digits(formatPhone(phone))}
    </a>
  );
}
