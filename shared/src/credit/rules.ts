import { type Refusal, refusal } from '../kernel/errors.ts';
import { formatMoney, type Paisa } from '../kernel/money.ts';
import { err, ok, type Result } from '../kernel/result.ts';

export type CreditFigures = { limitPaisa: Paisa; outstandingPaisa: Paisa; reservedPaisa: Paisa };

/** Limit less what is owed and what is promised; negative when the limit was cut below them. */
export function availableCredit(credit: CreditFigures): Paisa {
  return credit.limitPaisa - credit.outstandingPaisa - credit.reservedPaisa;
}

/** `outstanding + reserved + this order ≤ limit`, no tolerance. The refusal names the payment or the smaller order that would pass. */
export function checkCredit(credit: CreditFigures, orderPaisa: Paisa): Result<null, Refusal> {
  const availablePaisa = availableCredit(credit);
  if (orderPaisa <= availablePaisa) return ok(null);
  const shortfallPaisa = orderPaisa - availablePaisa;
  return err(
    refusal(
      'CREDIT_LIMIT_EXCEEDED',
      `This order of ${formatMoney(orderPaisa)} is ${formatMoney(shortfallPaisa)} over the credit that is left (${formatMoney(Math.max(0, availablePaisa))}). Pay ${formatMoney(shortfallPaisa)} first, or order for at most ${formatMoney(Math.max(0, availablePaisa))}.`,
      [
        {
          field: 'items',
          issue: 'over the credit limit',
          figures: {
            ...credit,
            orderPaisa,
            availablePaisa,
            shortfallPaisa,
            maxOrderPaisa: Math.max(0, availablePaisa),
          },
        },
      ],
    ),
  );
}
