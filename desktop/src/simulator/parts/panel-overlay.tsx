import type { Panel } from './composer.tsx';
import { FilePanel } from './file-panel.tsx';
import { ListPanel } from './list-panel.tsx';
import { LocationPanel } from './location-panel.tsx';
import { PaperPanel } from './paper-panel.tsx';
import { VoicePanel } from './voice-panel.tsx';

interface Props {
  phone: string;
  panel: Panel;
  replyTo: string | null;
  onClose: () => void;
}

export function PanelOverlay({ phone, panel, replyTo, onClose }: Props) {
  switch (panel.kind) {
    case 'file':
      return <FilePanel phone={phone} file={panel.file} replyTo={replyTo} onClose={onClose} />;
    case 'paper':
      return <PaperPanel phone={phone} replyTo={replyTo} onClose={onClose} />;
    case 'voice':
      return <VoicePanel phone={phone} replyTo={replyTo} onClose={onClose} />;
    case 'location':
      return <LocationPanel phone={phone} onClose={onClose} />;
    case 'list':
      return <ListPanel phone={phone} message={panel.message} onClose={onClose} />;
  }
}
