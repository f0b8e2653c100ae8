import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { rejectReasonSchema } from '@khaacho/shared/orders/contract.ts';
import { type Move, tryMove } from '@khaacho/shared/orders/states.ts';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { maySend } from '@khaacho/shared/people/permissions.ts';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../app/send.ts';
import { type Reason, ReasonPicker } from '../../ui/reason-picker.tsx';

/** The steps a person at a desk may take, each with the key that takes it. */
export const moveKeys = {
  accept: 'a',
  reject: 'r',
  pack: 'p',
  dispatch: 'd',
  outForDelivery: 'o',
  deliver: 'v',
  cancel: 'x',
} as const satisfies Partial<Record<Move, string>>;
export type DeskMove = keyof typeof moveKeys;

export const moveTestIds: Record<DeskMove, string> = {
  accept: 'action-accept',
  reject: 'action-reject',
  pack: 'action-pack',
  dispatch: 'action-dispatch',
  outForDelivery: 'action-out',
  deliver: 'action-deliver',
  cancel: 'action-cancel',
};

const deskMoves = Object.keys(moveKeys) as DeskMove[];

/** What this role may do with an order as it stands, in the order of the work. */
export function movesFor(order: Pick<OrderDocument, 'state'>, role: Role): DeskMove[] {
  return deskMoves.filter((move) => maySend(role, `order.${move}`) && tryMove(move, order.state, role).allowed);
}

/** The step that comes next by itself; refusing and cancelling are never that. */
export function nextMove(moves: readonly DeskMove[]): DeskMove | undefined {
  return moves.find((move) => move !== 'reject' && move !== 'cancel');
}

/** Reasons for cancelling, spoken; the command carries the words themselves. */
const cancelReasons = ['shopAsked', 'noStock', 'wrongOrder', 'duplicate', 'other'] as const;

type Asking = { order: OrderDocument; move: 'reject' | 'cancel' };

/**
 * Takes a step with an order. Refusing and cancelling ask why first, in `dialog`, which the screen shows; the others
 * happen at once and show as waiting until the server has answered.
 */
export function useOrderMoves(): { start: (order: OrderDocument, move: DeskMove) => void; dialog: ReactNode } {
  const { t } = useTranslation();
  const act = useDo();
  const [asking, setAsking] = useState<Asking | null>(null);

  const start = useCallback(
    (order: OrderDocument, move: DeskMove) => {
      if (move === 'reject' || move === 'cancel') {
        setAsking({ order, move });
        return;
      }
      const done = t(`orders.done.${move}`, { number: order.orderNumber ?? t('orders.unnumbered') });
      const orderId = order.id;
      if (move === 'accept') void act('order.accept', { orderId, assignment: order.assignment }, done);
      else void act(`order.${move}`, { orderId }, done);
    },
    [act, t],
  );

  const dialog = asking ? <WhyDialog asking={asking} onClose={() => setAsking(null)} /> : null;
  return { start, dialog };
}

function WhyDialog({ asking: { order, move }, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useDo();
  const number = order.orderNumber ?? t('orders.unnumbered');
  const done = t(`orders.done.${move}`, { number });
  if (move === 'reject') {
    const reasons = rejectReasonSchema.options.map((value): Reason => ({ value, label: t(`rejectReason.${value}`) }));
    return (
      <ReasonPicker
        title={t('orders.rejectTitle', { number })}
        text={t('orders.rejectText')}
        reasons={reasons}
        freeText="may"
        confirmLabel={t('orders.move.reject')}
        onClose={onClose}
        onPick={(value, note) => {
          onClose();
          const reason = rejectReasonSchema.parse(value);
          void act('order.reject', { orderId: order.id, reason, ...(note ? { note } : {}) }, done);
        }}
      />
    );
  }
  return (
    <ReasonPicker
      title={t('orders.cancelTitle', { number })}
      text={t('orders.cancelText')}
      reasons={cancelReasons.map((value): Reason => ({ value, label: t(`cancelReason.${value}`) }))}
      freeText="may"
      confirmLabel={t('orders.move.cancel')}
      onClose={onClose}
      onPick={(value, note) => {
        onClose();
        const known = cancelReasons.find((reason) => reason === value) ?? 'other';
        const reason = [known === 'other' && note ? '' : t(`cancelReason.${known}`), note].filter(Boolean).join(': ');
        void act('order.cancel', { orderId: order.id, reason }, done);
      }}
    />
  );
}
