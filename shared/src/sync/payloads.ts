import type { z } from 'zod';
import { alertAcknowledgePayloadSchema } from '../alerts/contract.ts';
import {
  creditBlockPayloadSchema,
  creditSetLimitPayloadSchema,
  creditUnblockPayloadSchema,
} from '../credit/contract.ts';
import { messageSendPayloadSchema } from '../messages/send-contract.ts';
import {
  orderAcceptPayloadSchema,
  orderCancelPayloadSchema,
  orderCreatePayloadSchema,
  orderDeliverPayloadSchema,
  orderDispatchPayloadSchema,
  orderOutForDeliveryPayloadSchema,
  orderPackPayloadSchema,
  orderRejectPayloadSchema,
} from '../orders/contract.ts';
import { paymentRecordPayloadSchema } from '../payments/contract.ts';
import { offerUpdatePayloadSchema } from '../pricing/contract.ts';
import { stockAdjustPayloadSchema, stockCountPayloadSchema } from '../stock/contract.ts';
import type { CommandType } from './protocol.ts';

/** What each command carries, version 1. */
export const payloadSchemas = {
  'order.create': orderCreatePayloadSchema,
  'order.accept': orderAcceptPayloadSchema,
  'order.reject': orderRejectPayloadSchema,
  'order.pack': orderPackPayloadSchema,
  'order.dispatch': orderDispatchPayloadSchema,
  'order.outForDelivery': orderOutForDeliveryPayloadSchema,
  'order.deliver': orderDeliverPayloadSchema,
  'order.cancel': orderCancelPayloadSchema,
  'stock.adjust': stockAdjustPayloadSchema,
  'stock.count': stockCountPayloadSchema,
  'offer.update': offerUpdatePayloadSchema,
  'payment.record': paymentRecordPayloadSchema,
  'credit.setLimit': creditSetLimitPayloadSchema,
  'credit.block': creditBlockPayloadSchema,
  'credit.unblock': creditUnblockPayloadSchema,
  'alert.acknowledge': alertAcknowledgePayloadSchema,
  'message.send': messageSendPayloadSchema,
} as const satisfies Record<CommandType, z.ZodType>;

export type Payloads = { [T in CommandType]: z.infer<(typeof payloadSchemas)[T]> };
