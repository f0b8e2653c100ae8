import { Textarea } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled, IconSend2 } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import { useWords } from '../text/language.ts';
import style from './panels.module.css';
import { Sheet } from './sheet.tsx';
import { useRecorder } from './use-recorder.ts';

// A calm speaker says about two words a second.
const WORDS_PER_SECOND = 2;

/** A voice note: spoken into the microphone or only written, with the words kept in the file for the transcriber. */
export function VoicePanel({
  phone,
  replyTo,
  onClose,
}: {
  phone: string;
  replyTo: string | null;
  onClose: () => void;
}) {
  const { t } = useWords();
  // A first try needs no typing: the sample stands there, selected, and gives way to the first key.
  const [words, setWords] = useState<string>(t('voiceSample'));
  const recorder = useRecorder();
  const { recording } = recorder;

  const send = () => {
    const transcript = words.trim();
    if (recording) {
      const { file, contentType } = recording;
      attempt(api.attach(phone, { file, contentType, filename: null, caption: '', voice: true, transcript }, replyTo));
    } else {
      const seconds = Math.min(60, Math.max(2, Math.ceil(transcript.split(/\s+/).length / WORDS_PER_SECOND)));
      attempt(api.voice(phone, transcript, seconds));
    }
    onClose();
  };
  return (
    <Sheet title={t('voiceTitle')} text={t('voiceText')} onClose={onClose}>
      <Textarea
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        placeholder={t('voiceText')}
        aria-label={t('voiceText')}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={2_000}
        size="md"
        data-testid="transcript"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={style.foot}>
        <div className={style.recorder}>
          <button
            type="button"
            className={style.record}
            data-on={recorder.isOn}
            onClick={recorder.isOn ? recorder.stop : recorder.start}
          >
            {recorder.isOn ? <IconPlayerStopFilled size={18} /> : <IconMicrophone size={18} stroke={1.8} />}
            {recorder.isOn ? t('stop') : recording ? t('recordAgain') : t('record')}
          </button>
          {recording && t('recorded', { seconds: String(recording.seconds) })}
          {recorder.isRefused && <span role="alert">{t('noMicrophone')}</span>}
        </div>
        <button
          type="button"
          className={style.round}
          disabled={recorder.isOn || (words.trim() === '' && !recording)}
          aria-label={t('send')}
          data-testid="send-voice"
          onClick={send}
        >
          <IconSend2 size={21} />
        </button>
      </div>
    </Sheet>
  );
}
