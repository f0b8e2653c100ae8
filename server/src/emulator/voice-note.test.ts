import { describe, expect, it } from 'vitest';
import { readTranscript, tagRecording, writeVoiceNote } from './voice-note.ts';

describe('voice notes', () => {
  it('carry their transcript through', () => {
    for (const words of ['दस किलो चामल र पाँच किलो दाल', 'rice ten', 'x'.repeat(1_500)]) {
      expect(readTranscript(writeVoiceNote(words, 4))).toBe(words);
    }
  });

  it('are whole Ogg pages that begin and end the stream', () => {
    const note = writeVoiceNote('hi', 12);
    const flags: number[] = [];
    let at = 0;
    while (at < note.length) {
      expect(note.subarray(at, at + 4).toString()).toBe('OggS');
      flags.push(note.readUInt8(at + 5));
      const segments = note.readUInt8(at + 26);
      const lacing = note.subarray(at + 27, at + 27 + segments);
      at += 27 + segments + lacing.reduce((sum, each) => sum + each, 0);
    }
    expect(at).toBe(note.length);
    expect(flags).toEqual([2, 0, 0, 0, 4]);
  });

  it('made by a microphone get their words behind the sound', () => {
    const recording = Buffer.from('1a45dfa3deadbeef', 'hex');
    expect(readTranscript(recording)).toBeNull();
    expect(tagRecording(recording, '')).toBe(recording);
    expect(readTranscript(tagRecording(recording, 'नमस्ते'))).toBe('नमस्ते');
  });

  it('cut off in the middle of the comments hold no transcript', () => {
    const note = writeVoiceNote('hello', 1);
    expect(readTranscript(note.subarray(0, note.indexOf('OpusTags') + 10))).toBeNull();
  });
});
