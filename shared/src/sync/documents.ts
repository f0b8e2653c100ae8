import { type AlertDocument, alertDocumentSchema } from '../alerts/contract.ts';
import { type ProductDocument, productDocumentSchema } from '../catalogue/contract.ts';
import { type LedgerDocument, ledgerDocumentSchema } from '../ledger/contract.ts';
import { type MessageDocument, messageDocumentSchema } from '../messages/contract.ts';
import { type OrderDocument, orderDocumentSchema } from '../orders/contract.ts';
import {
  type RetailerDocument,
  retailerDocumentSchema,
  type VendorDocument,
  vendorDocumentSchema,
} from '../parties/contract.ts';
import { type OfferDocument, offerDocumentSchema } from '../pricing/contract.ts';
import { type SettingDocument, settingDocumentSchema } from '../settings/contract.ts';
import { type CommandDocument, commandDocumentSchema } from './protocol.ts';

/** Every replicated collection with the shape of its documents. */
export type Documents = {
  products: ProductDocument;
  offers: OfferDocument;
  vendors: VendorDocument;
  retailers: RetailerDocument;
  orders: OrderDocument;
  ledger: LedgerDocument;
  messages: MessageDocument;
  alerts: AlertDocument;
  settings: SettingDocument;
  commands: CommandDocument;
};

export const documentSchemas = {
  products: productDocumentSchema,
  offers: offerDocumentSchema,
  vendors: vendorDocumentSchema,
  retailers: retailerDocumentSchema,
  orders: orderDocumentSchema,
  ledger: ledgerDocumentSchema,
  messages: messageDocumentSchema,
  alerts: alertDocumentSchema,
  settings: settingDocumentSchema,
  commands: commandDocumentSchema,
} as const;
