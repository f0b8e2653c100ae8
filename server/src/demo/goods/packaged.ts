import { goodsOf } from './read-table.ts';

export const noodles = goodsOf(
  'Noodles & pasta',
  `
  WAIWAI-75G | Wai Wai Chicken Noodles 75G | वाइवाइ चिकेन चाउचाउ ७५ ग्राम | packet | 75 g | VAT | 18 | wai wai, waiwai, wai-wai, way way, wai wai chicken, वाइ वाइ, वाइवाइ, वाईवाई
  WAIWAI-VEG-75G | Wai Wai Veg Noodles 75G | वाइवाइ भेज चाउचाउ ७५ ग्राम | packet | 75 g | VAT | 18 | wai wai veg, waiwai veg, wai wai vegetable, वाइवाइ भेज
  WAIWAI-CARTON | Wai Wai Chicken Carton 30 | वाइवाइ चिकेन कार्टन (३० प्याकेट) | carton | 30 packet | VAT | 520 | wai wai carton, waiwai carton, wai wai peti, wai wai case, वाइवाइ कार्टन, वाइवाइ पेटी
  RARA-75G | Rara Noodles 75G | रारा चाउचाउ ७५ ग्राम | packet | 75 g | VAT | 20 | rara, raraa, rara chauchau, rara noodles, रारा, रारा चाउचाउ
  RARA-CARTON | Rara Noodles Carton 30 | रारा चाउचाउ कार्टन (३० प्याकेट) | carton | 30 packet | VAT | 580 | rara carton, rara peti, rara case, रारा कार्टन, रारा पेटी
  MAYOS-70G | Mayos Noodles 70G | मायोज चाउचाउ ७० ग्राम | packet | 70 g | VAT | 18 | mayos, mayoz, mayos chauchau, मायोज, मायोस
  TWOPM-80G | 2PM Noodles 80G | टु पिएम चाउचाउ ८० ग्राम | packet | 80 g | VAT | 20 | 2pm, 2 pm, two pm, 2pm akabare, टु पिएम, २ पिएम
  CURRENT-100G | Current Hot Noodles 100G | करेन्ट चाउचाउ १०० ग्राम | packet | 100 g | VAT | 45 | current noodles, current chauchau, karent, current hot, करेन्ट, करेन्ट चाउचाउ
  RUMPUM-55G | Rumpum Noodles 55G | रमपम चाउचाउ ५५ ग्राम | packet | 55 g | VAT | 12 | rumpum, rum pum, rampam, rumpam, रमपम
  PREETI-75G | Preeti Noodles 75G | प्रिती चाउचाउ ७५ ग्राम | packet | 75 g | VAT | 18 | preeti, priti, preeti chauchau, प्रिती, प्रीति
  RUCHEE-75G | Ru-Chee Noodles 75G | रुची चाउचाउ ७५ ग्राम | packet | 75 g | VAT | 16 | ruchee, ru chee, ruchi, रुची
  MAGGI-70G | Maggi Masala Noodles 70G | म्यागी मसला चाउचाउ ७० ग्राम | packet | 70 g | VAT | 25 | maggi, magi, maggie, maggi masala, म्यागी, मैगी
  CHOWMEIN-400G | Dry Chowmein 400G | सुक्खा चाउमिन ४०० ग्राम | packet | 400 g | VAT | 75 | chowmein, chaumin, chowmin, sukkha chaumin, चाउमिन
  THUKPA-400G | Thukpa Noodles 400G | थुक्पा ४०० ग्राम | packet | 400 g | VAT | 95 | thukpa, thupka, थुक्पा
  MACARONI-500G | Macaroni 500G | म्याकारोनी ५०० ग्राम | packet | 500 g | VAT | 110 | macaroni, makaroni, macroni, म्याकारोनी
  PASTA-500G | Pasta Penne 500G | पास्ता ५०० ग्राम | packet | 500 g | VAT | 125 | pasta, paasta, penne, पास्ता
  SPAGHETTI-500G | Spaghetti 500G | स्पागेटी ५०० ग्राम | packet | 500 g | VAT | 165 | spaghetti, spagetti, स्पागेटी
  PAPAD-200G | Papad 200G | पापड २०० ग्राम | packet | 200 g | VAT | 85 | papad, paapad, papar, lijjat, पापड
  `,
);

export const biscuits = goodsOf(
  'Biscuits & bakery',
  `
  PARLEG-80G | Parle-G Biscuit 80G | पार्ले जी बिस्कुट ८० ग्राम | packet | 80 g | VAT | 10 | parle g, parleg, parle-g, parle ji, पार्ले जी, पार्लेजी
  PARLEG-CARTON | Parle-G Carton 60 | पार्ले जी कार्टन (६० प्याकेट) | carton | 60 packet | VAT | 570 | parle g carton, parleg carton, parle g peti, पार्ले जी कार्टन
  MARIE-120G | Marie Biscuit 120G | मारी बिस्कुट १२० ग्राम | packet | 120 g | VAT | 28 | marie, mari biscuit, mary biscuit, marie gold, मारी बिस्कुट
  GOODDAY-75G | Good Day Butter 75G | गुड डे बटर बिस्कुट ७५ ग्राम | packet | 75 g | VAT | 24 | good day, goodday, gud de, good day biscuit, गुड डे
  DIGESTIVE-200G | Digestive Biscuit 200G | डाइजेस्टिभ बिस्कुट २०० ग्राम | packet | 200 g | VAT | 65 | digestive, dijestive, nebico digestive, डाइजेस्टिभ
  GLUCOSE-NEBICO-75G | Nebico Glucose Biscuit 75G | नेबिको ग्लुकोज बिस्कुट ७५ ग्राम | packet | 75 g | VAT | 14 | nebico, nebico glucose, glucose biscuit, glukoj biscuit, नेबिको, ग्लुकोज बिस्कुट
  ARROWROOT-150G | Thin Arrowroot Biscuit 150G | थिन एरोरुट बिस्कुट १५० ग्राम | packet | 150 g | VAT | 38 | arrowroot, thin arrowroot, araroot biscuit, एरोरुट
  COCONUT-CRUNCH-80G | Coconut Crunch Biscuit 80G | कोकोनट क्रन्च बिस्कुट ८० ग्राम | packet | 80 g | VAT | 22 | coconut crunch, coconut biscuit, nariwal biscuit, coconut cookies, कोकोनट बिस्कुट
  HIDENSEEK-100G | Hide & Seek 100G | हाइड एन्ड सिक १०० ग्राम | packet | 100 g | VAT | 55 | hide and seek, hide n seek, hide seek, हाइड एन्ड सिक
  OREO-45G | Oreo 45G | ओरियो ४५ ग्राम | packet | 45 g | VAT | 28 | oreo, orio, ओरियो
  BOURBON-60G | Bourbon Biscuit 60G | बोर्बन बिस्कुट ६० ग्राम | packet | 60 g | VAT | 22 | bourbon, borbon, बोर्बन
  MONACO-65G | Monaco Salted 65G | मोनाको बिस्कुट ६५ ग्राम | packet | 65 g | VAT | 20 | monaco, monako, nunilo biscuit, मोनाको
  KRACKJACK-60G | Krackjack 60G | क्र्याकज्याक ६० ग्राम | packet | 60 g | VAT | 18 | krackjack, krack jack, crackjack, क्र्याकज्याक
  FIFTYFIFTY-60G | 50-50 Biscuit 60G | फिफ्टी फिफ्टी बिस्कुट ६० ग्राम | packet | 60 g | VAT | 18 | 50-50, 50 50 biscuit, fifty fifty, फिफ्टी फिफ्टी
  TIGER-60G | Tiger Biscuit 60G | टाइगर बिस्कुट ६० ग्राम | packet | 60 g | VAT | 12 | tiger, tiger biscuit, taigar biscuit, टाइगर बिस्कुट
  RUSK-300G | Rusk Toast 300G | रस्क टोस्ट ३०० ग्राम | packet | 300 g | VAT | 95 | rusk, rask, toast biscuit, rusk toast, रस्क
  BREAD-400G | Sliced Bread 400G | पाउरोटी ४०० ग्राम | packet | 400 g | VAT | 60 | bread, pauroti, paauroti, pau roti, पाउरोटी
  DONUT-PACK | Doughnuts 4 Pieces | डोनट ४ वटा | packet | 4 piece | VAT | 60 | donut, doughnut, donat, डोनट
  CAKE-SLICE-30G | Slice Cake 30G | स्लाइस केक ३० ग्राम | piece | 30 g | VAT | 15 | slice cake, pastry slice, cake slice, केक
  `,
);

export const snacks = goodsOf(
  'Snacks & sweets',
  `
  LAYS-52G | Lays Chips 52G | लेज चिप्स ५२ ग्राम | packet | 52 g | VAT | 50 | lays, lays chips, lay's, lez chips, लेज
  KURKURE-70G | Kurkure Masala 70G | कुरकुरे मसला ७० ग्राम | packet | 70 g | VAT | 45 | kurkure, kurkura, kurkuray, कुरकुरे
  KURMURE-35G | Kurmure Snacks 35G | कुरमुरे ३५ ग्राम | packet | 35 g | VAT | 20 | kurmure, kurmura, कुरमुरे
  CHEESEBALLS-60G | Cheese Balls 60G | चिज बल ६० ग्राम | packet | 60 g | VAT | 45 | cheese ball, cheese balls, cheeseballs, chij bal, चिज बल
  TITOS-30G | Titos Corn Chips 30G | टिटोज ३० ग्राम | packet | 30 g | VAT | 20 | titos, titoz, tito, टिटोज
  BHUJIYA-200G | Bhujiya 200G | भुजिया २०० ग्राम | packet | 200 g | VAT | 100 | bhujiya, bhujia, haldiram bhujia, भुजिया
  DALMOTH-200G | Dalmoth 200G | दालमोठ २०० ग्राम | packet | 200 g | VAT | 95 | dalmoth, daalmoth, dalmot, दालमोठ
  CHANACHUR-200G | Chanachur 200G | चनाचुर २०० ग्राम | packet | 200 g | VAT | 90 | chanachur, mixture, namkin, चनाचुर
  PEANUT-500G | Raw Peanuts 500G | बदाम ५०० ग्राम | packet | 500 g | VAT | 130 | peanut, badam, baadam, mumfali, mungfali, बदाम, मुमफली
  PEANUT-SALTED-40G | Salted Peanuts 40G | नुनिलो बदाम ४० ग्राम | packet | 40 g | VAT | 25 | salted peanut, nunilo badam, bhuteko badam, नुनिलो बदाम
  POPCORN-100G | Popcorn Maize 100G | पपकर्न १०० ग्राम | packet | 100 g | VAT | 35 | popcorn, pop corn, papkorn, पपकर्न
  CASHEW-250G | Cashew Nuts 250G | काजु २५० ग्राम | packet | 250 g | VAT | 380 | kaju, kaaju, cashew, काजु
  RAISIN-250G | Raisins 250G | किसमिस २५० ग्राम | packet | 250 g | VAT | 170 | kismis, kishmish, raisin, किसमिस
  ALMOND-250G | Almonds 250G | कागजी बदाम २५० ग्राम | packet | 250 g | VAT | 390 | almond, kagaji badam, kagji badam, कागजी बदाम
  DAIRYMILK-24G | Cadbury Dairy Milk 24G | डेरी मिल्क २४ ग्राम | piece | 24 g | VAT | 32 | dairy milk, dairymilk, cadbury, deri milk, डेरी मिल्क, क्याडबरी
  KITKAT-18G | KitKat 18G | किटक्याट १८ ग्राम | piece | 18 g | VAT | 25 | kitkat, kit kat, kitket, किटक्याट
  MUNCH-20G | Munch 20G | मन्च २० ग्राम | piece | 20 g | VAT | 16 | munch, manch, मन्च
  FIVESTAR-20G | 5 Star 20G | फाइभ स्टार २० ग्राम | piece | 20 g | VAT | 16 | 5 star, 5star, five star, फाइभ स्टार
  LACTOFUN-JAR | Lacto Fun Jar 200 Pieces | ल्याक्टो फन जार २०० वटा | jar | 200 piece | VAT | 175 | lacto fun, lactofun, lakto fun, ल्याक्टो फन
  CENTERFRESH-JAR | Center Fresh Jar 170 Pieces | सेन्टर फ्रेस जार १७० वटा | jar | 170 piece | VAT | 240 | center fresh, centerfresh, centre fresh, सेन्टर फ्रेस
  MELODY-PACK | Melody Toffee 100 Pieces | मेलोडी चकलेट १०० वटा | packet | 100 piece | VAT | 150 | melody, melodi, melody toffee, मेलोडी
  LOLLIPOP-JAR | Lollipop Jar 100 Pieces | ललिपप जार १०० वटा | jar | 100 piece | VAT | 230 | lollipop, lolipop, lollypop, ललिपप
  TITAURA-100G | Titaura 100G | तितौरा १०० ग्राम | packet | 100 g | VAT | 60 | titaura, titora, lapsi titaura, तितौरा, लप्सी तितौरा
  `,
);
