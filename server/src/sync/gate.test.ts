import { describe, expect, it } from 'vitest';
import { createGate, createLanes } from './gate.ts';

/** Work that ends when it is told to, and says when it begins. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)?.();
    await turn();
  };
  return { begun, work, end, turn };
}

describe('a gate', () => {
  it('lets so many work at a time, the others in the order they came, a failing one too', async () => {
    const { begun, work, end, turn } = held();
    const gate = createGate(2);
    const all = ['a', 'b', 'c', 'd'].map((name) => gate(work(name)));
    const failing = gate(() => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    await turn();
    expect(begun).toEqual(['a', 'b']);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    await end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(await failing).toBe('no');
    expect(await gate(() => Promise.resolve('open'))).toBe('open');
  });
});

describe('lanes', () => {
  it('work one after the other per key and side by side over keys, past a failure', async () => {
    const { begun, work, end, turn } = held();
    const lanes = createLanes();
    const failing = lanes('x', () => Promise.reject(new Error('no')));
    const all = [lanes('x', work('x1')), lanes('x', work('x2')), lanes('y', work('y1'))];
    await expect(failing).rejects.toThrow('no');
    await turn();
    expect(begun.toSorted()).toEqual(['x1', 'y1']);
    await end('x1');
    expect(begun.toSorted()).toEqual(['x1', 'x2', 'y1']);
    await end('x2');
    await end('y1');
    expect(await Promise.all(all)).toEqual(['x1', 'x2', 'y1']);
  });
});
