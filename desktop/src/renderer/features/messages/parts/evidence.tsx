import type { MessageMedia, MessageReading } from '@khaacho/shared/messages/contract.ts';
import { IconFileText, IconMicrophone, IconPhoto, IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncPanel } from '../../../app/sync/sync-panel-context.ts';
import { useFormat } from '../../../language/format.ts';
import { useFile } from '../../../session/media.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from './evidence.module.css';

/** A photo or voice note as it came. It lies on the server only: without a connection that is what is said. */
export function Evidence({ media }: { media: MessageMedia }) {
  const { t } = useTranslation();
  const offline = useSyncPanel()?.offlineSince ?? null;
  const file = useFile(media.sha256, offline);
  const [large, setLarge] = useState(false);
  const voice = media.kind === 'VOICE';
  if (file.kind !== 'done')
    return (
      <div className={classes.waiting} data-voice={voice} data-testid={`evidence-${file.kind}`}>
        {file.kind === 'gone' ? (
          <IconPhotoOff size={20} aria-hidden />
        ) : voice ? (
          <IconMicrophone size={20} aria-hidden />
        ) : (
          <IconPhoto size={20} aria-hidden />
        )}
        {t(`inbox.file.${file.kind}`)}
      </div>
    );
  if (voice)
    return (
      // biome-ignore lint/a11y/useMediaCaption: what was heard stands below it
      <audio className={classes.voice} src={file.url} controls preload="metadata" data-testid="evidence-voice" />
    );
  if (!media.contentType.startsWith('image/'))
    return (
      <a className={classes.file} href={file.url} target="_blank" rel="noreferrer">
        <IconFileText size={20} aria-hidden />
        {t('inbox.file.open')}
      </a>
    );
  return (
    <>
      <button
        type="button"
        className={classes.photo}
        onClick={() => setLarge(true)}
        aria-label={t('inbox.file.larger')}
      >
        <img src={file.url} alt={t('messageKind.IMAGE')} data-testid="evidence-photo" />
      </button>
      {large ? (
        <Dialog title={t('messageKind.IMAGE')} onClose={() => setLarge(false)} width={960}>
          <img className={classes.large} src={file.url} alt={t('messageKind.IMAGE')} />
        </Dialog>
      ) : null}
    </>
  );
}

/** What the machine made of it, with how sure it was. */
export function ReadOff({ reading, voice }: { reading: MessageReading; voice: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (reading.failure) return <p className={classes.unread}>{t(`readingFailure.${reading.failure}`)}</p>;
  return (
    <div className={classes.read}>
      <div className={classes.readHead}>{t(voice ? 'inbox.heard' : 'inbox.readOff')}</div>
      {reading.lines.map(({ text, confidence }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one reading never change places
        <div key={index} className={classes.line} data-unsure={confidence < 0.8}>
          <span>{text}</span>
          <span className="k-num">{format.percent(confidence)}</span>
        </div>
      ))}
    </div>
  );
}
