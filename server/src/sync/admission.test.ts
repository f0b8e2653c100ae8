import { describe, expect, it } from 'vitest';
import { createAdmission } from './admission.ts';

function house(places = 4, perDevice = 2) {
  let now = 0;
  const admission = createAdmission({ places, perDevice, now: () => now });
  const enter = (device: string) => {
    const answer = admission.enter(device);
    return 'leave' in answer ? answer : answer.retryAfterMs;
  };
  return { admission, enter, pass: (ms: number) => void (now += ms) };
}

describe('admission', () => {
  it('takes in as many as there are places, and one device not more than its share', () => {
    const { enter, admission } = house();
    expect([enter('a'), enter('a')].every((one) => typeof one === 'object')).toBe(true);
    expect(enter('a')).toBeTypeOf('number');
    const last = [enter('b'), enter('c')].at(-1);
    expect(enter('d')).toBeTypeOf('number');
    expect(admission.inside).toBe(4);
    if (typeof last === 'object') last.leave();
    expect(enter('d')).toBeTypeOf('object');
  });

  it('gives who is sent away a time of his own, at the speed at which places become free', () => {
    const { enter, pass } = house();
    for (let round = 0; round < 40; round += 1) {
      const inside = ['a', 'b', 'c', 'd'].map(enter);
      pass(2_000);
      for (const one of inside) if (typeof one === 'object') one.leave();
    }
    for (const device of ['a', 'b', 'c', 'd']) enter(device);
    const told = Array.from({ length: 8 }, (_, n) => Number(enter(`late-${n}`)));
    const apart = told.slice(1).map((ms, n) => ms - (told[n] ?? 0));
    // Four places, two seconds each: one becomes free every half second, the first of those sent away after half the line.
    for (const ms of apart) expect(ms).toBeCloseTo(500, -1);
    expect(told[0]).toBeCloseTo(1_500, -2);
  });

  it('never asks for less than a quarter of a second or more than twenty', () => {
    const { enter, pass } = house(1, 1);
    const quick = enter('a');
    if (typeof quick === 'object') quick.leave();
    for (let round = 0; round < 60; round += 1) {
      const one = enter('a');
      if (typeof one === 'object') one.leave();
    }
    enter('a');
    expect(enter('b')).toBe(250);
    pass(60_000);
    expect(Array.from({ length: 2_000 }, (_, n) => enter(`c${n}`)).every((ms) => Number(ms) <= 20_000)).toBe(true);
  });
});
