import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocuments } from '../../../replica/hooks.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { useGoodsName } from '../../../ui/names.ts';
import { findGoods } from '../basket.ts';
import classes from './goods-search.module.css';

/** Finds a good by name, alias, SKU or scan; Enter takes the first, arrows choose. */
export function GoodsSearch({ onPick }: { onPick: (product: ProductDocument) => void }) {
  const { t } = useTranslation();
  const nameOf = useGoodsName();
  const products = useDocuments('products').documents;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = useMemo(() => findGoods(products, text), [products, text]);
  useKeys('composer', [{ key: '/', label: t('keys.search'), run: () => input.current?.focus() }]);
  const pick = (product: ProductDocument | undefined) => {
    if (!product) return;
    onPick(product);
    setText('');
    setAt(0);
    input.current?.focus();
  };
  return (
    <div className={classes.search}>
      <TextInput
        ref={input}
        size="lg"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        aria-label={t('composer.find')}
        placeholder={t('composer.find')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        data-testid="goods-search"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt((before) => Math.min(found.length - 1, before + 1));
          else if (event.key === 'ArrowUp') setAt((before) => Math.max(0, before - 1));
          else if (event.key === 'Enter') pick(found[at]);
          else if (event.key === 'Escape' && text !== '') {
            setText('');
            event.stopPropagation();
          } else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label={t('composer.found')} className={classes.list}>
        {found.map((product, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          <div
            key={product.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(product)}
          >
            <span>{nameOf(product)}</span>
            <span>{product.sku}</span>
          </div>
        ))}
        {text.trim() !== '' && found.length === 0 ? <p>{t('composer.notFound', { text })}</p> : null}
      </div>
    </div>
  );
}
