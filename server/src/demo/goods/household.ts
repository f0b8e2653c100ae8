import { goodsOf } from './read-table.ts';

export const personalCare = goodsOf(
  'Soap & personal care',
  `
  LIFEBUOY-100G | Lifebuoy Soap 100G | लाइफब्वाइ साबुन १०० ग्राम | piece | 100 g | VAT | 48 | lifebuoy, lifeboy, laifboy, lifebuoy sabun, लाइफब्वाइ, लाइफब्वाइ साबुन
  LUX-100G | Lux Soap 100G | लक्स साबुन १०० ग्राम | piece | 100 g | VAT | 58 | lux, laks, lux sabun, lux soap, लक्स, लक्स साबुन
  DETTOL-SOAP-75G | Dettol Soap 75G | डिटोल साबुन ७५ ग्राम | piece | 75 g | VAT | 55 | dettol soap, dettol sabun, detol sabun, डिटोल साबुन
  DOVE-75G | Dove Soap 75G | डोभ साबुन ७५ ग्राम | piece | 75 g | VAT | 95 | dove, dov sabun, dove sabun, dove soap, डोभ साबुन
  SANTOOR-100G | Santoor Soap 100G | सन्तुर साबुन १०० ग्राम | piece | 100 g | VAT | 52 | santoor, santur, santoor sabun, सन्तुर साबुन
  HANDWASH-200ML | Hand Wash 200ML | ह्यान्डवास २०० मिलि | bottle | 200 ml | VAT | 135 | hand wash, handwash, hat dhune, ह्यान्डवास
  DETTOL-100ML | Dettol Antiseptic 100ML | डिटोल १०० मिलि | bottle | 100 ml | VAT | 105 | dettol, detol, dettol liquid, डिटोल
  COLGATE-100G | Colgate Toothpaste 100G | कोलगेट मन्जन १०० ग्राम | piece | 100 g | VAT | 110 | colgate, kolgate, colget, toothpaste, tooth paste, manjan, कोलगेट, मन्जन
  CLOSEUP-80G | Close-Up Toothpaste 80G | क्लोजअप मन्जन ८० ग्राम | piece | 80 g | VAT | 100 | closeup, close up, close-up, klozap, क्लोजअप
  DABURRED-100G | Dabur Red Toothpaste 100G | डाबर रेड मन्जन १०० ग्राम | piece | 100 g | VAT | 105 | dabur red, dabar red, lal manjan, डाबर रेड
  SENSODYNE-70G | Sensodyne Toothpaste 70G | सेन्सोडाइन मन्जन ७० ग्राम | piece | 70 g | VAT | 190 | sensodyne, sensodine, सेन्सोडाइन
  TOOTHBRUSH-PC | Toothbrush | दाँत माझ्ने ब्रस | piece | 1 piece | VAT | 30 | toothbrush, tooth brush, brush, daant majhne brush, ब्रस
  TOOTHBRUSH-DOZEN | Toothbrush Dozen | दाँत माझ्ने ब्रस दर्जन | dozen | 12 piece | VAT | 330 | toothbrush dozen, brush darjan, brush dozen, ब्रस दर्जन
  CLINICPLUS-STRIP | Clinic Plus Sachet Strip 16 | क्लिनिक प्लस स्यासे १६ वटा | strip | 16 piece | VAT | 42 | clinic plus, clinicplus, clinic plus sachet, shampoo sachet, syampu sachet, क्लिनिक प्लस
  SUNSILK-180ML | Sunsilk Shampoo 180ML | सनसिल्क स्याम्पु १८० मिलि | bottle | 180 ml | VAT | 230 | sunsilk, sansilk, sunsilk shampoo, सनसिल्क
  HEADSHOULDERS-180ML | Head & Shoulders 180ML | हेड एन्ड सोल्डर्स १८० मिलि | bottle | 180 ml | VAT | 310 | head and shoulders, head shoulder, h&s shampoo, हेड एन्ड सोल्डर्स
  PANTENE-180ML | Pantene Shampoo 180ML | प्यान्टिन स्याम्पु १८० मिलि | bottle | 180 ml | VAT | 290 | pantene, pantin, pantene shampoo, प्यान्टिन
  PARACHUTE-200ML | Parachute Coconut Oil 200ML | प्याराशुट नरिवलको तेल २०० मिलि | bottle | 200 ml | VAT | 175 | parachute, parasut, nariwal tel, coconut oil, hair oil, प्याराशुट, नरिवलको तेल
  DABURAMLA-180ML | Dabur Amla Hair Oil 180ML | डाबर अमला तेल १८० मिलि | bottle | 180 ml | VAT | 190 | dabur amla, amla tel, amla hair oil, डाबर अमला, अमला तेल
  NAVRATNA-100ML | Navratna Oil 100ML | नवरत्न तेल १०० मिलि | bottle | 100 ml | VAT | 115 | navratna, nabaratna, nawratna tel, नवरत्न तेल
  GLOWLOVELY-50G | Glow & Lovely 50G | ग्लो एन्ड लभ्ली ५० ग्राम | piece | 50 g | VAT | 185 | glow and lovely, fair and lovely, fair lovely, ग्लो एन्ड लभ्ली, फेयर एन्ड लभ्ली
  VASELINE-50G | Vaseline Jelly 50G | भ्यासलिन ५० ग्राम | piece | 50 g | VAT | 95 | vaseline, vesline, bhaslin, भ्यासलिन
  NIVEA-100ML | Nivea Cream 100ML | निभिया क्रिम १०० मिलि | piece | 100 ml | VAT | 260 | nivea, nivia, nivea cream, निभिया
  BOROPLUS-40ML | Boro Plus Cream 40ML | बोरो प्लस क्रिम ४० मिलि | piece | 40 ml | VAT | 85 | boroplus, boro plus, boroline, बोरो प्लस
  WHISPER-8 | Whisper Pads 8 Pieces | ह्विस्पर प्याड ८ वटा | packet | 8 piece | VAT | 95 | whisper, wisper, pad, sanitary pad, ह्विस्पर, प्याड
  STAYFREE-8 | Stayfree Pads 8 Pieces | स्टेफ्री प्याड ८ वटा | packet | 8 piece | VAT | 85 | stayfree, stay free, stayfree pad, स्टेफ्री
  PAMPERS-M-9 | Pampers Diapers M 9 Pieces | प्याम्पर्स डाइपर एम ९ वटा | packet | 9 piece | VAT | 230 | pampers, pamper, diaper, daiper, प्याम्पर्स, डाइपर
  CERELAC-350G | Cerelac Wheat 350G | सेरेल्याक ३५० ग्राम | packet | 350 g | VAT | 420 | cerelac, sarelac, serelac, lito, सेरेल्याक
  GILLETTE-GUARD | Gillette Guard Razor | जिलेट गार्ड रेजर | piece | 1 piece | VAT | 45 | gillette, jilet, razor, gillette guard, dari katne, जिलेट, रेजर
  COTTON-100G | Cotton Roll 100G | कपास १०० ग्राम | packet | 100 g | VAT | 75 | cotton, kapas, kapaas, कपास
  `,
);

export const cleaning = goodsOf(
  'Laundry & cleaning',
  `
  WHEEL-500G | Wheel Detergent 500G | ह्विल सर्फ ५०० ग्राम | packet | 500 g | VAT | 75 | wheel, wheel powder, wil powder, wheel surf, ह्विल
  WHEEL-BAR-125G | Wheel Laundry Bar 125G | ह्विल साबुन १२५ ग्राम | piece | 125 g | VAT | 18 | wheel bar, wheel sabun, luga dhune sabun, laundry soap, लुगा धुने साबुन, ह्विल साबुन
  SURFEXCEL-500G | Surf Excel 500G | सर्फ एक्सेल ५०० ग्राम | packet | 500 g | VAT | 140 | surf excel, surfexcel, surf eksel, सर्फ एक्सेल
  SURF-1KG | Detergent Powder 1KG | सर्फ पाउडर १ केजी | packet | 1000 g | VAT | 130 | surf, sarf, detergent, washing powder, luga dhune powder, सर्फ, सर्फ पाउडर
  TIDE-500G | Tide Detergent 500G | टाइड ५०० ग्राम | packet | 500 g | VAT | 115 | tide, taid, tide powder, टाइड
  RIN-BAR-250G | Rin Bar 250G | रिन साबुन २५० ग्राम | piece | 250 g | VAT | 45 | rin, rin bar, rin sabun, रिन, रिन साबुन
  GHADI-500G | Ghadi Detergent 500G | घडी सर्फ ५०० ग्राम | packet | 500 g | VAT | 70 | ghadi, ghari powder, ghadi surf, घडी सर्फ
  OKSOAP-200G | OK Laundry Soap 200G | ओके साबुन २०० ग्राम | piece | 200 g | VAT | 32 | ok soap, ok sabun, oke sabun, ओके साबुन
  VIM-BAR-200G | Vim Bar 200G | भिम बार २०० ग्राम | piece | 200 g | VAT | 35 | vim, vim bar, bhim bar, bhada majhne sabun, भिम, भिम बार
  VIM-LIQUID-250ML | Vim Liquid 250ML | भिम लिक्विड २५० मिलि | bottle | 250 ml | VAT | 95 | vim liquid, vim gel, bhim liquid, dishwash, भिम लिक्विड
  EXO-BAR-200G | Exo Bar 200G | एक्सो बार २०० ग्राम | piece | 200 g | VAT | 34 | exo, exo bar, ekso, एक्सो
  SCRUBBER-PC | Steel Scrubber | जुना (स्टिल) | piece | 1 piece | VAT | 15 | scrubber, juna, steel juna, iskrabar, जुना
  HARPIC-500ML | Harpic 500ML | हार्पिक ५०० मिलि | bottle | 500 ml | VAT | 165 | harpic, harpik, toilet cleaner, हार्पिक
  LIZOL-500ML | Lizol Floor Cleaner 500ML | लाइजोल ५०० मिलि | bottle | 500 ml | VAT | 195 | lizol, laizol, floor cleaner, लाइजोल
  PHENYL-1L | Phenyl 1L | फिनेल १ लिटर | bottle | 1000 ml | VAT | 120 | phenyl, finel, phenol, phinel, फिनेल
  BLEACH-500G | Bleaching Powder 500G | ब्लिचिङ पाउडर ५०० ग्राम | packet | 500 g | VAT | 60 | bleach, bleaching, bleaching powder, ब्लिचिङ
  COMFORT-200ML | Comfort Fabric Softener 200ML | कम्फर्ट २०० मिलि | bottle | 200 ml | VAT | 90 | comfort, komfort, fabric softener, कम्फर्ट
  BROOM-PC | Grass Broom | अम्रिसो कुचो | piece | 1 piece | VAT | 90 | broom, kucho, amriso kucho, jhadu, कुचो, झाडु
  `,
);

export const household = goodsOf(
  'Household',
  `
  MATCHES-10 | Matches Packet 10 Boxes | सलाई प्याकेट १० बट्टा | packet | 10 box | VAT | 22 | match, matches, matchbox, salai, salaai, machis, सलाई
  MATCHES-CARTON | Matches Carton 60 Packets | सलाई कार्टन (६० प्याकेट) | carton | 60 packet | VAT | 1260 | matches carton, salai carton, salai peti, सलाई कार्टन
  LIGHTER-PC | Gas Lighter | लाइटर | piece | 1 piece | VAT | 20 | lighter, laitar, laiter, लाइटर
  CANDLE-6 | Candles 6 Pieces | मैनबत्ती ६ वटा | packet | 6 piece | VAT | 50 | candle, candles, mainbatti, mombatti, main batti, मैनबत्ती
  DHOOP-PACK | Incense Sticks Packet | धुप प्याकेट | packet | 20 piece | VAT | 30 | dhup, dhoop, agarbatti, incense, धुप, अगरबत्ती
  CAMPHOR-20G | Camphor 20G | कपुर २० ग्राम | packet | 20 g | VAT | 45 | kapur, kapoor, camphor, कपुर
  COIL-10 | Mosquito Coil 10 Pieces | लामखुट्टे धुप १० वटा | packet | 10 piece | VAT | 55 | mosquito coil, coil, lamkhutte dhup, kachuwa chhap, लामखुट्टे धुप
  GOODKNIGHT-REFILL | Good Knight Refill | गुड नाइट रिफिल | piece | 45 ml | VAT | 135 | good knight, goodnight refill, good night, गुड नाइट
  BATTERY-AA-PAIR | AA Battery Pair | पेन्सिल ब्याट्री जोडी | packet | 2 piece | VAT | 45 | battery, byatri, pencil battery, aa battery, pencil cell, ब्याट्री, पेन्सिल ब्याट्री
  BULB-9W | LED Bulb 9W | एलइडी बल्ब ९ वाट | piece | 1 piece | VAT | 120 | bulb, balb, led bulb, chim, बल्ब, चिम
  FOIL-9M | Aluminium Foil 9M | आल्मुनियम फोइल ९ मिटर | piece | 9 m | VAT | 120 | foil, aluminium foil, foil paper, फोइल
  TISSUE-100 | Tissue Paper 100 Pulls | टिस्यु पेपर १०० | packet | 100 sheet | VAT | 55 | tissue, tisu, tissue paper, napkin, टिस्यु
  TOILETROLL-PC | Toilet Paper Roll | ट्वाइलेट पेपर रोल | piece | 1 piece | VAT | 35 | toilet paper, toilet roll, toilet tissue, ट्वाइलेट पेपर
  CUP-PAPER-50 | Paper Cups 50 Pieces | कागजको कप ५० वटा | packet | 50 piece | VAT | 70 | paper cup, kagaj ko cup, paper glass, कागजको कप
  PLATE-DUNA-50 | Leaf Plates 50 Pieces | दुना टपरी ५० वटा | packet | 50 piece | VAT | 90 | duna, tapari, duna tapari, leaf plate, दुना टपरी
  RUBBERBAND-100G | Rubber Bands 100G | रबर ब्यान्ड १०० ग्राम | packet | 100 g | VAT | 60 | rubber band, rabar band, रबर ब्यान्ड
  ROPE-10M | Nylon Rope 10M | डोरी १० मिटर | piece | 10 m | VAT | 85 | rope, dori, doree, nylon rope, डोरी
  LOCK-50MM | Padlock 50MM | ताल्चा ५० मिमि | piece | 1 piece | VAT | 220 | lock, talcha, taalcha, padlock, ताल्चा
  GARBAGEBAG-30 | Garbage Bags 30 Pieces | फोहोर झोला ३० वटा | packet | 30 piece | VAT | 110 | garbage bag, dustbin bag, fohor jhola, फोहोर झोला
  `,
);

export const stationery = goodsOf(
  'Stationery',
  `
  COPY-100P | Exercise Book 100 Pages | कापी १०० पाना | piece | 100 page | VAT | 50 | copy, kapi, kaapi, exercise book, notebook, कापी
  COPY-DOZEN | Exercise Book Dozen | कापी दर्जन | dozen | 12 piece | VAT | 570 | copy dozen, kapi darjan, kapi dozen, notebook dozen, कापी दर्जन
  PEN-BLUE-PC | Ball Pen Blue | निलो कलम | piece | 1 piece | VAT | 10 | pen, kalam, dot pen, ball pen, blue pen, कलम, डटपेन
  PEN-BOX-50 | Ball Pen Blue Box 50 | निलो कलम बट्टा (५० वटा) | box | 50 piece | VAT | 430 | pen box, kalam box, dot pen box, कलम बट्टा
  PENCIL-10 | Pencils 10 Pieces | सिसाकलम १० वटा | packet | 10 piece | VAT | 70 | pencil, pensil, sisakalam, sisa kalam, सिसाकलम, पेन्सिल
  ERASER-PC | Eraser | इरेजर | piece | 1 piece | VAT | 6 | eraser, rubber, irejar, metaune rabar, इरेजर
  SHARPENER-PC | Sharpener | कटर | piece | 1 piece | VAT | 8 | sharpener, katar, cutter, sarpener, कटर
  GEOMETRY-BOX | Geometry Box | ज्यामिति बक्स | piece | 1 piece | VAT | 160 | geometry box, geometri box, instrument box, ज्यामिति बक्स
  SCALE-30CM | Ruler 30CM | स्केल ३० सेमी | piece | 1 piece | VAT | 18 | scale, ruler, iskel, स्केल
  FEVICOL-50G | Fevicol 50G | फेभिकोल ५० ग्राम | piece | 50 g | VAT | 50 | fevicol, fevikol, glue, gam, फेभिकोल
  TAPE-1IN | Clear Tape 1 Inch | टेप १ इन्च | piece | 1 piece | VAT | 30 | tape, cello tape, selo tape, टेप
  MARKER-PC | Permanent Marker | मार्कर | piece | 1 piece | VAT | 40 | marker, markar, permanent marker, मार्कर
  CRAYON-12 | Wax Crayons 12 Colours | मैन रङ १२ वटा | packet | 12 piece | VAT | 85 | crayon, crayons, main rang, color pencil, मैन रङ
  A4-REAM | A4 Paper Ream 500 | ए४ कागज रिम (५०० पाना) | ream | 500 sheet | VAT | 560 | a4 paper, a4 ream, photocopy paper, kagaj rim, ए४ कागज
  ENVELOPE-50 | Envelopes 50 Pieces | खाम ५० वटा | packet | 50 piece | VAT | 75 | envelope, khaam, kham, lifafa, खाम
  CALCULATOR-PC | Desk Calculator | क्यालकुलेटर | piece | 1 piece | VAT | 450 | calculator, kalkulator, क्यालकुलेटर
  `,
);
