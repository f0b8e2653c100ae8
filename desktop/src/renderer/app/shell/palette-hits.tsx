import type { RetailerDocument } from '@khaacho/shared/parties/contract.ts';
import type { ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import { useMantineColorScheme } from '@mantine/core';
import {
  IconBox,
  IconBuildingStore,
  IconClipboardList,
  IconLanguage,
  IconListCheck,
  IconRefresh,
  IconSunMoon,
} from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFormat } from '../../language/format.ts';
import { preferences } from '../../language/preferences.ts';
import { useReplica } from '../../replica/hooks.tsx';
import { useUser } from '../../session/user.ts';
import { useGoodsName } from '../../ui/names.ts';
import { formatPhone } from '../../ui/phone-text.ts';
import type { NavPage } from '../nav.ts';
import { useSyncPanel } from '../sync/sync-panel-context.ts';

export type Hit = { id: string; label: string; note?: string; icon: ReactNode; run: () => void };
export type HitGroup = { title: string; hits: readonly Hit[] };

const EACH = 6; // Of one kind; more is a search in its own list.

/** The first few that match, without looking at the rest. */
function firstFew<T>(all: readonly T[], matches: (one: T) => boolean): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (!matches(one)) continue;
    found.push(one);
    if (found.length === EACH) break;
  }
  return found;
}

const shopText = (shop: RetailerDocument) =>
  `${shop.name}\n${shop.ownerName ?? ''}\n${shop.phone ?? ''}\n${shop.city}`.toLowerCase();

/** Orders, shops and goods of this device for a query; newest orders first. */
function find(reader: ReplicaReader, query: string) {
  const text = query.trim().toLowerCase();
  if (text.length < 2) return { orders: [], shops: [], goods: [] };
  const digits = text.replace(/[\s-]/g, '');
  const orders = reader
    .all('orders')
    .filter(
      (order) =>
        (order.orderNumber ?? '').toLowerCase().includes(digits) || order.retailer.name.toLowerCase().includes(text),
    );
  return {
    orders: orders.sort((a, b) => b.placedAt.localeCompare(a.placedAt)).slice(0, EACH),
    shops: firstFew(
      reader.all('retailers'),
      (shop) => shopText(shop).includes(text) || (digits.length > 3 && (shop.phone ?? '').includes(digits)),
    ),
    goods: firstFew(reader.all('products'), (good) =>
      [good.name, good.nameNe, good.sku, good.barcode ?? ''].some((name) => name.toLowerCase().includes(text)),
    ),
  };
}

export function usePaletteHits(query: string, pages: readonly NavPage[]): readonly HitGroup[] {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const user = useUser();
  const nameOf = useGoodsName();
  const { reader, syncNow } = useReplica();
  const { toggleColorScheme } = useMantineColorScheme();
  const panel = useSyncPanel();

  return useMemo(() => {
    const text = query.trim().toLowerCase();
    const go = (path: string) => () => void navigate(path);
    const found = find(reader, query);
    const has = (path: string) => pages.some((page) => page.path === path);
    const shopBase = user.role === 'FIELD_AGENT' ? '/shops' : '/credit';
    const orderPath = (id: string, retailerId: string) =>
      has('/orders') ? `/orders?order=${id}` : `/shops/${retailerId}?order=${id}`;
    const matching = (hits: Hit[]) => hits.filter((hit) => hit.label.toLowerCase().includes(text));
    return [
      {
        title: t('nav.orders'),
        hits: found.orders.map((order) => ({
          id: order.id,
          label: `${order.orderNumber ?? t('orders.unnumbered')} · ${order.retailer.name}`,
          note: `${t(`orderState.${order.state}`)} · ${format.money(order.totalPaisa)}`,
          icon: <IconClipboardList size={17} aria-hidden />,
          run: go(orderPath(order.id, order.retailerId)),
        })),
      },
      {
        title: t('nav.shops'),
        hits: (has(shopBase) ? found.shops : []).map((shop) => ({
          id: shop.id,
          label: shop.name,
          note: format.digits(shop.phone ? formatPhone(shop.phone) : shop.city),
          icon: <IconBuildingStore size={17} aria-hidden />,
          run: go(`${shopBase}/${shop.id}`),
        })),
      },
      {
        title: t('palette.goods'),
        hits: (has('/stock') ? found.goods : []).map((good) => ({
          id: good.id,
          label: nameOf(good),
          note: good.sku,
          icon: <IconBox size={17} aria-hidden />,
          run: go(`/stock?find=${encodeURIComponent(good.sku)}`),
        })),
      },
      {
        title: t('palette.pages'),
        hits: matching(
          pages.map(({ path, label, icon: Icon }) => ({
            id: path,
            label: t(`nav.${label}`),
            icon: <Icon size={17} aria-hidden />,
            run: go(path),
          })),
        ),
      },
      {
        title: t('palette.actions'),
        hits: matching([
          {
            id: 'language',
            label: t('palette.language'),
            icon: <IconLanguage size={17} aria-hidden />,
            run: () => preferences.setLanguage(preferences.get().language === 'en' ? 'ne' : 'en'),
          },
          {
            id: 'theme',
            label: t('palette.theme'),
            icon: <IconSunMoon size={17} aria-hidden />,
            run: () => toggleColorScheme(),
          },
          {
            id: 'sync-panel',
            label: t('sync.title'),
            icon: <IconListCheck size={17} aria-hidden />,
            run: () => panel?.open(),
          },
          { id: 'sync', label: t('sync.now'), icon: <IconRefresh size={17} aria-hidden />, run: () => syncNow() },
        ]),
      },
    ];
  }, [query, pages, t, format, navigate, user.role, nameOf, reader, syncNow, toggleColorScheme, panel]);
}
