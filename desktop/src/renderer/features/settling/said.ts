import { paymentMethodSchema } from '@khaacho/shared/payments/contract.ts';
import type { ParkedFact } from '@khaacho/shared/sync/parked-contract.ts';
import { payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import { commandTypeSchema } from '@khaacho/shared/sync/protocol.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpokenCommand } from '../../app/sync/command-words.ts';
import { useFormat } from '../../language/format.ts';
import { useReplica } from '../../replica/hooks.tsx';
import { useGoodsName } from '../../ui/names.ts';

/** The fact as a command this app knows; null where it was sent by another version or is malformed. */
export function spokenFact({ type, payload }: ParkedFact): SpokenCommand | null {
  const known = commandTypeSchema.safeParse(type);
  if (!known.success) return null;
  const parsed = payloadSchemas[known.data].safeParse(payload);
  return parsed.success ? { type: known.data, payload: parsed.data } : null;
}

const plainWords = [
  'amountPaisa',
  'method',
  'reference',
  'note',
  'reason',
  'receivedAt',
  'receivedBy',
  'countedMilli',
  'againstMilli',
  'deltaMilli',
] as const;

/** Ids that name nothing a person knows. */
const silent = ['paymentId', 'orderIds'];

/** What was said, field by field, as a person reads it; what this app does not know stands as it was sent. */
export function useSaid(): (payload: unknown) => { label: string; value: string }[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { reader } = useReplica();
  const nameOf = useGoodsName();
  return useCallback(
    (payload) => {
      const value = (name: string, raw: unknown): string => {
        if (typeof raw === 'number' && name.endsWith('Paisa')) return format.money(raw);
        if (typeof raw === 'number' && name.endsWith('Milli')) return format.quantity(raw);
        if (typeof raw === 'string' && name.endsWith('At') && !Number.isNaN(Date.parse(raw))) return format.stamp(raw);
        const method = name === 'method' ? paymentMethodSchema.safeParse(raw) : null;
        if (method?.success) return t(`paymentMethod.${method.data}`);
        return typeof raw === 'string' ? raw : JSON.stringify(raw);
      };
      const one = (name: string, raw: unknown): { label: string; value: string } | null => {
        if (silent.includes(name)) return null;
        const id = typeof raw === 'string' ? raw : '';
        if (name === 'orderId') return { label: t('said.order'), value: reader.get('orders', id)?.orderNumber ?? id };
        if (name === 'retailerId') return { label: t('said.shop'), value: reader.get('retailers', id)?.name ?? id };
        if (name === 'offerId') {
          const product = reader.get('products', reader.get('offers', id)?.productId ?? '');
          return { label: t('said.goods'), value: product ? nameOf(product) : id };
        }
        const known = plainWords.find((word) => word === name);
        if (known) return { label: t(`said.${known}`), value: value(name, raw) };
        return { label: t('said.other'), value: `${name}: ${value(name, raw)}` };
      };
      if (typeof payload !== 'object' || payload === null)
        return [{ label: t('said.other'), value: JSON.stringify(payload) }];
      return Object.entries(payload)
        .map(([name, raw]) => one(name, raw))
        .filter((line) => line !== null);
    },
    [t, format, reader, nameOf],
  );
}
