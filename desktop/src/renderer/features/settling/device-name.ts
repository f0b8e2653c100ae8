const browsers: readonly [sign: RegExp, name: string][] = [
  [/Electron\//, 'Khaacho Desktop'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|Headless/, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly [sign: RegExp, name: string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS/, 'macOS'],
  [/Linux|CrOS/, 'Linux'],
];

/** A device that calls itself by its browser's long signature, as a person would call it; any other name stays. */
export function deviceName(name: string): string {
  if (!name.startsWith('Mozilla/')) return name;
  const found = [browsers, systems].map((signs) => signs.find(([sign]) => sign.test(name))?.[1]);
  return found.filter((one) => one !== undefined).join(', ') || name;
}
