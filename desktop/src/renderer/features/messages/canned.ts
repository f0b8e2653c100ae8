import type { Language } from '@khaacho/shared/kernel/language.ts';

/** Answers that fit often, each in both languages: a shop reads its own, whatever the desk is set to. */
export const cannedAnswers = {
  looking: {
    en: 'Thank you for telling us. We are looking into it and will write to you today.',
    ne: 'खबर गर्नुभएकोमा धन्यवाद। हामी हेर्दैछौँ, आजै जवाफ दिन्छौँ।',
  },
  sorry: {
    en: 'We are sorry about this. Please send us a photo of the goods, so that we can put it right.',
    ne: 'असुविधाका लागि माफ गर्नुहोस्। सामानको फोटो पठाइदिनुहोस्, हामी मिलाइदिन्छौँ।',
  },
  call: {
    en: 'We will call you shortly.',
    ne: 'हामी तपाईंलाई एकैछिनमा फोन गर्छौँ।',
  },
  howMany: {
    en: 'Which goods and how many of each do you need? Please write one good on each line.',
    ne: 'कुन सामान कति चाहियो? कृपया एउटा लाइनमा एउटा सामान लेख्नुहोस्।',
  },
  paid: {
    en: 'Thank you. As soon as the payment is in our books, you get a receipt here.',
    ne: 'धन्यवाद। भुक्तानी खातामा चढ्नेबित्तिकै यहीँ रसिद आउँछ।',
  },
  typeIt: {
    en: 'We could not read this. Please send the photo once more in good light, or type the list.',
    ne: 'यो पढ्न सकिएन। उज्यालोमा फोटो खिचेर फेरि पठाउनुहोस्, वा लेखेर पठाउनुहोस्।',
  },
} as const satisfies Record<string, Record<Language, string>>;
export type CannedName = keyof typeof cannedAnswers;
export const cannedNames = Object.keys(cannedAnswers) as CannedName[];
