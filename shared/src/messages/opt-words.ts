/**
 * STOP and START as people write them. CANCEL, END, QUIT and YES are not among them, though carriers take them so:
 * here CANCEL drops a draft and YES confirms one.
 */
const OUT =
  /^(?:stop|stop all|stopall|unsubscribe|opt ?out|roknuhos|rokka|banda garnuhos|रोक्नुहोस्|रोक|रोक्का|बन्द गर्नुहोस्|बन्द)$/;
const IN = /^(?:start|unstop|subscribe|opt ?in|suru garnuhos|सुरु|सुरु गर्नुहोस्|शुरु गर्नुहोस्)$/;

/** What a message that is nothing but the keyword asks; null for everything else. */
export function optWord(text: string): 'OUT' | 'IN' | null {
  const plain = text
    .normalize('NFKC')
    .replace(/["'“”‘’.!।]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  if (OUT.test(plain)) return 'OUT';
  return IN.test(plain) ? 'IN' : null;
}
