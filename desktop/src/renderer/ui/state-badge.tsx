import type { OrderState } from '@khaacho/shared/orders/contract.ts';
import type { PaymentState } from '@khaacho/shared/payments/contract.ts';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconChecks,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDotted,
  IconCircleHalf2,
  IconCircleX,
  IconClockHour4,
  IconHandStop,
  IconPackage,
  type IconProps,
  IconRoute,
  IconTruck,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './state-badge.module.css';

type Tone = 'quiet' | 'plain' | 'accent' | 'good' | 'warn' | 'bad';
type Look = { icon: ComponentType<IconProps>; tone: Tone };

/** Shape, word and colour together: each alone tells the state. */
const orderLooks: Record<OrderState, Look> = {
  HELD: { icon: IconHandStop, tone: 'warn' },
  PENDING: { icon: IconCircleDashed, tone: 'plain' },
  ASSIGNED: { icon: IconClockHour4, tone: 'accent' },
  ACCEPTED: { icon: IconCircleHalf2, tone: 'accent' },
  PACKING: { icon: IconPackage, tone: 'accent' },
  DISPATCHED: { icon: IconTruck, tone: 'accent' },
  OUT_FOR_DELIVERY: { icon: IconRoute, tone: 'accent' },
  DELIVERED: { icon: IconCircleCheck, tone: 'good' },
  COMPLETED: { icon: IconChecks, tone: 'good' },
  CANCELLED: { icon: IconCircleX, tone: 'quiet' },
  REJECTED: { icon: IconBan, tone: 'warn' },
  FAILED: { icon: IconAlertTriangle, tone: 'bad' },
  RETURNED: { icon: IconArrowBackUp, tone: 'quiet' },
};

export function StateBadge({ state, testId }: { state: OrderState; testId?: string }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = orderLooks[state];
  return (
    <span className={classes.badge} data-tone={tone} data-testid={testId} data-state={state}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`orderState.${state}`)}
    </span>
  );
}

const paymentLooks: Record<PaymentState, Look> = {
  UNPAID: { icon: IconCircle, tone: 'plain' },
  PARTIAL: { icon: IconCircleHalf2, tone: 'plain' },
  PAID: { icon: IconCircleCheck, tone: 'good' },
  OVERDUE: { icon: IconAlertTriangle, tone: 'bad' },
};

export function PaymentBadge({ state }: { state: PaymentState }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = paymentLooks[state];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`paymentState.${state}`)}
    </span>
  );
}

/** Why a shop may not order, as one word with its shape. */
export function BlockedBadge({ label }: { label: string }) {
  return (
    <span className={classes.badge} data-tone="bad">
      <IconCircleDotted size={15} stroke={1.8} aria-hidden />
      {label}
    </span>
  );
}
