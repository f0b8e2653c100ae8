import { goodsOf } from './read-table.ts';

/** Edible oil is taxed; salt is one of the basic needs that the VAT Act leaves out. */
export const oils = goodsOf(
  'Oil & ghee',
  `
  OIL-1L | Soybean Oil 1L | भटमासको तेल १ लिटर | packet | 1000 ml | VAT | 215 | oil, tel, tell, teel, तेल, cooking oil, soybean oil, soyabean oil, bhatmas tel, bhatmas ko tel, भटमासको तेल
  OIL-5L | Soybean Oil 5L | भटमासको तेल ५ लिटर | jar | 5000 ml | VAT | 1060 | oil 5l, tel 5 liter, soybean oil 5l, bhatmas tel 5 litre, तेल ५ लिटर
  OIL-CARTON | Soybean Oil 1L x 10 Carton | भटमासको तेल कार्टन (१० प्याकेट) | carton | 10 packet | VAT | 2100 | oil carton, tel carton, tel peti, soybean oil carton, तेल कार्टन
  OIL-TORI-1L | Mustard Oil 1L | तोरीको तेल १ लिटर | bottle | 1000 ml | VAT | 330 | tori tel, tori ko tel, toriko tel, mustard oil, sarso tel, तोरी तेल, तोरीको तेल
  OIL-TORI-5L | Mustard Oil 5L | तोरीको तेल ५ लिटर | jar | 5000 ml | VAT | 1610 | tori tel 5l, toriko tel 5 liter, mustard oil 5l, तोरीको तेल ५ लिटर
  OIL-SUNFLOWER-1L | Sunflower Oil 1L | सूर्यमुखी तेल १ लिटर | packet | 1000 ml | VAT | 235 | sunflower, sunflower oil, surya mukhi tel, suryamukhi tel, सूर्यमुखी तेल
  OIL-SUNFLOWER-5L | Sunflower Oil 5L | सूर्यमुखी तेल ५ लिटर | jar | 5000 ml | VAT | 1150 | sunflower oil 5l, suryamukhi tel 5 liter, सूर्यमुखी तेल ५ लिटर
  OIL-OLIVE-500ML | Olive Oil 500ML | जैतुनको तेल ५०० मिलि | bottle | 500 ml | VAT | 780 | olive, olive oil, jaitun tel, जैतुन तेल
  GHEE-500ML | Cow Ghee 500ML | गाईको घिउ ५०० मिलि | bottle | 500 ml | VAT | 560 | ghee, ghiu, gheu, ghyu, gai ko ghiu, cow ghee, घिउ, गाईको घिउ, घ्यू
  GHEE-1L | Cow Ghee 1L | गाईको घिउ १ लिटर | bottle | 1000 ml | VAT | 1090 | ghee 1l, ghiu 1 liter, gheu 1 litre, घिउ १ लिटर
  VANASPATI-1L | Vanaspati Ghee 1L | वनस्पति घिउ १ लिटर | packet | 1000 ml | VAT | 225 | vanaspati, banaspati, dalda, banaspati ghiu, vanaspati ghee, वनस्पति घिउ, डाल्डा
  `,
);

export const sugarAndSalt = goodsOf(
  'Sugar & salt',
  `
  SUGAR-1KG | Sugar 1KG | चिनी १ केजी | packet | 1000 g | VAT | 98 | sugar, chini, cheeni, chinee, chinni, suger, चिनी, चीनी
  SUGAR-50KG | Sugar Bori 50KG | चिनी बोरा ५० केजी | bori | 50000 g | VAT | 4700 | sugar bori, sugar sack, chini bori, chini bora, cheeni bori, चिनी बोरा
  SAKKHAR-1KG | Jaggery 1KG | सख्खर १ केजी | kg | 1000 g | VAT | 110 | sakkhar, sakhar, gud, bheli, jaggery, सख्खर, भेली, गुड
  MISRI-500G | Rock Sugar 500G | मिश्री ५०० ग्राम | packet | 500 g | VAT | 75 | misri, mishri, rock sugar, मिश्री
  SALT-1KG | Iodised Salt 1KG | आयो नुन १ केजी | packet | 1000 g | EXEMPT | 28 | salt, nun, noon, nuun, aayo nun, ayo nun, iodised salt, नुन, आयो नुन, नून
  SALT-25KG | Iodised Salt Bori 25KG | आयो नुन बोरा २५ केजी | bori | 25000 g | EXEMPT | 640 | salt bori, nun bori, nun bora, noon bora, नुन बोरा
  SALT-BIRE-200G | Black Salt 200G | बिरे नुन २०० ग्राम | packet | 200 g | EXEMPT | 40 | bire nun, kalo nun, black salt, बिरे नुन
  HONEY-250G | Honey 250G | मह २५० ग्राम | bottle | 250 g | VAT | 290 | honey, maha, mah, dabur honey, मह
  `,
);

export const spices = goodsOf(
  'Spices',
  `
  TURMERIC-200G | Turmeric Powder 200G | बेसार २०० ग्राम | packet | 200 g | VAT | 75 | turmeric, besar, beshar, haldi, turmeric powder, बेसार, बेसारको धुलो
  TURMERIC-1KG | Turmeric Powder 1KG | बेसार १ केजी | packet | 1000 g | VAT | 350 | besar 1kg, turmeric 1kg, besar 1 kilo, बेसार १ केजी
  CUMIN-100G | Cumin Seeds 100G | जिरा १०० ग्राम | packet | 100 g | VAT | 95 | cumin, jira, jeera, zira, cumin seed, जिरा, जीरा
  CUMIN-POWDER-100G | Cumin Powder 100G | जिराको धुलो १०० ग्राम | packet | 100 g | VAT | 100 | cumin powder, jira powder, jeera powder, jira dhulo, जिराको धुलो
  CORIANDER-200G | Coriander Powder 200G | धनियाको धुलो २०० ग्राम | packet | 200 g | VAT | 80 | coriander, dhaniya, dhania, coriander powder, dhaniya dhulo, धनिया, धनियाको धुलो
  CHILLI-200G | Chilli Powder 200G | खुर्सानीको धुलो २०० ग्राम | packet | 200 g | VAT | 110 | chilli powder, chili powder, khursani dhulo, khorsani dhulo, khursani powder, mirchi powder, खुर्सानीको धुलो
  CHILLI-DRY-250G | Dry Red Chilli 250G | सुकेको खुर्सानी २५० ग्राम | packet | 250 g | VAT | 145 | dry chilli, sukeko khursani, rato khursani, sukeko khorsani, सुकेको खुर्सानी
  GARAM-MASALA-100G | Garam Masala 100G | गरम मसला १०० ग्राम | packet | 100 g | VAT | 95 | garam masala, garam masla, गरम मसला
  MEAT-MASALA-50G | Meat Masala 50G | मासु मसला ५० ग्राम | packet | 50 g | VAT | 45 | meat masala, masu masala, masu masla, century meat masala, मासु मसला
  CHICKEN-MASALA-50G | Chicken Masala 50G | कुखुराको मासु मसला ५० ग्राम | packet | 50 g | VAT | 45 | chicken masala, chiken masala, kukhura masala, चिकेन मसला
  MOMO-MASALA-50G | Momo Masala 50G | मम मसला ५० ग्राम | packet | 50 g | VAT | 45 | momo masala, momo masla, mamo masala, मम मसला, मोमो मसला
  VEG-MASALA-50G | Vegetable Masala 50G | तरकारी मसला ५० ग्राम | packet | 50 g | VAT | 40 | vegetable masala, veg masala, tarkari masala, sabji masala, तरकारी मसला
  ACHAR-MASALA-50G | Pickle Masala 50G | अचार मसला ५० ग्राम | packet | 50 g | VAT | 40 | achar masala, aachar masala, pickle masala, अचार मसला
  CARDAMOM-50G | Green Cardamom 50G | सुकुमेल ५० ग्राम | packet | 50 g | VAT | 240 | cardamom, sukumel, sukmel, elaichi, green cardamom, सुकुमेल
  ALAICHI-50G | Black Cardamom 50G | अलैंची ५० ग्राम | packet | 50 g | VAT | 120 | alaichi, alainchi, black cardamom, badi elaichi, अलैंची
  CLOVE-50G | Cloves 50G | ल्वाङ ५० ग्राम | packet | 50 g | VAT | 110 | clove, cloves, lwang, luwang, laung, ल्वाङ
  CINNAMON-50G | Cinnamon 50G | दालचिनी ५० ग्राम | packet | 50 g | VAT | 60 | cinnamon, dalchini, daalchini, दालचिनी
  PEPPER-50G | Black Pepper 50G | मरिच ५० ग्राम | packet | 50 g | VAT | 90 | black pepper, pepper, marich, maric, kali mirch, मरिच
  TIMUR-50G | Timur 50G | टिमुर ५० ग्राम | packet | 50 g | VAT | 95 | timur, timmur, sichuan pepper, टिमुर, टिम्मुर
  FENUGREEK-100G | Fenugreek Seeds 100G | मेथी १०० ग्राम | packet | 100 g | VAT | 40 | fenugreek, methi, meethi, मेथी
  JWANO-100G | Ajwain 100G | ज्वानो १०० ग्राम | packet | 100 g | VAT | 55 | jwano, jwanu, ajwain, carom, ज्वानो
  BAYLEAF-50G | Bay Leaf 50G | तेजपात ५० ग्राम | packet | 50 g | VAT | 35 | bay leaf, tejpat, tejpaat, tez patta, तेजपात
  SESAME-200G | White Sesame 200G | सेतो तिल २०० ग्राम | packet | 200 g | VAT | 100 | til, teel seto, sesame, white sesame, तिल, सेतो तिल
  HING-25G | Asafoetida 25G | हिङ २५ ग्राम | bottle | 25 g | VAT | 70 | hing, heeng, asafoetida, हिङ
  ACHAR-MIX-400G | Mixed Pickle 400G | मिक्स अचार ४०० ग्राम | bottle | 400 g | VAT | 165 | achar, aachar, pickle, mix achar, mixed pickle, अचार
  SAUCE-TOMATO-500G | Tomato Ketchup 500G | टमाटर केचप ५०० ग्राम | bottle | 500 g | VAT | 160 | ketchup, kechup, tomato sauce, tomato ketchup, golbheda sauce, केचप, टमाटर सस
  SAUCE-SOYA-200ML | Soya Sauce 200ML | सोया सस २०० मिलि | bottle | 200 ml | VAT | 85 | soya sauce, soy sauce, soya sos, सोया सस
  VINEGAR-500ML | White Vinegar 500ML | भिनेगर ५०० मिलि | bottle | 500 ml | VAT | 70 | vinegar, vineger, sirka, भिनेगर
  AJINOMOTO-100G | Ajinomoto 100G | अजिनोमोटो १०० ग्राम | packet | 100 g | VAT | 50 | ajinomoto, ajino moto, msg, tasting powder, अजिनोमोटो
  YEAST-100G | Dry Yeast 100G | इस्ट १०० ग्राम | packet | 100 g | VAT | 90 | yeast, dry yeast, ist, इस्ट
  BAKINGSODA-100G | Baking Soda 100G | खाने सोडा १०० ग्राम | packet | 100 g | VAT | 25 | baking soda, khane soda, meetha soda, खाने सोडा
  `,
);
