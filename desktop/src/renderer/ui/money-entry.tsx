import { parseRupees } from '@khaacho/shared/kernel/money.ts';
import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format.ts';

/** What stands in the field and what it is worth; null while it is not an amount. */
export type MoneyInput = { text: string; paisa: number | null };

export const noMoney: MoneyInput = { text: '', paisa: null };

export function moneyInput(text: string): MoneyInput {
  const paisa = parseRupees(text);
  return { text, paisa: paisa !== null && paisa > 0 ? paisa : null };
}

/** An amount as it would stand in the field. */
export function moneyOf(paisa: number): MoneyInput {
  return moneyInput((paisa / 100).toFixed(2));
}

/**
 * Rupees a person types, with or without commas, in either script. Reads them back grouped underneath, so that one zero
 * too many is seen before it is sent.
 */
export function MoneyEntry({
  value,
  onChange,
  testId,
  ...rest
}: { value: MoneyInput; onChange: (value: MoneyInput) => void; testId?: string } & Omit<
  TextInputProps,
  'value' | 'onChange' | 'error'
>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [left, setLeft] = useState(false);
  const wrong = left && value.text !== '' && value.paisa === null;
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      data-testid={testId}
      leftSection={<span aria-hidden>{t('money.rupees')}</span>}
      value={value.text}
      description={value.paisa === null ? rest.description : format.money(value.paisa)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={wrong ? t('money.notAnAmount') : undefined}
      onChange={(event) => {
        setLeft(false);
        onChange(moneyInput(event.currentTarget.value));
      }}
      onBlur={() => setLeft(true)}
    />
  );
}
