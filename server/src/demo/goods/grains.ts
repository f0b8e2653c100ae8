import { goodsOf } from './read-table.ts';

/*
 * Bare words belong to one good each: `chamal` is RICE-1KG and `dal` is DAL-1KG, the goods a shop means when it writes no
 * more than that. Every other rice and pulse carries its own word in each of its names.
 * Plain rice, pulses and flour are exempt from VAT in Nepal; the two packed ones named in the contract are not.
 */
export const rice = goodsOf(
  'Rice',
  `
  RICE-1KG | Basmati Rice 1KG | बासमती चामल १ केजी | packet | 1000 g | VAT | 150 | rice, chamal, chaamal, chawal, चामल, basmati, basmati rice, basmati chamal, basmati chaamal, बासमती, बासमती चामल
  RICE-5KG | Basmati Rice 5KG | बासमती चामल ५ केजी | packet | 5000 g | VAT | 735 | basmati 5kg, basmati rice 5 kg, basmati chamal 5 kg, बासमती ५ केजी
  RICE-BASMATI-20KG | Basmati Rice Bori 20KG | बासमती चामल बोरा २० केजी | bori | 20000 g | VAT | 2880 | basmati bori, basmati bora, basmati 20kg, basmati rice sack, बासमती बोरा
  RICE-SONA-25KG | Sona Mansuli Rice 25KG | सोना मन्सुली चामल २५ केजी | bori | 25000 g | EXEMPT | 1850 | sona mansuli, sona masuri, sona mansuli chamal, sona masuli rice, sona mansuli bora, सोना मन्सुली, सोना मन्सुली चामल
  RICE-JEERA-25KG | Jeera Masino Rice 25KG | जिरा मसिनो चामल २५ केजी | bori | 25000 g | EXEMPT | 2250 | jeera masino, jira masino, jeera masino chamal, jira masina chamal, जिरा मसिनो, जिरा मसिनो चामल
  RICE-JEERA-5KG | Jeera Masino Rice 5KG | जिरा मसिनो चामल ५ केजी | packet | 5000 g | EXEMPT | 470 | jeera masino 5kg, jira masino 5 kg, जिरा मसिनो ५ केजी
  RICE-MOTA-30KG | Mota Rice 30KG | मोटा चामल ३० केजी | bori | 30000 g | EXEMPT | 1650 | mota chamal, moto chamal, mota rice, coarse rice, मोटा चामल
  RICE-USNA-25KG | Usna Rice 25KG | उसिना चामल २५ केजी | bori | 25000 g | EXEMPT | 1580 | usna chamal, usina chamal, usna rice, parboiled rice, उसिना चामल
  RICE-TAICHIN-20KG | Taichin Rice 20KG | ताइचिन चामल २० केजी | bori | 20000 g | EXEMPT | 1720 | taichin, taichin chamal, taichin rice, japonica rice, ताइचिन, ताइचिन चामल
  RICE-POKHRELI-25KG | Pokhreli Rice 25KG | पोखरेली चामल २५ केजी | bori | 25000 g | EXEMPT | 2050 | pokhreli chamal, pokhareli chamal, pokhreli rice, पोखरेली चामल
  RICE-MARSI-5KG | Jumli Marsi Rice 5KG | जुम्ली मार्सी चामल ५ केजी | packet | 5000 g | EXEMPT | 900 | marsi, marsi chamal, jumli marsi, red rice, मार्सी, मार्सी चामल
  RICE-ANADI-1KG | Anadi Rice 1KG | अनदी चामल १ केजी | packet | 1000 g | EXEMPT | 160 | anadi, anadi chamal, anadi rice, sticky rice, अनदी, अनदी चामल
  RICE-KANIKA-25KG | Broken Rice 25KG | कनिका चामल २५ केजी | bori | 25000 g | EXEMPT | 1200 | kanika, kanika chamal, broken rice, कनिका
  CHIURA-1KG | Beaten Rice 1KG | चिउरा १ केजी | kg | 1000 g | EXEMPT | 95 | chiura, chyura, chiuraa, beaten rice, poha, flattened rice, चिउरा, च्यूरा
  CHIURA-25KG | Beaten Rice 25KG | चिउरा बोरा २५ केजी | bori | 25000 g | EXEMPT | 2250 | chiura bori, chiura bora, chyura bori, beaten rice sack, चिउरा बोरा
  MURI-500G | Puffed Rice 500G | मुरी (भुजा) ५०० ग्राम | packet | 500 g | EXEMPT | 70 | muri, bhuja, puffed rice, murai, मुरी, भुजा
  `,
);

export const pulses = goodsOf(
  'Pulses',
  `
  DAL-1KG | Toor Dal 1KG | रहर दाल १ केजी | packet | 1000 g | VAT | 120 | dal, daal, dhal, दाल, toor, toor dal, tur dal, arhar dal, rahar, rahar dal, rahar ko dal, raharko daal, pigeon pea, रहर, रहर दाल, रहरको दाल
  DAL-MASOOR-1KG | Masoor Dal 1KG | मुसुरो दाल १ केजी | packet | 1000 g | EXEMPT | 135 | masoor, masoor dal, masur dal, musuro, musuro dal, musuro ko dal, musuri dal, red lentil, मुसुरो, मुसुरो दाल, मसुर दाल
  DAL-MASOOR-30KG | Masoor Dal 30KG | मुसुरो दाल बोरा ३० केजी | bori | 30000 g | EXEMPT | 3850 | masoor bori, masoor dal bora, musuro bori, musuro dal bora, मुसुरो बोरा
  DAL-MOONG-1KG | Moong Dal 1KG | मुगी दाल १ केजी | packet | 1000 g | EXEMPT | 170 | moong, moong dal, mung dal, mugi, mugi dal, mugi ko dal, green gram, मुगी, मुगी दाल, मुङ दाल
  DAL-MAS-1KG | Black Gram Dal 1KG | मास दाल १ केजी | packet | 1000 g | EXEMPT | 165 | mas dal, maas dal, mas ko dal, urad dal, kalo dal, kaalo daal, black dal, मास, मास दाल, कालो दाल
  DAL-CHANA-1KG | Chana Dal 1KG | चना दाल १ केजी | packet | 1000 g | EXEMPT | 130 | chana dal, chanaa daal, chana ko dal, split chickpea, चना दाल
  CHANA-1KG | Brown Chickpeas 1KG | कालो चना १ केजी | packet | 1000 g | EXEMPT | 125 | chana, chanaa, kalo chana, black chana, brown chickpea, चना, कालो चना
  KABULI-1KG | Kabuli Chana 1KG | काबुली चना १ केजी | packet | 1000 g | EXEMPT | 210 | kabuli, kabuli chana, kabuli chanaa, white chickpea, chole, काबुली, काबुली चना
  RAJMA-1KG | Kidney Beans 1KG | राजमा १ केजी | packet | 1000 g | EXEMPT | 195 | rajma, raajma, simi, kidney bean, rajma simi, राजमा, सिमी
  KERAU-1KG | Dry Peas 1KG | सुकेको केराउ १ केजी | packet | 1000 g | EXEMPT | 110 | kerau, keraau, matar, dry peas, sano kerau, केराउ, मटर
  BODI-1KG | Black-eyed Beans 1KG | बोडी १ केजी | packet | 1000 g | EXEMPT | 150 | bodi, bodhi, lobia, black eyed beans, बोडी
  BHATMAS-1KG | Soybeans 1KG | भटमास १ केजी | packet | 1000 g | EXEMPT | 120 | bhatmas, bhatamas, soybean, soya bean, भटमास
  GAHAT-1KG | Horse Gram 1KG | गहत १ केजी | packet | 1000 g | EXEMPT | 160 | gahat, gahat dal, gahat ko dal, horse gram, गहत, गहत दाल
  MASAURA-200G | Masaura 200G | मस्यौरा २०० ग्राम | packet | 200 g | VAT | 75 | masaura, masyaura, masyauraa, lentil balls, मस्यौरा
  SOYACHUNK-500G | Soya Chunks 500G | सोया चंक्स ५०० ग्राम | packet | 500 g | VAT | 110 | soya chunk, soya chunks, nutrela, masuko soya, soya badi, सोया चंक्स, न्युट्रेला
  `,
);

export const flour = goodsOf(
  'Flour & cereals',
  `
  ATTA-1KG | Wheat Flour 1KG | गहुँको आटा १ केजी | packet | 1000 g | EXEMPT | 70 | atta, aata, ata, wheat flour, gahu ko pitho, gahun ko aata, आटा, गहुँको पिठो
  ATTA-5KG | Wheat Flour 5KG | गहुँको आटा ५ केजी | packet | 5000 g | EXEMPT | 340 | atta 5kg, aata 5 kg, wheat flour 5kg, आटा ५ केजी
  ATTA-25KG | Wheat Flour 25KG | गहुँको आटा बोरा २५ केजी | bori | 25000 g | EXEMPT | 1600 | atta bori, aata bora, wheat flour sack, आटा बोरा
  MAIDA-1KG | Maida 1KG | मैदा १ केजी | packet | 1000 g | EXEMPT | 75 | maida, mayda, maidaa, white flour, refined flour, मैदा
  MAIDA-25KG | Maida 25KG | मैदा बोरा २५ केजी | bori | 25000 g | EXEMPT | 1700 | maida bori, maida bora, maida sack, मैदा बोरा
  SUJI-1KG | Semolina 1KG | सुजी १ केजी | packet | 1000 g | EXEMPT | 90 | suji, sooji, semolina, rawa, सुजी
  BESAN-500G | Gram Flour 500G | बेसन ५०० ग्राम | packet | 500 g | EXEMPT | 90 | besan, beshan, gram flour, चनाको पिठो, बेसन
  MAKAI-PITHO-1KG | Maize Flour 1KG | मकैको पिठो १ केजी | packet | 1000 g | EXEMPT | 65 | makai ko pitho, makai pitho, maize flour, corn flour yellow, मकैको पिठो
  KODO-PITHO-1KG | Millet Flour 1KG | कोदोको पिठो १ केजी | packet | 1000 g | EXEMPT | 85 | kodo, kodo ko pitho, kodo pitho, millet flour, कोदो, कोदोको पिठो
  PHAPAR-PITHO-1KG | Buckwheat Flour 1KG | फापरको पिठो १ केजी | packet | 1000 g | EXEMPT | 140 | phapar, fapar, phapar ko pitho, buckwheat, फापर, फापरको पिठो
  CORNFLOUR-100G | Corn Starch 100G | कर्नफ्लोर १०० ग्राम | packet | 100 g | VAT | 45 | cornflour, corn flour, corn starch, kornflor, कर्नफ्लोर
  DALIYA-500G | Wheat Daliya 500G | दलिया ५०० ग्राम | packet | 500 g | EXEMPT | 85 | daliya, dalia, broken wheat, दलिया
  OATS-500G | Oats 500G | ओट्स ५०० ग्राम | packet | 500 g | VAT | 210 | oats, oat, quaker, ओट्स
  CORNFLAKES-250G | Corn Flakes 250G | कर्नफ्लेक्स २५० ग्राम | packet | 250 g | VAT | 190 | cornflakes, corn flakes, kornflex, कर्नफ्लेक्स
  VERMICELLI-200G | Vermicelli 200G | सेवई २०० ग्राम | packet | 200 g | VAT | 55 | vermicelli, sewai, sevai, semai, सेवई
  `,
);
