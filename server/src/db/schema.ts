// Written by "npm run schema" from migrations/*.sql. Do not edit: "npm test" compares it.
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AccountBalances {
  accountId: number;
  balancePaisa: Generated<number>;
}

export interface Accounts {
  id: Generated<number>;
  kind: string;
  party: string | null;
}

export interface Alerts {
  acknowledgedAt: Timestamp | null;
  acknowledgedBy: string | null;
  cause: string;
  figures: Generated<Json>;
  id: string;
  kind: string;
  message: string;
  note: string | null;
  openedAt: Timestamp;
  orderId: string | null;
  retailerId: string | null;
  severity: string;
  updatedAt: Timestamp;
  vendorId: string | null;
}

export interface ApiKeys {
  access: string;
  createdAt: Timestamp;
  createdBy: string;
  expiresAt: Timestamp;
  id: string;
  keyHash: Buffer;
  lastUsedAt: Timestamp | null;
  name: string;
  prefix: string;
  revokedAt: Timestamp | null;
  userId: string;
}

export interface Assignments {
  acceptBy: Timestamp;
  assignedAt: Timestamp;
  number: number;
  orderId: string;
  outcome: string | null;
  outcomeAt: Timestamp | null;
  reason: string | null;
  vendorId: string;
}

export interface AuditChain {
  auditId: string;
  hash: Buffer;
  position: number;
}

export interface AuditLog {
  action: string;
  after: Json | null;
  at: Timestamp;
  before: Json | null;
  deviceId: string | null;
  id: string;
  reason: string | null;
  requestId: string | null;
  role: string | null;
  subjectId: string | null;
  subjectType: string;
  userId: string | null;
}

export interface ChannelMarks {
  at: Timestamp;
  name: string;
}

export interface ChatConsents {
  at: Timestamp;
  chatId: string;
  evidence: string | null;
  how: string;
  id: Generated<number>;
  medium: string;
  what: string;
}

export interface ChatIdentities {
  chatId: string;
  externalId: string;
  firstSeenAt: Timestamp;
  provider: string;
}

export interface Chats {
  burstCount: Generated<number>;
  burstStartedAt: Timestamp | null;
  createdAt: Timestamp;
  externalId: string;
  id: string;
  language: string | null;
  marketingRestsUntil: Timestamp | null;
  mergedIntoId: string | null;
  numberInvalidAt: Timestamp | null;
  optedInAt: Timestamp | null;
  optedOutAt: Timestamp | null;
  phone: string | null;
  provider: string;
  retailerId: string | null;
  smsOptedOutAt: Timestamp | null;
  windowEndsAt: Timestamp | null;
}

export interface CommandLog {
  code: string | null;
  decidedAt: Timestamp;
  details: Generated<Json>;
  deviceId: string;
  deviceSeq: number;
  id: string;
  issuedAt: Timestamp;
  message: string | null;
  parkedBecause: string | null;
  payload: Json;
  receivedAt: Timestamp;
  settledAt: Timestamp | null;
  settledBy: string | null;
  settledNote: string | null;
  settlement: string | null;
  status: string;
  type: string;
  userId: string;
  version: number;
}

export interface CreditAccounts {
  limitPaisa: Generated<number>;
  outstandingPaisa: Generated<number>;
  reservedPaisa: Generated<number>;
  retailerId: string;
  version: Generated<number>;
}

export interface CreditLimitChanges {
  at: Timestamp;
  changedBy: string | null;
  commandId: string | null;
  id: Generated<number>;
  limitPaisa: number;
  oldLimitPaisa: number;
  reason: string;
  retailerId: string;
}

export interface Devices {
  createdAt: Timestamp;
  id: string;
  lastSeenAt: Timestamp;
  name: string;
  revokedAt: Timestamp | null;
  revokedBy: string | null;
  userId: string;
}

export interface DeviceSequences {
  deviceId: string;
  nextSeq: Generated<number>;
}

export interface DraftMessages {
  draftId: string;
  messageId: string;
}

export interface Drafts {
  chatId: string;
  createdAt: Timestamp;
  expiresAt: Timestamp;
  id: string;
  lines: Json;
  orderId: string | null;
  quote: Json | null;
  retailerId: string;
  state: string;
  updatedAt: Timestamp;
}

export interface HouseSettings {
  house: Json;
  id: string;
  updatedAt: Timestamp;
}

export interface IdempotencyKeys {
  answer: Json;
  createdAt: Timestamp;
  key: string;
  requestHash: Buffer;
  scope: string;
  status: number;
}

export interface JournalEntries {
  accountId: number;
  amountPaisa: number;
  balancePaisa: number;
  id: Generated<number>;
  journalId: string;
  uid: string;
}

export interface Journals {
  byUser: string | null;
  commandId: string | null;
  id: string;
  kind: string;
  memo: string;
  occurredAt: Timestamp;
  orderId: string | null;
  paymentId: string | null;
  recordedAt: Timestamp;
  reverses: string | null;
}

export interface LearnedNames {
  alias: string;
  ambiguous: Generated<boolean>;
  id: string;
  learnedAt: Timestamp;
  productId: string;
  retailerId: string;
  text: string;
  times: Generated<number>;
  updatedAt: Timestamp;
}

export interface Media {
  bytes: number;
  contentType: string;
  keptAt: Timestamp;
  keptBy: string | null;
  sha256: string;
}

export interface MediaKeepers {
  sha256: string;
  userId: string;
}

export interface MessageCallbacks {
  errorCode: string | null;
  failure: string | null;
  providerId: string;
  receivedAt: Timestamp;
  status: string;
}

export interface MessageReadings {
  attempts: Generated<number>;
  createdAt: Timestamp;
  failure: string | null;
  kind: string;
  lines: Json | null;
  messageId: string;
  nextTryAt: Timestamp;
  originalSha256: string | null;
  preparedSha256: string | null;
  stage: string;
  toldAt: Timestamp | null;
  updatedAt: Timestamp;
}

export interface Messages {
  at: Timestamp;
  attempts: Generated<number>;
  body: string;
  businessKey: string | null;
  chatId: string;
  direction: string;
  errorCode: string | null;
  failure: string | null;
  heldBack: Generated<boolean>;
  id: string;
  internal: Generated<boolean>;
  kind: string;
  location: Json | null;
  media: Json | null;
  medium: Generated<string>;
  nextTryAt: Timestamp | null;
  optKeyword: string | null;
  orderId: string | null;
  outcomeUnknown: Generated<boolean>;
  providerId: string | null;
  purpose: Generated<string>;
  raw: Json | null;
  repliesTo: string | null;
  resends: Generated<number>;
  retailerId: string | null;
  sealedBody: string | null;
  sealedUntil: Timestamp | null;
  sentAs: string | null;
  sentAt: Timestamp | null;
  smsBody: string | null;
  status: string;
  statusAskedAt: Timestamp | null;
  template: Json | null;
  updatedAt: Timestamp;
  writtenBy: string | null;
}

export interface MessageSends {
  at: Timestamp;
  messageId: string;
  providerId: string;
  sentAs: string;
}

export interface OfferPrices {
  changedAt: Timestamp;
  changedBy: string | null;
  commandId: string | null;
  id: Generated<number>;
  offerId: string;
  oldPricePaisa: number | null;
  pricePaisa: number;
}

export interface Offers {
  active: Generated<boolean>;
  costPaisa: number;
  createdAt: Timestamp;
  id: string;
  leadTimeHours: Generated<number>;
  lowStockMilli: Generated<number>;
  minQuantityMilli: Generated<number>;
  pricePaisa: number;
  productId: string;
  updatedAt: Timestamp;
  vendorId: string;
  version: Generated<number>;
}

export interface OrderHistory {
  at: Timestamp;
  byLabel: string;
  byUser: string | null;
  commandId: string | null;
  deviceAt: Timestamp | null;
  deviceId: string | null;
  fromState: string | null;
  orderId: string;
  reason: string | null;
  step: number;
  toState: string;
}

export interface OrderLines {
  lineNumber: number;
  lineTotalPaisa: number;
  name: string;
  nameNe: string;
  offerId: string | null;
  orderId: string;
  productId: string;
  quantityMilli: number;
  sku: string;
  taxBasisPoints: number;
  taxClass: string;
  taxPaisa: number;
  unit: string;
  unitCostPaisa: number;
  unitPricePaisa: number;
}

export interface OrderNumberDays {
  day: string;
  last: number;
}

export interface Orders {
  acceptBy: Timestamp | null;
  assignment: Generated<number>;
  createdBy: string | null;
  deliveredAt: Timestamp | null;
  dueDay: string | null;
  expectedDeliveryDay: string | null;
  id: string;
  notes: string | null;
  orderNumber: string;
  originKey: string | null;
  paidPaisa: Generated<number>;
  placedAt: Timestamp;
  platform: Generated<string>;
  reason: string | null;
  reservedPaisa: number;
  retailerId: string;
  source: string;
  state: string;
  stockHeld: Generated<boolean>;
  subtotalPaisa: number;
  taxPaisa: number;
  territoryId: string | null;
  totalPaisa: number;
  updatedAt: Timestamp;
  vendorId: string | null;
  version: Generated<number>;
}

export interface OtpChallenges {
  attempts: Generated<number>;
  codeHash: Buffer;
  consumedAt: Timestamp | null;
  createdAt: Timestamp;
  expiresAt: Timestamp;
  id: string;
  phoneHash: Buffer;
  replacedAt: Timestamp | null;
  retailerId: string | null;
  userId: string | null;
}

export interface OtpPhones {
  phoneHash: Buffer;
  wrongCount: Generated<number>;
  wrongDayCount: Generated<number>;
  wrongDaySince: Timestamp;
  wrongSince: Timestamp;
}

export interface PaymentAllocations {
  amountPaisa: number;
  at: Timestamp;
  id: Generated<number>;
  orderId: string;
  paymentId: string;
}

export interface Payments {
  amountPaisa: number;
  commandId: string | null;
  deviceId: string | null;
  id: string;
  method: string;
  namedRetailerId: string;
  note: string | null;
  receivedAt: Timestamp;
  recordedAt: Timestamp;
  recordedBy: string | null;
  reference: string | null;
  retailerId: string | null;
}

export interface ProductAliases {
  alias: string;
  folded: string;
  learnedAt: Timestamp | null;
  productId: string;
}

export interface ProductIndex {
  folded: string;
  foldVersion: number;
  productId: string;
  texts: string[];
  words: string[];
}

export interface ProductIndexStale {
  productId: string;
}

export interface Products {
  active: Generated<boolean>;
  barcode: string | null;
  basePerUnit: number;
  baseUnit: string;
  category: string;
  createdAt: Timestamp;
  id: string;
  name: string;
  nameNe: string;
  packs: Generated<Json>;
  sku: string;
  taxClass: string;
  unit: string;
  updatedAt: Timestamp;
}

export interface ProductWords {
  skeletons: string[];
  word: string;
}

export interface ReaderCalls {
  at: Timestamp;
  id: string;
  input: Json;
  inputHash: string;
  inputTokens: Generated<number>;
  isPaid: boolean;
  kind: string;
  messageId: string | null;
  outcome: string;
  output: Json | null;
  outputTokens: Generated<number>;
  promptVersion: string | null;
  reader: string;
  requestId: string | null;
  tookMs: number;
}

export interface RefreshTokens {
  createdAt: Timestamp;
  expiresAt: Timestamp;
  generation: number;
  sessionId: string;
  successorSealed: Buffer | null;
  tokenHash: Buffer;
  usedAt: Timestamp | null;
  usedKeyHash: Buffer | null;
}

export interface ReorderSuggestions {
  answer: string | null;
  answeredAt: Timestamp | null;
  cycleDays: number;
  id: string;
  orderId: string;
  retailerId: string;
  sentAt: Timestamp;
}

export interface Retailers {
  address: string;
  approved: Generated<boolean>;
  blockedAt: Timestamp | null;
  blockedBy: string | null;
  blockReason: string | null;
  city: string;
  createdAt: Timestamp;
  id: string;
  language: Generated<string>;
  latitude: number | null;
  longitude: number | null;
  name: string;
  ownerName: string | null;
  panNumber: string | null;
  phone: string | null;
  termsDays: Generated<number>;
  territoryId: string | null;
  updatedAt: Timestamp;
}

export interface RoutingDecisions {
  candidates: Json;
  chosenVendorId: string | null;
  decidedAt: Timestamp;
  decidedBy: string;
  id: string;
  number: number;
  orderId: string;
  policy: string;
  sentence: string;
  weights: Json;
}

export interface ScheduleRuns {
  lastError: string | null;
  lastFinishedAt: Timestamp | null;
  lastStartedAt: Timestamp | null;
  name: string;
}

export interface Sessions {
  createdAt: Timestamp;
  deviceId: string;
  id: string;
  revokedAt: Timestamp | null;
  revokedBecause: string | null;
  userId: string;
}

export interface StockLevels {
  offerId: string;
  onHandMilli: number;
  reservedMilli: Generated<number>;
  shortSince: Timestamp | null;
}

export interface StockMoves {
  at: Timestamp;
  byUser: string | null;
  commandId: string | null;
  deltaMilli: number;
  id: Generated<number>;
  kind: string;
  note: string | null;
  offerId: string;
  onHandMilli: number;
  orderId: string | null;
  reason: string | null;
}

export interface SyncEpoch {
  checkpointKey: Buffer;
  epoch: string;
  singleton: Generated<boolean>;
}

export interface SyncFloors {
  collection: string;
  position: number;
  scope: string;
}

export interface SyncGrants {
  hash: string;
  scopes: string[];
  shape: string;
  userId: string;
}

export interface SyncHead {
  position: Generated<number>;
  singleton: Generated<boolean>;
}

export interface SyncLog {
  at: Generated<Timestamp>;
  collection: string;
  docId: string;
  id: Generated<number>;
  op: string;
  position: number | null;
  scope: string;
}

export interface SyncSnapshotChunks {
  ids: string[];
  last: boolean;
  lines: number;
  madeAtPosition: number;
  next: number;
  packed: Buffer;
  snapshotId: string;
  upper: number;
}

export interface SyncSnapshots {
  audience: string;
  collection: string;
  documents: number;
  epoch: string;
  id: string;
  madeAt: Timestamp;
  position: number;
}

export interface Territories {
  id: string;
  name: string;
}

export interface Users {
  createdAt: Timestamp;
  email: string | null;
  id: string;
  language: Generated<string>;
  lastLoginAt: Timestamp | null;
  name: string;
  passwordHash: string | null;
  phone: string | null;
  retailerId: string | null;
  role: string;
  status: Generated<string>;
  updatedAt: Timestamp;
  vendorId: string | null;
}

export interface UserTerritories {
  territoryId: string;
  userId: string;
}

export interface Vendors {
  acceptanceMinutes: number | null;
  active: Generated<boolean>;
  address: string;
  city: string;
  closesAtMinute: Generated<number>;
  commissionBasisPoints: Generated<number>;
  createdAt: Timestamp;
  id: string;
  latitude: number | null;
  longitude: number | null;
  minOrderPaisa: Generated<number>;
  name: string;
  opensAtMinute: Generated<number>;
  panNumber: string | null;
  phone: string | null;
  updatedAt: Timestamp;
}

export interface DB {
  accountBalances: AccountBalances;
  accounts: Accounts;
  alerts: Alerts;
  apiKeys: ApiKeys;
  assignments: Assignments;
  auditChain: AuditChain;
  auditLog: AuditLog;
  channelMarks: ChannelMarks;
  chatConsents: ChatConsents;
  chatIdentities: ChatIdentities;
  chats: Chats;
  commandLog: CommandLog;
  creditAccounts: CreditAccounts;
  creditLimitChanges: CreditLimitChanges;
  devices: Devices;
  deviceSequences: DeviceSequences;
  draftMessages: DraftMessages;
  drafts: Drafts;
  houseSettings: HouseSettings;
  idempotencyKeys: IdempotencyKeys;
  journalEntries: JournalEntries;
  journals: Journals;
  learnedNames: LearnedNames;
  media: Media;
  mediaKeepers: MediaKeepers;
  messageCallbacks: MessageCallbacks;
  messageReadings: MessageReadings;
  messages: Messages;
  messageSends: MessageSends;
  offerPrices: OfferPrices;
  offers: Offers;
  orderHistory: OrderHistory;
  orderLines: OrderLines;
  orderNumberDays: OrderNumberDays;
  orders: Orders;
  otpChallenges: OtpChallenges;
  otpPhones: OtpPhones;
  paymentAllocations: PaymentAllocations;
  payments: Payments;
  productAliases: ProductAliases;
  productIndex: ProductIndex;
  productIndexStale: ProductIndexStale;
  products: Products;
  productWords: ProductWords;
  readerCalls: ReaderCalls;
  refreshTokens: RefreshTokens;
  reorderSuggestions: ReorderSuggestions;
  retailers: Retailers;
  routingDecisions: RoutingDecisions;
  scheduleRuns: ScheduleRuns;
  sessions: Sessions;
  stockLevels: StockLevels;
  stockMoves: StockMoves;
  syncEpoch: SyncEpoch;
  syncFloors: SyncFloors;
  syncGrants: SyncGrants;
  syncHead: SyncHead;
  syncLog: SyncLog;
  syncSnapshotChunks: SyncSnapshotChunks;
  syncSnapshots: SyncSnapshots;
  territories: Territories;
  users: Users;
  userTerritories: UserTerritories;
  vendors: Vendors;
}
