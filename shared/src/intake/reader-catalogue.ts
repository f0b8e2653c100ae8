import { parseName } from './names.ts';
import { type CatalogueGood, ReaderIndex, textOf } from './reader-index.ts';

/** What the reader reads against: the goods, and what one shop calls some of them. */
export type Catalogue = {
  index: ReaderIndex;
  byId: ReadonlyMap<string, CatalogueGood>;
  /** Learned names of the shop that writes, by textOf their words; they go before everybody's names. */
  own: ReadonlyMap<string, string>;
};

/** A name that somebody has taught for a good. */
export type LearnedName = { productId: string; alias: string };

/** Builds the index of a whole catalogue, once. `aliases` are learned names that hold for every shop. */
export function buildReaderIndex(goods: readonly CatalogueGood[], aliases: readonly LearnedName[] = []): Catalogue {
  const learned = new Map<string, string[]>();
  for (const { productId, alias } of aliases) learned.set(productId, [...(learned.get(productId) ?? []), alias]);
  const index = new ReaderIndex();
  for (const good of goods) {
    const more = learned.get(good.id);
    index.put(more ? { ...good, names: [...good.names, ...more] } : good);
  }
  return { index, byId: index.byId, own: new Map() };
}

/** Puts changed goods in the place of what they were, and takes out those that are gone; costs what has changed. */
export function updateReaderIndex(
  { index }: Catalogue,
  changed: readonly CatalogueGood[],
  gone: readonly string[] = [],
): void {
  for (const id of gone) index.remove(id);
  for (const good of changed) index.put(good);
}

/** The same catalogue with the names that one shop has taught. */
export function withOwnNames(catalogue: Catalogue, names: readonly LearnedName[]): Catalogue {
  return { ...catalogue, own: new Map(names.map(({ alias, productId }) => [aliasText(alias), productId])) };
}

/** By what a learned name is compared: its words by their sound, without sizes. */
export function aliasText(alias: string): string {
  return textOf(parseName(alias).words);
}
