import { z } from 'zod';

/** Weights of the routing score; they sum to 100. */
export const routingWeightsSchema = z
  .object({
    availability: z.number().int().min(0).max(100),
    proximity: z.number().int().min(0).max(100),
    workload: z.number().int().min(0).max(100),
    price: z.number().int().min(0).max(100),
    reliability: z.number().int().min(0).max(100),
  })
  .refine(
    (w) => w.availability + w.proximity + w.workload + w.price + w.reliability === 100,
    'Routing weights sum to 100.',
  );
export type RoutingWeights = z.infer<typeof routingWeightsSchema>;

/** Rules of the house that both sides read. One row, replicated to every desk as the document `house`. */
export const houseSettingsSchema = z.object({
  routingWeights: routingWeightsSchema,
  acceptanceMinutes: z.number().int().min(1),
  /** The acceptance clock stands still while the vendor is closed. */
  pauseOutsideHours: z.boolean(),
  maxAssignments: z.number().int().min(1),
  maxActiveOrders: z.number().int().min(1),
  maxUnansweredOrders: z.number().int().min(1),
  draftMinutes: z.number().int().min(1),
  /** Per tax class the rates with the Nepali day they start on, oldest first. */
  taxRates: z.record(z.string(), z.array(z.object({ from: z.string(), basisPoints: z.number().int().min(0) })).min(1)),
  /** New orders stop when the oldest bill is this many days past due, and are warned about from `warnOverdueDays` on. */
  blockOverdueDays: z.number().int().min(1),
  warnOverdueDays: z.number().int().min(1),
  /** A name so many shops have taught for one good is everybody's. */
  learnedNameShops: z.number().int().min(2).max(1000).default(3),
});
export type HouseSettings = z.infer<typeof houseSettingsSchema>;

export const defaultHouseSettings: HouseSettings = {
  routingWeights: { availability: 30, proximity: 20, workload: 15, price: 20, reliability: 15 },
  acceptanceMinutes: 120,
  pauseOutsideHours: true,
  maxAssignments: 5,
  maxActiveOrders: 40,
  maxUnansweredOrders: 10,
  draftMinutes: 10,
  taxRates: {
    VAT: [{ from: '1997-11-16', basisPoints: 1300 }],
    EXEMPT: [{ from: '1997-11-16', basisPoints: 0 }],
  },
  blockOverdueDays: 30,
  warnOverdueDays: 15,
  learnedNameShops: 3,
};

export const settingDocumentSchema = z.object({
  id: z.literal('house'),
  house: houseSettingsSchema,
  updatedAt: z.string(),
});
export type SettingDocument = z.infer<typeof settingDocumentSchema>;
