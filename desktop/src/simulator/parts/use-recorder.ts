import { useEffect, useRef, useState } from 'react';

export interface Recording {
  file: Blob;
  contentType: string;
  seconds: number;
}

// What WhatsApp carries, best first; the last is what every browser can do.
const TYPES = ['audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm;codecs=opus', 'audio/webm'];

/** The microphone, for one voice note at a time. */
export function useRecorder() {
  const [isOn, setOn] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [recording, setRecording] = useState<Recording | null>(null);
  const current = useRef<MediaRecorder | null>(null);

  useEffect(() => () => release(current.current), []);

  async function begin(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const contentType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? '';
    const recorder = new MediaRecorder(stream, contentType === '' ? {} : { mimeType: contentType });
    const chunks: Blob[] = [];
    const started = performance.now();
    recorder.ondataavailable = (event) => chunks.push(event.data);
    recorder.onstop = () => {
      release(recorder);
      const seconds = Math.max(1, Math.round((performance.now() - started) / 1_000));
      const type = (recorder.mimeType || 'audio/webm').replace(/;\s*/, '; ');
      setRecording({ file: new Blob(chunks, { type }), contentType: type, seconds });
      setOn(false);
    };
    current.current = recorder;
    recorder.start();
    setOn(true);
  }

  return {
    isOn,
    isRefused,
    recording,
    start() {
      setRecording(null);
      setRefused(false);
      begin().catch(() => setRefused(true));
    },
    stop: () => current.current?.stop(),
  };
}

function release(recorder: MediaRecorder | null): void {
  for (const track of recorder?.stream.getTracks() ?? []) track.stop();
}
