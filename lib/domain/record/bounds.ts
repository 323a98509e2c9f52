/** How long what people write of a record may be, in characters; of `tags`, how many there may be. */
export const recordBounds = {
  title: 500,
  description: 20_000,
  tags: 100,
  tag: 100,
  source: 200,
  lostReason: 500,
  externalId: 200,
} as const
