import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../ui/action-button.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { type DeskMove, moveKeys, moveTestIds, nextMove } from '../commands.tsx';

/** What can be done with an order now, next step first; each button has its key. */
export function MoveButtons({
  order,
  moves,
  onMove,
}: {
  order: OrderDocument;
  moves: readonly DeskMove[];
  onMove: (order: OrderDocument, move: DeskMove) => void;
}) {
  const { t } = useTranslation();
  const next = nextMove(moves);
  return (
    <>
      {moves.map((move) => (
        <ActionButton
          key={move}
          keyName={moveKeys[move]}
          emphasis={move === next ? 'main' : move === 'cancel' || move === 'reject' ? 'danger' : 'quiet'}
          testId={moveTestIds[move]}
          onClick={() => onMove(order, move)}
        >
          {t(`orders.move.${move}`)}
        </ActionButton>
      ))}
    </>
  );
}

/** The keys of those buttons, acting on whichever order has the cursor. */
export function useMoveKeys(
  order: OrderDocument | undefined,
  moves: readonly DeskMove[],
  onMove: (order: OrderDocument, move: DeskMove) => void,
): void {
  const { t } = useTranslation();
  useKeys(
    'order',
    order
      ? moves.map((move) => ({
          key: moveKeys[move],
          label: t(`orders.move.${move}`),
          run: () => onMove(order, move),
        }))
      : [],
  );
}
