/** One collection with the index our own replica has; every other field is only named. */
export function schemaOf(order) {
  const fields = Object.fromEntries(Object.keys(order).map((field) => [field, {}]));
  return {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: {
      ...fields,
      id: { type: 'string', maxLength: 36 },
      placedAt: { type: 'string', maxLength: 32 },
    },
    required: ['id', 'placedAt'],
    indexes: ['placedAt'],
  };
}
