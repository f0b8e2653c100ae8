import { useEffect, useState } from 'react';
import style from './app.module.css';
import { Inspector } from './parts/inspector.tsx';
import { Phone } from './parts/phone.tsx';
import { Problem } from './parts/problem.tsx';
import { ShopList } from './parts/shop-list.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { type Columns, useScreen } from './state/screen.ts';
import { type Language, LanguageContext, rememberedLanguage, rememberLanguage } from './text/language.ts';

// A phone wants 400 px; what is left decides whether the sides start open. Both can be folded and unfolded by hand.
const hasRoomForWire = (phones: number) => window.innerWidth >= (phones < 3 ? 1_180 : 1_700);
const isShort = (phones: number) => window.innerWidth < (phones < 3 ? 900 : 1_500);

export function App() {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const screen = useScreen();
  const [isWireOpen, setWireOpen] = useState(() => hasRoomForWire(screen.phones.length));
  const [isCompact, setCompact] = useState(() => isShort(screen.phones.length));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const choose = (next: Language) => {
    rememberLanguage(next);
    setLanguage(next);
  };
  /** Three phones need the room: the sides fold away, and come back with fewer. */
  const setColumns = (columns: Columns) => {
    screen.setColumns(columns);
    setWireOpen(hasRoomForWire(columns));
    setCompact(isShort(columns));
  };
  const { phones } = screen;

  return (
    <LanguageContext.Provider value={language}>
      <div className={style.page} data-compact={isCompact} data-wire={isWireOpen}>
        <TopBar
          columns={phones.length}
          onColumns={setColumns}
          onLanguage={choose}
          isCompact={isCompact}
          onCompact={setCompact}
          isWireOpen={isWireOpen}
          onWire={setWireOpen}
        />
        <ShopList screen={screen} isCompact={isCompact} />
        <main className={style.stage} data-phones={phones.length}>
          {phones.map((phone, index) => (
            <Phone
              key={phone}
              phone={phone}
              isActive={index === screen.active}
              isAlone={phones.length === 1}
              onHold={() => screen.hold(index)}
              onClose={() => screen.close(phone)}
            />
          ))}
        </main>
        {isWireOpen && <Inspector phones={phones} onClose={() => setWireOpen(false)} />}
        <Problem />
      </div>
    </LanguageContext.Provider>
  );
}
