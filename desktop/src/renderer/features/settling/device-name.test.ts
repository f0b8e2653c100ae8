import { expect, it } from 'vitest';
import { deviceName } from './device-name.ts';

it('calls a device as a person would', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
  expect(deviceName(chrome)).toBe('Chrome, Windows');
  // Cut where the server keeps no more of it.
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessC')).toBe(
    'Chrome, Linux',
  );
  expect(deviceName('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18 Safari/605.1.15')).toBe(
    'Safari, macOS',
  );
  expect(deviceName('Counter 2, Birendranagar')).toBe('Counter 2, Birendranagar');
});
