import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.ts';

type Place = { leave(): void };

function house(places = 8, perDevice = 2) {
  let now = 0;
  let devices = 0;
  const admission = createAdmission({ places, perDevice, now: () => now });
  const enter = (device: string): Place | number => {
    const answer = admission.enter(device);
    return 'leave' in answer ? answer : answer.retryAfterMs;
  };
  /** As long as there is room somebody comes; every `everyMs` the first in line is done. Ends full. */
  const busy = (everyMs: number, times = 200) => {
    const line: Place[] = [];
    const fill = () => {
      for (let place = enter(`device-${++devices}`); typeof place === 'object'; place = enter(`device-${++devices}`))
        line.push(place);
    };
    for (let n = 0; n < times; n += 1) {
      fill();
      now += everyMs;
      line.shift()?.leave();
    }
    fill();
    return line;
  };
  return { admission, enter, busy, pass: (ms: number) => void (now += ms) };
}

describe('admission', () => {
  it('takes in as many as there are places, and one device not more than its share', () => {
    const { enter, admission } = house(4);
    expect([enter('a'), enter('a')].every((one) => typeof one === 'object')).toBe(true);
    expect(enter('a')).toBeTypeOf('number');
    const last = [enter('b'), enter('c')].at(-1);
    expect(enter('d')).toBeTypeOf('number');
    expect(admission.inside).toBe(4);
    if (typeof last === 'object') last.leave();
    expect(enter('d')).toBeTypeOf('object');
  });

  it('gives who is sent away a time of his own, at the speed at which places become free', () => {
    const { enter, busy, pass } = house();
    busy(500);
    pass(60_000);
    const told = Array.from({ length: 8 }, (_, n) => Number(enter(`late-${n}`)));
    const apart = told.slice(1).map((ms, n) => ms - (told[n] ?? 0));
    // Eight places, one becomes free every half second: the first comes after half the line.
    for (const ms of apart) expect(Math.abs(ms - 500)).toBeLessThan(60);
    expect(Math.abs((told[0] ?? 0) - 2_500)).toBeLessThan(300);
  });

  it('takes in fewer where it goes slowly, so that all of them are answered in time, and more when it is better', () => {
    const { admission, busy } = house(48);
    const first = busy(10);
    expect(admission.inside).toBe(48);
    for (const place of first) place.leave();
    const slow = busy(1_000);
    expect(admission.inside).toBeLessThan(12);
    expect(admission.inside).toBeGreaterThan(4);
    for (const place of slow) place.leave();
    busy(10, 600);
    expect(admission.inside).toBe(48);
  });

  it('never asks for less than a quarter of a second or more than thirty', () => {
    const { enter, busy, pass } = house(8);
    busy(1);
    pass(60_000);
    expect(enter('b')).toBe(250);
    expect(Array.from({ length: 4_000 }, (_, n) => enter(`c${n}`)).every((ms) => Number(ms) <= 30_000)).toBe(true);
  });
});
