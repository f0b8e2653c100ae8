import { goodsOf } from './read-table.ts';

export const teaAndCoffee = goodsOf(
  'Tea & coffee',
  `
  TEA-TOKLA-500G | Tokla Gold Tea 500G | टोक्ला गोल्ड चिया ५०० ग्राम | packet | 500 g | VAT | 320 | tokla, tokla tea, tokla gold, tokla chiya, टोक्ला, टोक्ला चिया
  TEA-200G | Nepali CTC Tea 200G | नेपाली चियापत्ती २०० ग्राम | packet | 200 g | VAT | 115 | tea, chiya, chia, chiyapatti, chiya patti, ctc tea, चिया, चियापत्ती
  TEA-MUNA-500G | Muna Tea 500G | मुना चिया ५०० ग्राम | packet | 500 g | VAT | 300 | muna, muna tea, muna chiya, मुना चिया
  TEA-RAKURA-100G | Rakura Black Tea 100G | राकुरा ब्ल्याक टी १०० ग्राम | packet | 100 g | VAT | 160 | rakura, rakura tea, rakura chiya, black tea, राकुरा
  TEA-GREEN-25 | Green Tea 25 Bags | ग्रिन टी २५ ब्याग | packet | 25 bag | VAT | 180 | green tea, grin ti, hariyo chiya, ग्रिन टी
  TEA-REDLABEL-250G | Red Label Tea 250G | रेड लेबल चिया २५० ग्राम | packet | 250 g | VAT | 210 | red label, redlabel, brooke bond, रेड लेबल
  COFFEE-NESCAFE-50G | Nescafe Classic 50G | नेस्क्याफे ५० ग्राम | bottle | 50 g | VAT | 270 | coffee, kafi, kaffi, nescafe, neskafe, nescafe classic, कफी, नेस्क्याफे
  COFFEE-SACHET-12 | Nescafe Sachet 12 Pieces | नेस्क्याफे स्यासे १२ वटा | packet | 12 piece | VAT | 55 | nescafe sachet, coffee sachet, kafi sachet, कफी स्यासे
  COFFEE-BRU-50G | Bru Coffee 50G | ब्रु कफी ५० ग्राम | packet | 50 g | VAT | 150 | bru, bru coffee, bru kafi, ब्रु
  HORLICKS-500G | Horlicks 500G | हर्लिक्स ५०० ग्राम | jar | 500 g | VAT | 560 | horlicks, horlix, harlicks, हर्लिक्स
  BOURNVITA-500G | Bournvita 500G | बोर्नभिटा ५०० ग्राम | jar | 500 g | VAT | 540 | bournvita, bornvita, boost bournvita, बोर्नभिटा
  GLUCOND-200G | Glucon-D 200G | ग्लुकन डी २०० ग्राम | packet | 200 g | VAT | 110 | glucon d, glucond, glucon-d, glukon d, ग्लुकन डी
  `,
);

export const drinks = goodsOf(
  'Drinks',
  `
  COKE-250ML | Coca-Cola 250ML | कोकाकोला २५० मिलि | bottle | 250 ml | VAT | 36 | coke, coca cola, cocacola, coca-cola, kok, कोक, कोकाकोला
  COKE-500ML | Coca-Cola 500ML | कोकाकोला ५०० मिलि | bottle | 500 ml | VAT | 66 | coke 500ml, coke half liter, coca cola 500, कोक ५०० मिलि
  COKE-1500ML | Coca-Cola 1.5L | कोकाकोला १.५ लिटर | bottle | 1500 ml | VAT | 160 | coke 1.5l, coke big, coca cola 1.5 liter, कोक १.५ लिटर
  COKE-CRATE | Coca-Cola 250ML Crate 24 | कोकाकोला क्रेट (२४ बोतल) | crate | 24 bottle | VAT | 830 | coke crate, coke carton, coke case, coca cola crate, कोक क्रेट
  PEPSI-250ML | Pepsi 250ML | पेप्सी २५० मिलि | bottle | 250 ml | VAT | 35 | pepsi, pepsee, पेप्सी
  PEPSI-1500ML | Pepsi 1.5L | पेप्सी १.५ लिटर | bottle | 1500 ml | VAT | 155 | pepsi 1.5l, pepsi big, pepsi 1.5 liter, पेप्सी १.५ लिटर
  FANTA-250ML | Fanta 250ML | फ्यान्टा २५० मिलि | bottle | 250 ml | VAT | 36 | fanta, phanta, fyanta, फ्यान्टा
  FANTA-1500ML | Fanta 1.5L | फ्यान्टा १.५ लिटर | bottle | 1500 ml | VAT | 160 | fanta 1.5l, fanta big, fanta 1.5 liter, फ्यान्टा १.५ लिटर
  SPRITE-250ML | Sprite 250ML | स्प्राइट २५० मिलि | bottle | 250 ml | VAT | 36 | sprite, sprait, स्प्राइट
  SPRITE-1500ML | Sprite 1.5L | स्प्राइट १.५ लिटर | bottle | 1500 ml | VAT | 160 | sprite 1.5l, sprite big, sprite 1.5 liter, स्प्राइट १.५ लिटर
  DEW-250ML | Mountain Dew 250ML | माउन्टेन ड्यु २५० मिलि | bottle | 250 ml | VAT | 36 | dew, mountain dew, mountain due, dyu, ड्यु, माउन्टेन ड्यु
  DEW-500ML | Mountain Dew 500ML | माउन्टेन ड्यु ५०० मिलि | bottle | 500 ml | VAT | 66 | dew 500ml, mountain dew 500, ड्यु ५०० मिलि
  SLICE-200ML | Slice Mango 200ML | स्लाइस आँप २०० मिलि | bottle | 200 ml | VAT | 35 | slice, slice mango, slais, स्लाइस
  FROOTI-200ML | Frooti Mango 200ML | फ्रुटी आँप २०० मिलि | packet | 200 ml | VAT | 28 | frooti, fruti, frooty, फ्रुटी
  REAL-1L | Real Mixed Fruit Juice 1L | रियल जुस १ लिटर | packet | 1000 ml | VAT | 215 | real juice, real jus, juice, jus, रियल जुस, जुस
  REDBULL-250ML | Red Bull 250ML | रेड बुल २५० मिलि | can | 250 ml | VAT | 105 | red bull, redbull, energy drink, रेड बुल
  WATER-1L | Mineral Water 1L | मिनरल वाटर १ लिटर | bottle | 1000 ml | VAT | 16 | water, pani, paani, mineral water, minral water, पानी, मिनरल वाटर
  WATER-CARTON | Mineral Water 1L Carton 12 | मिनरल वाटर कार्टन (१२ बोतल) | carton | 12 bottle | VAT | 180 | water carton, pani carton, pani peti, mineral water carton, पानी कार्टन
  WATER-20L | Water Jar 20L | पानीको जार २० लिटर | jar | 20000 ml | VAT | 55 | water jar, pani jar, paniko jar, 20 liter pani, पानीको जार
  SODA-250ML | Club Soda 250ML | सोडा २५० मिलि | bottle | 250 ml | VAT | 28 | soda, club soda, सोडा
  RASNA-500G | Rasna Orange 500G | रस्ना सुन्तला ५०० ग्राम | packet | 500 g | VAT | 140 | rasna, rashna, tang, रस्ना
  `,
);

/** Fresh milk and eggs are exempt; what a dairy has processed is taxed. */
export const dairyAndEggs = goodsOf(
  'Dairy & eggs',
  `
  MILK-500ML | Fresh Milk 500ML | ताजा दूध ५०० मिलि | packet | 500 ml | EXEMPT | 52 | milk, dudh, doodh, dud, fresh milk, दूध, दुध
  MILKPOWDER-400G | Milk Powder 400G | धुलो दूध ४०० ग्राम | packet | 400 g | VAT | 380 | milk powder, dhulo dudh, powder dudh, nido, धुलो दूध
  EVERYDAY-200G | Everyday Dairy Whitener 200G | एभ्रीडे २०० ग्राम | packet | 200 g | VAT | 190 | everyday, dairy whitener, एभ्रीडे
  CONDENSED-400G | Condensed Milk 400G | मिल्कमेड ४०० ग्राम | can | 400 g | VAT | 240 | milkmaid, milk maid, condensed milk, मिल्कमेड
  CURD-500G | Curd 500G | दही ५०० ग्राम | cup | 500 g | VAT | 85 | curd, dahi, dahii, yogurt, दही
  PANEER-200G | Paneer 200G | पनिर २०० ग्राम | packet | 200 g | VAT | 190 | paneer, panir, पनिर
  BUTTER-100G | Butter 100G | नौनी १०० ग्राम | packet | 100 g | VAT | 115 | butter, nauni, amul butter, ddc butter, नौनी, बटर
  CHEESE-200G | Cheese 200G | चिज २०० ग्राम | packet | 200 g | VAT | 260 | cheese, chij, amul cheese, चिज
  CHHURPI-250G | Chhurpi 250G | छुर्पी २५० ग्राम | packet | 250 g | VAT | 310 | chhurpi, churpi, durkha, छुर्पी
  EGG-CRATE | Eggs Crate 30 | अण्डा क्रेट (३० वटा) | crate | 30 piece | EXEMPT | 480 | egg, eggs, anda, andaa, egg crate, anda crate, anda carton, अण्डा, अन्डा
  `,
);

export const vegetables = goodsOf(
  'Vegetables & fruit',
  `
  POTATO-1KG | Potato 1KG | आलु १ केजी | kg | 1000 g | EXEMPT | 48 | potato, potatoes, alu, aalu, aloo, आलु
  POTATO-50KG | Potato Bori 50KG | आलु बोरा ५० केजी | bori | 50000 g | EXEMPT | 2250 | potato bori, potato sack, alu bori, alu bora, aalu bori, आलु बोरा
  ONION-1KG | Onion 1KG | प्याज १ केजी | kg | 1000 g | EXEMPT | 75 | onion, pyaj, pyaaj, piyaj, प्याज
  ONION-25KG | Onion Bori 25KG | प्याज बोरा २५ केजी | bori | 25000 g | EXEMPT | 1780 | onion bori, onion sack, pyaj bori, pyaj bora, प्याज बोरा
  GARLIC-1KG | Garlic 1KG | लसुन १ केजी | kg | 1000 g | EXEMPT | 260 | garlic, lasun, lashun, lasoon, लसुन
  GINGER-1KG | Ginger 1KG | अदुवा १ केजी | kg | 1000 g | EXEMPT | 140 | ginger, aduwa, adhuwa, adua, अदुवा
  TOMATO-1KG | Tomato 1KG | गोलभेडा १ केजी | kg | 1000 g | EXEMPT | 70 | tomato, golbheda, golveda, tamatar, गोलभेडा, टमाटर
  CHILLI-GREEN-1KG | Green Chilli 1KG | हरियो खुर्सानी १ केजी | kg | 1000 g | EXEMPT | 110 | green chilli, green chili, hariyo khursani, hariyo khorsani, हरियो खुर्सानी
  CABBAGE-1KG | Cabbage 1KG | बन्दा १ केजी | kg | 1000 g | EXEMPT | 40 | cabbage, banda, bandaa, banda gobi, बन्दा
  CAULIFLOWER-1KG | Cauliflower 1KG | काउली १ केजी | kg | 1000 g | EXEMPT | 65 | cauliflower, kauli, kaauli, cauli, काउली
  LEMON-1KG | Lemon 1KG | कागती १ केजी | kg | 1000 g | EXEMPT | 160 | lemon, lime, kagati, kaagati, nimbu, कागती
  APPLE-1KG | Apple 1KG | स्याउ १ केजी | kg | 1000 g | EXEMPT | 240 | apple, syau, syaau, seb, स्याउ
  BANANA-DOZEN | Bananas Dozen | केरा दर्जन | dozen | 12 piece | EXEMPT | 120 | banana, kera, keraa, केरा
  GUNDRUK-200G | Gundruk 200G | गुन्द्रुक २०० ग्राम | packet | 200 g | EXEMPT | 80 | gundruk, gundruck, gundrukk, गुन्द्रुक
  `,
);
