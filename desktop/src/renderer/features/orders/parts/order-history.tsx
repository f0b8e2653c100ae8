import type { HistoryLine, OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { useReasonWords } from '../reason-words.ts';

const LATE_MINUTES = 2; // Below it device and server tell the same story.

/** Who did what when: by the server's clock, and by the device's where it was told much later. */
export function OrderHistory({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const reasonWords = useReasonWords();
  const when = (line: HistoryLine): string => {
    if (line.at === null) {
      return line.deviceAt ? t('sync.waitingSince', { at: format.moment(line.deviceAt, now) }) : t('sync.waiting');
    }
    const told = format.moment(line.at, now);
    if (!line.deviceAt) return told;
    const gap = Math.abs(Date.parse(line.at) - Date.parse(line.deviceAt)) / 60_000;
    return gap < LATE_MINUTES ? told : t('orders.doneToldLater', { done: format.moment(line.deviceAt, now), told });
  };
  const lines = order.history.map((line, index) => ({
    key: `${index}`,
    what: <StateBadge state={line.to} />,
    detail: [
      when(line),
      /^(khaacho|system)$/i.test(line.by) ? t('orders.bySystem') : line.by,
      // Why a vendor was chosen is told by the routing panel, with its figures.
      line.reason && line.to !== 'ASSIGNED' ? reasonWords(line.reason) : '',
    ]
      .filter(Boolean)
      .join(' · '),
    waiting: line.at === null,
  }));
  return <Timeline lines={lines.reverse()} />;
}
