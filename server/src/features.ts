import { alertCollection } from './alerts/documents.ts';
import { acknowledgeAlertDoor } from './alerts/replica.ts';
import { auditRoutes } from './audit/routes.ts';
import { productCollection } from './catalogue/documents.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import type { Context } from './context.ts';
import { blockDoor, setLimitDoor, unblockDoor } from './credit/replica.ts';
import { creditRoutes } from './credit/routes.ts';
import type { Route } from './http/route.ts';
import { intakeRoutes } from './intake/routes.ts';
import { ledgerCollection } from './ledger/documents.ts';
import { mediaRoutes } from './media/routes.ts';
import { messageCollection } from './messages/documents.ts';
import { sendMessageDoor } from './messages/replica.ts';
import { messageRoutes } from './messages/routes.ts';
import { webhookRoutes } from './messages/webhook-routes.ts';
import { orderCollection } from './orders/documents.ts';
import { completeIfPaid } from './orders/move-service.ts';
import { createOrderDoor, moveDoors } from './orders/replica.ts';
import { orderRoutes } from './orders/routes.ts';
import { retailerCollection, vendorCollection } from './parties/documents.ts';
import { partyRoutes } from './parties/routes.ts';
import { recordPaymentDoor } from './payments/replica.ts';
import { paymentRoutes } from './payments/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { offerCollection } from './pricing/documents.ts';
import { updateOfferDoor } from './pricing/replica.ts';
import { routingRoutes } from './routing/routes.ts';
import { settingCollection } from './settings/documents.ts';
import { adjustStockDoor, countStockDoor } from './stock/replica.ts';
import type { AnyCollectionDoor, AnyCommandDoor } from './sync/registry.ts';

/** Every replicated collection; `commands` is replication's own. */
export const collectionDoors: readonly AnyCollectionDoor[] = [
  productCollection,
  offerCollection,
  vendorCollection,
  retailerCollection,
  orderCollection,
  ledgerCollection,
  messageCollection,
  alertCollection,
  settingCollection,
];

/** Every command that takes effect. */
export const commandDoors: readonly AnyCommandDoor[] = [
  createOrderDoor,
  ...moveDoors,
  recordPaymentDoor(completeIfPaid),
  adjustStockDoor,
  countStockDoor,
  updateOfferDoor,
  setLimitDoor,
  blockDoor,
  unblockDoor,
  acknowledgeAlertDoor,
  sendMessageDoor,
];

/** Every REST door of the features. */
export function featureRoutes({ database: { db }, people, channel, config, readers, catalogue }: Context): Route[] {
  return [
    ...peopleRoutes(people),
    ...auditRoutes(db),
    ...catalogueRoutes(db),
    ...partyRoutes(db),
    ...creditRoutes(db),
    ...paymentRoutes(db, completeIfPaid),
    ...routingRoutes(db),
    ...orderRoutes(db),
    ...webhookRoutes({
      db,
      channel,
      publicBaseUrl: config.publicBaseUrl,
      perMinute: config.budgets.messagesPerMinute,
    }),
    ...messageRoutes(db),
    ...intakeRoutes({ db, catalogue, reading: readers.reading }),
    ...mediaRoutes({ db, files: readers.files }),
  ];
}
