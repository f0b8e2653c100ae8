import { useTranslation } from 'react-i18next';
import { Notice } from '../ui/section.tsx';

/** Over a form that holds what was refused: what stands in it is not new. */
export function FilledIn() {
  const { t } = useTranslation();
  return <Notice tone="plain">{t('sync.again')}</Notice>;
}
