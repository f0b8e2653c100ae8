/**
 * How shops write the staples: `SKU of what the bare name means, other sizes and packs | English | romanised | नेपाली`.
 * Written down by the examiner, not taken from the catalogue's aliases; sizes and packs are added by the generator.
 */
export const staples = `
RICE-1KG RICE-5KG RICE-BASMATI-20KG | basmati rice, basmati, bashmati rice, basmti rice, long grain basmati | basmati chamal, basmati chaamal, baasmati chamal, basmati ko chamal, basmoti chamal | बासमती चामल, बासमति चामल, बास्मती चामल, बासमती
RICE-SONA-25KG | sona masuri rice, sona mansuli, sona masoori, sona mansuli rice | sona mansuli chamal, sona masuli chamal, sona mansuri chamal, sona masino | सोना मन्सुली चामल, सोना मनसुली, सोना मन्सुलि चामल
RICE-JEERA-25KG RICE-JEERA-5KG | jeera masino rice, jira masino, jeera masino, zeera masino rice | jira masino chamal, jeera masino chamal, jira masinu chamal | जिरा मसिनो चामल, जीरा मसिनो, जिरा मसिनु चामल
RICE-MOTA-30KG | mota rice, coarse rice, thick rice mota | mota chamal, moto chamal, motaa chamal, moto khalko chamal | मोटा चामल, मोटो चामल
RICE-USNA-25KG | usna rice, parboiled rice, boiled rice usna, usina rice | usina chamal, usna chamal, ushina chamal, usinaa chamal | उसिना चामल, उसिनेको चामल, उस्ना चामल
RICE-TAICHIN-20KG | taichin rice, taichung rice, taichin | taichin chamal, taichi chamal, taichin ko chamal, tayachin chamal | ताइचिन चामल, ताइचिन, ताईचिन चामल
RICE-POKHRELI-25KG | pokhareli rice, pokhreli rice, pokhareli masino rice | pokhareli chamal, pokhreli chamal, pokhareli masino | पोखरेली चामल, पोखरेलि चामल, पोखरेली मसिनो
RICE-MARSI-5KG | marsi rice, jumla marsi rice, jumli red rice, marshi rice | marsi chamal, jumli marsi, jumla ko marsi chamal, marshi chamal | मार्सी चामल, जुम्ली मार्सी, मार्सि चामल, जुम्लाको मार्सी
RICE-ANADI-1KG | anadi rice, sticky rice, anadi sticky rice | anadi chamal, anadi ko chamal, anaadi chamal | अनदी चामल, अनदि चामल, अनदी
RICE-KANIKA-25KG | broken rice, kanika rice, rice broken | kanika, kanika chamal, kanikaa | कनिका, कनिका चामल
CHIURA-1KG CHIURA-25KG | beaten rice, flattened rice, chiura, chura | chiura, chyura, chiuraa, cheura | चिउरा, च्युरा, चिउँरा, चूरा चिउरा
MURI-500G | puffed rice, muri, murmura rice | muri, bhuja, muree, bhujaa | मुरी, भुजा, मुरि
DAL-1KG | toor dal, rahar dal, arhar dal, pigeon pea dal, tur daal | rahar dal, rahar ko dal, raharko daal, rahari dal | रहर दाल, रहरको दाल, राहर दाल, रहरी दाल
DAL-MASOOR-1KG DAL-MASOOR-30KG | masoor dal, red lentils, masur daal, red lentil | musuro dal, musuro ko dal, musuri dal, masuro dal, musur daal | मुसुरो दाल, मुसुरोको दाल, मसुरो दाल, मुसुरी दाल
DAL-MOONG-1KG | moong dal, mung dal, green gram dal, moong daal | mugi dal, mungi dal, mugi ko daal, moogi dal | मुगी दाल, मुगीको दाल, मुंगी दाल, मूंग दाल
DAL-MAS-1KG | black gram dal, urad dal, black lentil, maas dal | mas dal, maas ko dal, kalo dal, mas ko daal, kaalo dal | मास दाल, मासको दाल, कालो दाल, माष दाल
DAL-CHANA-1KG | chana dal, split chickpea dal, chana daal | chana dal, chana ko dal, chanako daal, channa dal | चना दाल, चनाको दाल, चाना दाल
CHANA-1KG | brown chickpeas, black chickpeas, brown chana, black chana | kalo chana, chana, chanaa, sano chana, kaalo chana | कालो चना, चना, सानो चना
KABULI-1KG | kabuli chana, white chickpeas, kabuli chickpeas, chole chana | kabuli chana, kabuli, kaabuli chana, seto chana | काबुली चना, काबुलि चना, काबुली, सेतो चना
RAJMA-1KG | kidney beans, rajma, red kidney beans, rajma beans | rajma, simi, rajma simi, raajmaa | राजमा, सिमी, राजमा सिमी, राज्मा
KERAU-1KG | dry peas, dried peas, field peas dry | kerau, sukeko kerau, keraau, kyarau | केराउ, सुकेको केराउ, केराऊ
BODI-1KG | black eyed beans, black-eyed peas, bodi beans, lobia beans | bodi, bodi dana, boddi | बोडी, बोडि, बोडीको दाना
BHATMAS-1KG | soybeans, soyabean seeds, soya beans, whole soybean | bhatmas, bhatmaas, bhatamas dana, bhatmas dana | भटमास, भट्मास, भटमासको दाना
GAHAT-1KG | horse gram, gahat lentil, horsegram | gahat, gahat ko dal, gahat daal, gahad dal | गहत, गहतको दाल, गहत दाल
MASAURA-200G | masaura, dried lentil balls, masyaura nuggets | masyaura, masaura, maseura, masyauraa | मस्यौरा, मसौरा, मस्यौंरा
SOYACHUNK-500G | soya chunks, nutrela, soya nuggets, soya chunk | soya badi, nutrela, soya chunks, masu jasto soya, nutrella | सोया चंक्स, न्युट्रेला, सोया चङ्क, सोयाबडी
ATTA-1KG ATTA-5KG ATTA-25KG | wheat flour, atta, whole wheat flour, aata flour | atta, aata, gahu ko pitho, gahun ko aata, gahuko aata | आटा, गहुँको आटा, गहुँको पिठो, आँटा
MAIDA-1KG MAIDA-25KG | maida, white flour, all purpose flour, refined flour, mayda | maida, maidaa, maida pitho, mayda | मैदा, मैदाको पिठो, मईदा
SUJI-1KG | semolina, suji, sooji, rava suji | suji, sooji, suji ko pitho, suzi | सुजी, सूजी, सुजि
BESAN-500G | gram flour, besan, chickpea flour, beshan flour | besan, beson, chana ko pitho, besaan | बेसन, बेशन, चनाको पिठो
MAKAI-PITHO-1KG | maize flour, corn meal flour, yellow maize flour, makai flour | makai ko pitho, makaiko pitho, makai pitho, makko pitho | मकैको पिठो, मकै पिठो, मकैको पीठो
KODO-PITHO-1KG | millet flour, finger millet flour, kodo flour, kodo millet flour | kodo ko pitho, kodoko pitho, kodo pitho, kodho ko pitho | कोदोको पिठो, कोदो पिठो, कोदोको पीठो
PHAPAR-PITHO-1KG | buckwheat flour, buck wheat flour, phapar flour | phapar ko pitho, fapar ko pitho, faparko pitho, phaparko pitho | फापरको पिठो, फापर पिठो, फापरको पीठो
CORNFLOUR-100G | corn starch, cornflour, corn flour, cornstarch | corn flour, kornflour, karn flor, kornflawar | कर्नफ्लोर, कर्न फ्लोर, कर्नफ्लावर
DALIYA-500G | daliya, broken wheat, wheat daliya, dalia porridge | daliya, dalia, daliaa, gahu ko daliya | दलिया, दलीया, गहुँको दलिया
OATS-500G | oats, rolled oats, oats packet cereal, quaker oats | oats, ots, oat, oots | ओट्स, ओट, ओटस
CORNFLAKES-250G | corn flakes, cornflakes, kellogs corn flakes | cornflakes, kornflakes, corn fleks, konflex | कर्नफ्लेक्स, कर्न फ्लेक्स, कनफ्लेक्स
VERMICELLI-200G | vermicelli, sewai, semiya vermicelli, vermiceli | sewai, semai, sewain, seviyan | सेवई, सेमाई, सेवाई
OIL-1L OIL-5L OIL-CARTON | soybean oil, soyabean oil, soya oil, soybean cooking oil | bhatmas ko tel, bhatmasko tel, bhatmas tel, soyabean tel, soya tel | भटमासको तेल, भटमास तेल, सोयाबिन तेल, भटमासको तेेल
OIL-TORI-1L OIL-TORI-5L | mustard oil, mustered oil, tori oil, mustard cooking oil | tori ko tel, toriko tel, tori tel, sarsyu ko tel, tori ko tell | तोरीको तेल, तोरी तेल, तोरिको तेल, तोरीतेल
OIL-SUNFLOWER-1L OIL-SUNFLOWER-5L | sunflower oil, sun flower oil, sunflower cooking oil, sunflawer oil | suryamukhi tel, sunflower tel, surya mukhi ko tel, suryamukhi ko tel | सूर्यमुखी तेल, सुर्यमुखी तेल, सूर्यमुखीको तेल, सनफ्लावर तेल
OIL-OLIVE-500ML | olive oil, oliv oil, extra olive oil | jaitun tel, jaitun ko tel, olive tel | जैतुनको तेल, जैतुन तेल, ओलिभ तेल
GHEE-500ML GHEE-1L | cow ghee, ghee, pure ghee, desi cow ghee | gai ko ghiu, ghiu, ghyu, gaiko gheu, gheeu | गाईको घिउ, घिउ, घ्यु, गाइको घ्यू
VANASPATI-1L | vanaspati ghee, vegetable ghee, dalda ghee, vanaspathi | banaspati ghiu, dalda, vanaspati ghiu, banaspati gheu | वनस्पति घिउ, डाल्डा, बनस्पति घ्यु, वनस्पती घिउ
SUGAR-1KG SUGAR-50KG | sugar, white sugar, suger, sugr | chini, cheeni, chinii, chinni, chiny | चिनी, चीनी, चिनि, चीनि
SAKKHAR-1KG | jaggery, jagary, gur jaggery, gud jaggery | sakkhar, sakhar, bheli, sakkar, gud | सख्खर, सखर, भेली, सक्खर
MISRI-500G | rock sugar, sugar candy, misri, crystal sugar | misri, mishri, misri dana, misree | मिश्री, मिस्री, मिश्रि
SALT-1KG SALT-25KG | iodised salt, salt, iodized salt, ayo salt, table salt | nun, noon, aayo nun, ayo noon, nuun | नुन, आयो नुन, नून, आयोनुन
SALT-BIRE-200G | black salt, bire salt, kala salt | bire nun, bireno nun, bire noon, bire nuun | बिरे नुन, बीरे नुन, बिरेनुन
HONEY-250G | honey, pure honey, hony, bee honey | maha, mah, mauri ko maha, maha sahad | मह, महा, मौरीको मह
TURMERIC-200G TURMERIC-1KG | turmeric powder, turmeric, termeric powder, haldi powder | besar, besaar, besar ko dhulo, beshar, besar powder | बेसार, बेसारको धुलो, बेसार धुलो, वेसार
CUMIN-100G | cumin seeds, cumin seed, cumin whole, jeera seeds | jira, jeera, jira dana, jeera gota | जिरा, जीरा, जिरा दाना
CUMIN-POWDER-100G | cumin powder, ground cumin, jeera powder, cumin pwdr | jira ko dhulo, jira powder, jirako dhulo, jeera dhulo | जिराको धुलो, जीराको धुलो, जिरा पाउडर
CORIANDER-200G | coriander powder, coriander, corriander powder, ground coriander | dhaniya ko dhulo, dhaniya, dhania powder, dhaniyako dhulo | धनियाको धुलो, धनिया, धनिया पाउडर, धनियाँको धुलो
CHILLI-200G | chilli powder, red chilli powder, chili powder, chilly powder | khursani ko dhulo, khursani dhulo, khorsani ko dhulo, khursaniko dhulo, khursani powder | खुर्सानीको धुलो, खुर्सानी धुलो, खोर्सानीको धुलो, खुर्सानी पाउडर
CHILLI-DRY-250G | dry red chilli, dried chilli, dry chilly, whole dry chilli | sukeko khursani, sukeko khorsani, sukeko rato khursani, sukya khursani | सुकेको खुर्सानी, सुकेको खोर्सानी, सुकेको रातो खुर्सानी
GARAM-MASALA-100G | garam masala, garam masla, hot spice garam masala | garam masala, garam masalaa, garm masala, garam masla | गरम मसला, गरम मसाला, गरममसला
MEAT-MASALA-50G | meat masala, meat masla, century meat masala, meet masala | masu masala, masu ko masala, maasu masala, masuko masala | मासु मसला, मासुको मसला, मासु मसाला
CHICKEN-MASALA-50G | chicken masala, chiken masala, chicken masla | chicken masala, kukhura ko masala, kukhurako masala, chikan masala | चिकेन मसला, कुखुराको मसला, चिकन मसला
MOMO-MASALA-50G | momo masala, mo:mo masala, momo masla, momos masala | momo masala, momo ko masala, mamako masala, momoko masala | मोमो मसला, ममको मसला, मोमोको मसला, मम मसाला
VEG-MASALA-50G | vegetable masala, veg masala, sabji masala, vegitable masala | tarkari masala, tarkari ko masala, sabji masala, tarkariko masala | तरकारी मसला, तरकारीको मसला, सब्जी मसला
ACHAR-MASALA-50G | pickle masala, achar masala, pickel masala | achar masala, achar ko masala, aachar masala, acharko masala | अचार मसला, अचारको मसला, अचार मसाला
CARDAMOM-50G | green cardamom, small cardamom, cardamom green, cardamon | sukumel, sukmel, sukumail, sukumyal | सुकुमेल, सुकमेल, सुकुमेला
ALAICHI-50G | black cardamom, big cardamom, large cardamom | alainchi, alaichi, alaainchi, thulo alaichi | अलैंची, अलैची, अलाइँची
CLOVE-50G | cloves, clove, cloves whole, clov | lwang, lwaang, luang, loang | ल्वाङ, ल्वांग, लवाङ
CINNAMON-50G | cinnamon, cinnamon sticks, cinamon, cinnamon bark | dalchini, daalchini, dalchinni, dal chini | दालचिनी, दालचीनी, दाल्चिनी
PEPPER-50G | black pepper, pepper whole, black peper, peppercorn | marich, marichh, marij, maricha | मरिच, मरीच, मरिज
TIMUR-50G | timur, szechuan pepper, sichuan pepper, timur pepper | timur, timmur, timoor, teemur | टिमुर, टिम्मुर, टिमूर
FENUGREEK-100G | fenugreek seeds, fenugreek, fenugrik, methi seeds | methi, methi dana, methee, methi ko dana | मेथी, मेथि, मेथीको दाना
JWANO-100G | ajwain, carom seeds, ajowan, ajwain seeds | jwano, jwaano, juwano, jwanu | ज्वानो, ज्वानु, जुवानो
BAYLEAF-50G | bay leaf, bay leaves, bayleaf, bey leaf | tejpat, tej pat, tejpatta, tejpaat | तेजपात, तेजपत्ता, तेज पात
SESAME-200G | white sesame, sesame seeds, sesame, seasame | seto til, til, seto teel, til seto | सेतो तिल, तिल, सेतो तील
HING-25G | asafoetida, hing, asafetida, hing powder | hing, heeng, hin, hingg | हिङ, हिंग, हीङ
ACHAR-MIX-400G | mixed pickle, mix pickle, pickle jar mixed, pickel mixed | mix achar, achar mix, misayeko achar, mix aachar | मिक्स अचार, अचार मिक्स, मिसाएको अचार
SAUCE-TOMATO-500G | tomato ketchup, tomato sauce, ketchup, tomatto sauce, ketchap | tomato sauce, golbheda ko sauce, kechap, tamatar sos | टमाटर केचप, टोमाटो सस, गोलभेडाको सस, केचप
SAUCE-SOYA-200ML | soya sauce, soy sauce, soya souce, dark soy sauce | soya sauce, soya sas, soy sos, soyasauce | सोया सस, सोयासस, सोया सोस
VINEGAR-500ML | white vinegar, vinegar, vinigar, sirka vinegar | vinegar, sirka, bhinegar, vinigar | भिनेगर, सिर्का, भिनिगर
AJINOMOTO-100G | ajinomoto, msg ajinomoto, ajinamoto, tasting salt ajinomoto | ajinomoto, ajinamoto, ajinomotto, aji no moto | अजिनोमोटो, अजिनामोटो, आजिनोमोटो
YEAST-100G | dry yeast, yeast, yeast powder, baking yeast | yeast, ist, yist, khamir ist | इस्ट, यिस्ट, ड्राई इस्ट
BAKINGSODA-100G | baking soda, cooking soda, bakin soda, eating soda | khane soda, khaane soda, khanesoda, mitho soda khane | खाने सोडा, खानेसोडा, बेकिङ सोडा
POTATO-1KG POTATO-50KG | potato, potatoes, potatos, fresh potato | aalu, alu, aloo, aaloo | आलु, आलू, अालु
ONION-1KG ONION-25KG | onion, onions, onoin, red onion | pyaj, pyaaj, piaj, pyaz | प्याज, पियाज, प्याँज
GARLIC-1KG | garlic, garlics, garlick, lasun garlic | lasun, lasoon, lahsun, lashun | लसुन, लसून, लशुन
GINGER-1KG | ginger, gingers, fresh ginger, zinger ginger | aduwa, adua, aduwaa, adhuwa | अदुवा, अदुआ, अदुवाा
TOMATO-1KG | tomato, tomatoes, tomatos, fresh tomato | golbheda, golveda, golbhenda, gol bheda | गोलभेडा, गोलभेँडा, गोलभेंडा
CHILLI-GREEN-1KG | green chilli, green chillies, green chilly, fresh green chili | hariyo khursani, hariyo khorsani, haryo khursani, hariya khursani | हरियो खुर्सानी, हरियो खोर्सानी, हरीयो खुर्सानी
CABBAGE-1KG | cabbage, cabage, cabbages, green cabbage | banda, bandaa, bandagobi, banda kobi | बन्दा, बन्दाकोबी, बन्दागोबी
CAULIFLOWER-1KG | cauliflower, cauli flower, coliflower, cauliflowers | kauli, kaauli, cauli, phul kobi | काउली, काउलि, फूलकोबी
LEMON-1KG | lemon, lemons, limon, fresh lemon | kagati, kaagati, kagti, kagatee | कागती, कागति, कागती निबुवा
APPLE-1KG | apple, apples, aple, red apple | syau, syaau, shyau, seu | स्याउ, स्याऊ, श्याउ
BANANA-DOZEN | banana, bananas, bannana, ripe banana | kera, keraa, pakeko kera, kera haru | केरा, पाकेको केरा, केरो
GUNDRUK-200G | gundruk, gundrook, fermented greens gundruk | gundruk, gundrukh, gundrug, gundruuk | गुन्द्रुक, गुन्दरुक, गुन्द्रूक
`;
