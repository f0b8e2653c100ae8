/** Fields whose texts recur from document to document; a name of a list or of an object inside leads on to its own fields. */
type Fields = { own: readonly string[]; inside?: Readonly<Record<string, readonly string[]>> };

/** Only where there are many documents. Measured on 100,000 orders: a fifth of a second, and 40 % of their memory back. */
const recurring: Readonly<Record<string, Fields>> = {
  orders: {
    own: [
      'retailerId',
      'vendorId',
      'vendorName',
      'dueDay',
      'expectedDeliveryDay',
      'reason',
      'platform',
      'source',
      'state',
    ],
    inside: {
      retailer: ['name', 'phone', 'address', 'city'],
      lines: ['offerId', 'productId', 'sku', 'name', 'nameNe', 'unit', 'taxClass'],
      history: ['by', 'reason', 'from', 'to'],
    },
  },
  ledger: {
    own: ['retailerId', 'vendorId', 'orderId', 'orderNumber', 'journalId', 'paymentId', 'memo', 'kind', 'accountKind'],
  },
  messages: { own: ['retailerId', 'orderId', 'direction', 'kind', 'status'] },
};

/** More different texts than this are not recurring after all. */
const MOST_TEXTS = 100_000;

/** Makes equal texts of many documents one text in memory. */
export class TextSharing {
  readonly #fields: Fields | undefined;
  readonly #texts = new Map<string, string>();

  constructor(collection: string) {
    this.#fields = recurring[collection];
  }

  /** Changes nothing that can be seen: each text is replaced by an equal one. */
  share(document: object): void {
    if (!this.#fields) return;
    if (this.#texts.size > MOST_TEXTS) this.#texts.clear();
    this.#in(document, this.#fields.own);
    for (const [name, fields] of Object.entries(this.#fields.inside ?? {})) {
      const value: unknown = Reflect.get(document, name);
      if (Array.isArray(value)) for (const one of value) this.#in(one, fields);
      else if (typeof value === 'object' && value !== null) this.#in(value, fields);
    }
  }

  #in(holder: object, fields: readonly string[]): void {
    for (const field of fields) {
      const text: unknown = Reflect.get(holder, field);
      if (typeof text !== 'string') continue;
      const known = this.#texts.get(text);
      if (known === undefined) this.#texts.set(text, text);
      else Reflect.set(holder, field, known);
    }
  }
}
