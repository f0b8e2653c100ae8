import { TextInput } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import { fileSize } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import style from './panels.module.css';
import { Sheet } from './sheet.tsx';

const MAX_BYTES = 16 * 1024 * 1024;

/** A file before it is sent: seen, captioned, or put away. */
export function FilePanel({
  phone,
  file,
  replyTo,
  onClose,
}: {
  phone: string;
  file: File;
  replyTo: string | null;
  onClose: () => void;
}) {
  const { t } = useWords();
  const [caption, setCaption] = useState('');
  const isImage = /^image\/(jpeg|png|webp|gif)$/.test(file.type);
  const isTooBig = file.size > MAX_BYTES;

  const send = () => {
    const contentType = file.type || 'application/octet-stream';
    attempt(
      api.attach(
        phone,
        { file, contentType, filename: isImage ? null : file.name, caption, voice: false, transcript: '' },
        replyTo,
      ),
    );
    onClose();
  };
  return (
    <Sheet title={isImage ? t('photo') : t('document')} isTall onClose={onClose}>
      <div className={style.preview}>
        {isImage ? (
          <Preview file={file} />
        ) : (
          <div>
            <strong>{file.name}</strong>
            <br />
            {fileSize(file.size)}
          </div>
        )}
      </div>
      {isTooBig && <p role="alert">{t('tooBig')}</p>}
      <form
        className={style.foot}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextInput
          value={caption}
          onChange={(event) => setCaption(event.currentTarget.value)}
          placeholder={t('caption')}
          aria-label={t('caption')}
          maxLength={1024}
          radius="xl"
          size="md"
        />
        <button
          type="submit"
          className={style.round}
          disabled={isTooBig}
          aria-label={t('send')}
          data-testid="send-file"
        >
          <IconSend2 size={21} />
        </button>
      </form>
    </Sheet>
  );
}

/** The picture itself, as an address that lives as long as it is shown. */
function Preview({ file }: { file: File }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(file);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return <img ref={image} alt={file.name} />;
}
