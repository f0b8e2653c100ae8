/** As staples.ts, for what comes in wrappers and bottles: brands as shops spell them. */
export const packaged = `
WAIWAI-75G WAIWAI-CARTON | wai wai chicken, wai wai, waiwai noodles, wai wai noodles, wy wy | wai wai, waiwai chauchau, wai wai chau chau, wai wai chicken chauchau, bai bai chauchau | वाइवाइ, वाई वाई, वाइवाइ चाउचाउ, वाइ वाइ चिकेन
WAIWAI-VEG-75G | wai wai veg, waiwai vegetable, wai wai veg noodles, veg wai wai | wai wai veg, veg waiwai, wai wai bhej, wai wai veg chauchau | वाइवाइ भेज, भेज वाइवाइ, वाई वाई भेज
RARA-75G RARA-CARTON | rara noodles, rara, rara chicken noodles, raara noodles | rara chauchau, rara, raraa chauchau, rara chau chau | रारा चाउचाउ, रारा, राराचाउचाउ, रारा नुडल्स
MAYOS-70G | mayos noodles, mayos, mayoz noodles, mayos chicken | mayos chauchau, mayos, mayoj chauchau, mayos chau chau | मायोज, मायोस चाउचाउ, मायोज चाउचाउ
TWOPM-80G | 2pm noodles, 2pm, two pm noodles, 2 pm akabare | 2pm chauchau, 2pm, tu piem chauchau, 2pm akbare | टु पिएम, टुपिएम चाउचाउ, २ पिएम
CURRENT-100G | current noodles, current hot noodles, currant noodles, current spicy noodles | current chauchau, karent chauchau, current piro chauchau, karenta chauchau | करेन्ट चाउचाउ, करेन्ट, करेण्ट चाउचाउ
RUMPUM-55G | rumpum noodles, rum pum, rumpum, rumpam noodles | rumpum chauchau, rampam, rum pam chauchau, rumpam | रमपम, रमपम चाउचाउ, रम पम
PREETI-75G | preeti noodles, preeti, priti noodles, preety noodles | preeti chauchau, priti chauchau, preeti chau chau, pritee chauchau | प्रिती चाउचाउ, प्रीति चाउचाउ, प्रिति
RUCHEE-75G | ru-chee noodles, ruchee, ruchee noodles, ru chee | ruchi chauchau, ruchee chauchau, ruchi chau chau | रुची चाउचाउ, रुची, रुचि चाउचाउ
MAGGI-70G | maggi noodles, maggi, magi noodles, maggie masala noodles | maggi, myagi, maggi chauchau, megi chauchau | म्यागी, म्यागि चाउचाउ, मेगी
CHOWMEIN-400G | dry chowmein, chowmein, chow mein dry, chowmin packet noodles | chaumin, sukkha chaumin, chowmin, chaumeen | चाउमिन, सुक्खा चाउमिन, चाउमीन
THUKPA-400G | thukpa noodles, thukpa, dry thukpa, thukpa packet noodles | thukpa, thupka, thukpaa, thukpa chauchau | थुक्पा, थुप्का, थुक्पा चाउचाउ
MACARONI-500G | macaroni, macroni, maccaroni, elbow macaroni | macaroni, makaroni, myakaroni, macroni | म्याकारोनी, मकारोनी, म्याक्रोनी
PASTA-500G | penne pasta, pasta, pasta penne, pastaa | pasta, paasta, pasta pene | पास्ता, पास्ता पेने, पाष्टा
SPAGHETTI-500G | spaghetti, spagetti, spaghetty, spageti | spageti, ispageti, spagheti | स्पागेटी, स्पाघेटी, स्पगेटी
PAPAD-200G | papad, lijjat papad, papadum, papads | papad, paapad, papar, lijjat | पापड, पापर, लिज्जत पापड
PARLEG-80G PARLEG-CARTON | parle g, parle-g biscuit, parleg, parle g biscuits, parley g | parle ji, parle g biskut, parleji biskut, pariley ji | पार्ले जी, पार्लेजी, पार्ले जी बिस्कुट, पारले जी
MARIE-120G | marie biscuit, marie, mary biscuit, marie gold biscuit | mari biskut, marie biskut, mari biscuit, mery biskut | मारी बिस्कुट, म्यारी बिस्कुट, मारी बिस्कूट
GOODDAY-75G | good day biscuit, good day, goodday butter, good day butter biscuit | gud de, good day biskut, guddey biskut, gudday | गुड डे, गुड डे बिस्कुट, गुडडे
DIGESTIVE-200G | digestive biscuit, digestive, digestives, digestiv biscuit | digestive biskut, daijestiv biskut, digestiv, daijestib | डाइजेस्टिभ, डाइजेस्टिभ बिस्कुट, डाइजेस्टीव बिस्कुट
GLUCOSE-NEBICO-75G | nebico glucose biscuit, nebico glucose, glucose biscuit, nebico biscuit glucose | glukoj biskut, nebico glucose biskut, glucose biskut, nebiko glukoz | ग्लुकोज बिस्कुट, नेबिको ग्लुकोज, ग्लूकोज बिस्कुट
ARROWROOT-150G | thin arrowroot, arrowroot biscuit, arrow root biscuit, thin arrowroot biscuit | arorut biskut, thin arrowroot, ararot biskut, ararut biskut | एरोरुट बिस्कुट, थिन एरोरुट, अरारुट बिस्कुट
COCONUT-CRUNCH-80G | coconut crunch, coconut biscuit, coconut crunch biscuit, coconut cookies | coconut biskut, nariwal biskut, kokonat biskut, nariwal ko biskut | कोकोनट बिस्कुट, नरिवल बिस्कुट, कोकोनट क्रन्च
HIDENSEEK-100G | hide and seek, hide & seek biscuit, hide n seek, hidenseek | haid en sik, hide and seek biskut, hide seek biskut | हाइड एन्ड सिक, हाइड एण्ड सिक, हाइड सिक बिस्कुट
OREO-45G | oreo, oreo biscuit, oreos, orio biscuit | oreo biskut, oriyo, orio biskut, oreo | ओरियो, ओरियो बिस्कुट, ओरेयो
BOURBON-60G | bourbon biscuit, bourbon, burbon biscuit, borbon | borban biskut, bourbon biskut, barbon biskut | बोर्बन, बोर्बन बिस्कुट, बर्बन बिस्कुट
MONACO-65G | monaco biscuit, monaco, monaco salted, monako | monako biskut, monaco biskut, nunilo biskut, monaco nunilo | मोनाको, मोनाको बिस्कुट, नुनिलो बिस्कुट
KRACKJACK-60G | krackjack, crackjack biscuit, krack jack, krackjak | krakjak biskut, krackjack biskut, kryakjyak | क्र्याकज्याक, क्र्याकजाक बिस्कुट, क्रेकजेक
FIFTYFIFTY-60G | fifty fifty biscuit, 50-50 biscuit, fifty-fifty, 5050 biscuit | fifti fifti, fifty fifty biskut, 50-50 biskut, phifti phifti | फिफ्टी फिफ्टी, फिफ्टी फिफ्टी बिस्कुट, ५०-५० बिस्कुट
TIGER-60G | tiger biscuit, tiger glucose biscuit, tigar biscuit, tiger biscuits | taigar biskut, tiger biskut, taiger biskut | टाइगर बिस्कुट, टाइगर, टायगर बिस्कुट
RUSK-300G | rusk, rusk toast, toast rusk, rask biscuit | rask, rusk, tost rask, sukha toast | रस्क, रस्क टोस्ट, टोस्ट रस्क
BREAD-400G | bread, sliced bread, loaf bread, brad loaf, bred | pauroti, paauroti, pau roti, pawroti | पाउरोटी, पाउरोटि, पावरोटी
DONUT-PACK | doughnut, donuts, donut, doughnuts | donat, donut, donatt, dounat | डोनट, डोनेट, डोनटस
CAKE-SLICE-30G | slice cake, cake slice, slices cake, sliced cake | slice kek, cake slice, slais kek | स्लाइस केक, केक स्लाइस, केक
LAYS-52G | lays chips, lays, lay's chips, leys chips | lays, lej chips, lez chips, lays ko chips | लेज, लेज चिप्स, लेस चिप्स
KURKURE-70G | kurkure, kurkure masala, kurkuray, kurkure snacks | kurkure, kurkurey, kurkuree, karkure | कुरकुरे, कुर्कुरे, कुरकुरेे
KURMURE-35G | kurmure snacks, kurmure, kurmura snacks | kurmure, kurmuray, kurmuree | कुरमुरे, कुर्मुरे, कुरमुरा
CHEESEBALLS-60G | cheese balls, cheese ball, cheeseballs, chees balls | chij bal, cheese bal, chijball, cheesball | चिज बल, चीज बल, चिजबल
TITOS-30G | titos corn chips, titos, titoz, tito's chips | titos, titoj, titos chips, titoj chips | टिटोज, टिटोस, टिटोज चिप्स
BHUJIYA-200G | bhujiya, haldiram bhujia, bhujia, bhujiya sev | bhujiya, bhujia, bhujiyaa, haldiram ko bhujiya | भुजिया, भुजीया, हल्दिराम भुजिया
DALMOTH-200G | dalmoth, dalmot, dal moth namkeen, daalmoth | dalmoth, dalmot, daalmot, dalmoth namkin | दालमोठ, दालमोट, दाल मोठ
CHANACHUR-200G | chanachur, chanachoor mixture, chanachur mix, channachur | chanachur, chanachoor, channachur, chana chur | चनाचुर, चनाचूर, चना चुर
PEANUT-500G | raw peanuts, peanuts, peanut, ground nuts | badam, kacho badam, baadam, mumfali | बदाम, काँचो बदाम, मुमफली, बादाम कॉचो
PEANUT-SALTED-40G | salted peanuts, salted peanut, salty peanuts, roasted salted peanut | nunilo badam, noonilo badam, bhuteko nunilo badam, nunilo baadam | नुनिलो बदाम, भुटेको बदाम, नुनिलो वदाम
POPCORN-100G | popcorn, pop corn, popcorn maize, popcron | papkarn, popcorn, pop karn, makai popcorn | पपकर्न, पप कर्न, पोपकर्न
CASHEW-250G | cashew nuts, cashew, cashews, kaju nuts | kaju, kaaju, kajoo, kaju dana | काजु, काजू, काजुु
RAISIN-250G | raisins, raisin, kismis raisins, dried grapes raisin | kismis, kishmish, kismish, kissmiss | किसमिस, किस्मिस, किशमिस
ALMOND-250G | almonds, almond, almond nuts, almands | kagaji badam, kagji badam, kaagaji badam, kaagji badaam | कागजी बदाम, कागजि बदाम, कागजी वदाम
DAIRYMILK-24G | dairy milk, cadbury dairy milk, dairymilk chocolate, cadbury | deri milk, dairy milk chaklet, dery milk, kyadbari | डेरी मिल्क, डेरी मिल्क चकलेट, क्याडबरी
KITKAT-18G | kitkat, kit kat, kitkat chocolate, kit-kat | kitkyat, kit kat chaklet, kitkat chaklet, kitkaat | किटक्याट, किट क्याट, किटक्याट चकलेट
MUNCH-20G | munch, munch chocolate, munch bar, muunch | munch chaklet, manch, munch, manch chaklet | मन्च, मन्च चकलेट, मञ्च चकलेट
FIVESTAR-20G | 5 star chocolate, five star, 5star, fivestar chocolate | faiv star, five star chaklet, 5 star chaklet, phaiv star | फाइभ स्टार, फाइभ स्टार चकलेट, ५ स्टार
LACTOFUN-JAR | lacto fun, lactofun toffee, lacto fun candy, lactofun | lakto fun, lacto fan, lyakto phan, lactofan | ल्याक्टो फन, ल्याक्टोफन, ल्याक्टो फन चकलेट
CENTERFRESH-JAR | center fresh, centre fresh gum, centerfresh, center fresh chewing gum | sentar fres, center fres, sentar phres, centrefresh | सेन्टर फ्रेस, सेन्टरफ्रेस, सेन्टर फ्रेश
MELODY-PACK | melody toffee, melody, melody chocolate toffee, mellody | melodi, melody chaklet, melodi chaklet | मेलोडी, मेलोडी चकलेट, मेलोडि
LOLLIPOP-JAR | lollipop, lolly pop, lollipops, lolipop candy | lalipap, lolipap, lollipop, lalipop | ललिपप, ललीपप, लोलिपप
TITAURA-100G | titaura, lapsi candy titaura, titora, lapsi titaura | titaura, titauraa, lapsi ko titaura, tittaura | तितौरा, लप्सीको तितौरा, तीतौरा
TEA-TOKLA-500G | tokla tea, tokla gold tea, tokla, tokla gold | tokla chiya, tokla chiyapatti, tokla ko chiya, tokla gold chiya | टोक्ला चिया, टोक्ला, टोक्ला गोल्ड, टोकला चिया
TEA-200G | ctc tea, nepali ctc tea, tea leaves ctc, nepali tea | chiyapatti, chiya patti, chiya ko patti, nepali chiyapatti | चियापत्ती, चियापत्ति, चियाको पत्ती
TEA-MUNA-500G | muna tea, muna ctc tea, moona tea | muna chiya, muna chiyapatti, muna ko chiya | मुना चिया, मुना, मुना चियापत्ती
TEA-RAKURA-100G | rakura tea, rakura black tea, rakura, black tea rakura | rakura chiya, rakura kalo chiya, raakura, rakuraa | राकुरा, राकुरा चिया, राकूरा
TEA-GREEN-25 | green tea, green tea bags, grean tea | hariyo chiya, green ti, grin ti, haryo chiya | ग्रिन टी, हरियो चिया, ग्रीन टी
TEA-REDLABEL-250G | red label tea, red label, redlabel tea, brooke bond red label | red lebal chiya, red label chiya, redlebel chiya, rato lebal chiya | रेड लेबल, रेड लेबल चिया, रेडलेबल
COFFEE-NESCAFE-50G | nescafe classic, nescafe coffee, nescafe, nescaffe classic, nes cafe | neskafe, nescafe kafi, neskefe kafi, nescafe klasik | नेस्क्याफे, नेस्क्याफे कफी, नेसक्याफे
COFFEE-SACHET-12 | nescafe sachet, coffee sachet, nescafe sachets, coffee sachets | nescafe syase, kafi sachet, kafi syase, coffee syase | कफी स्यासे, नेस्क्याफे स्यासे, कफीको स्यासे
COFFEE-BRU-50G | bru coffee, bru, bru instant coffee, broo coffee | bru kafi, bru kaffi, bruu kafi, bru | ब्रु कफी, ब्रु, ब्रू कफी
HORLICKS-500G | horlicks, horlics, horlix, horlicks powder | horliks, harliks, horlicks, harlicks | हर्लिक्स, होर्लिक्स, हर्लिक्स पाउडर
BOURNVITA-500G | bournvita, bornvita, bournvita powder, bourn vita | bornbhita, bournvita, bornvita, bournbhita | बोर्नभिटा, बर्नभिटा, बोर्नविटा
GLUCOND-200G | glucon d, glucon-d, glucose d, glukon-d | glukon di, glucon d, glukon d, gulkon di | ग्लुकन डी, ग्लुकोन डी, ग्लुकनडी
COKE-250ML COKE-500ML COKE-1500ML COKE-CRATE | coke, coca cola, coca-cola, cocacola, cok | coke, kok, koka kola, cokakola, coke chiso | कोक, कोकाकोला, कोका कोला, कोक चिसो
PEPSI-250ML PEPSI-1500ML | pepsi, pepsi cola, pepsy, pepsicola | pepsi, pepsee, pepsi chiso, pepsii | पेप्सी, पेप्सि, पेप्सी चिसो
FANTA-250ML FANTA-1500ML | fanta, fanta orange, fenta, fanta drink | fanta, phanta, fyanta, fanta chiso | फ्यान्टा, फेन्टा, फ्यान्टा चिसो
SPRITE-250ML SPRITE-1500ML | sprite, sprit drink, sprite lemon drink, spirte | sprait, sprite, isprait, sprite chiso | स्प्राइट, स्प्राईट, स्प्राइट चिसो
DEW-250ML DEW-500ML | mountain dew, dew, mountain due, mtn dew | mountain dyu, dew, dyu chiso, maunten dew | माउन्टेन ड्यु, ड्यु, माउण्टेन ड्यू
SLICE-200ML | slice mango, slice mango drink, mango slice juice, slice | slais, slice, slice aap, slais mango | स्लाइस, स्लाइस आँप, स्लाईस
FROOTI-200ML | frooti mango, frooti, frooty mango, fruti mango | fruti, frooti, phruti, fruti mango | फ्रुटी, फ्रुटि, फ्रुटी आँप
REAL-1L | real juice, real mixed fruit juice, real fruit juice, reel juice | real jus, riyal juice, real ko juice, riyal jus | रियल जुस, रियल जूस, रीयल जुस
REDBULL-250ML | red bull, redbull, red bull energy drink, redbul | red bul, redbul, rad bull, redbull chiso | रेड बुल, रेडबुल, रेड बूल
WATER-1L WATER-CARTON | mineral water, bottled water, drinking water, minral water | mineral pani, pani, minral pani, mineral water ko pani | मिनरल वाटर, मिनरल पानी, पानी
WATER-20L | water jar, jar water, water gallon jar, drinking water jar | pani ko jar, paniko jar, jar ko pani, pani jaar | पानीको जार, जारको पानी, पानी जार
SODA-250ML | club soda, soda, soda water, club sodaa | soda, soda pani, klab soda, sodaa | सोडा, क्लब सोडा, सोडा पानी
RASNA-500G | rasna, rasna orange, rasna powder drink, rasnaa | rasna, rashna, rasna suntala, rasna paudar | रस्ना, रसना, रस्ना सुन्तला
MILK-500ML | fresh milk, milk, milk packets, milk pouch | dudh, doodh, dood, tajaa dudh | दूध, दुध, ताजा दूध
MILKPOWDER-400G | milk powder, powdered milk, milk pwdr, dry milk powder | dudh powder, dhulo dudh, dudh ko dhulo, milk paudar | धुलो दूध, दूध पाउडर, दूधको धुलो
EVERYDAY-200G | everyday dairy whitener, everyday whitener, dairy whitener everyday, everyday milk whitener | everyday dhulo dudh, evride, everyday, ebhride | एभ्रीडे, एभरीडे, एभ्रिडे
CONDENSED-400G | milkmaid, condensed milk, milk maid, milkmade | milkmed, milkmaid, milk med, milkmeid | मिल्कमेड, मिल्क मेड, कन्डेन्स मिल्क
CURD-500G | curd, yogurt, yoghurt, curd cup | dahi, dahii, dahee, dhai | दही, दहि, दहीी
PANEER-200G | paneer, cottage cheese paneer, panner, fresh paneer | panir, paneer, paner, paanir | पनिर, पनीर, पनिरर
BUTTER-100G | butter, amul butter, ddc butter, buter | nauni, batar, amul batar, naunee | नौनी, बटर, अमुल बटर
CHEESE-200G | cheese, chees, amul cheese, cheese packet slice | chij, cheez, chis, amul chij | चिज, चीज, अमूल चिज
CHHURPI-250G | chhurpi, churpi, hard cheese chhurpi, yak churpi | chhurpi, churpi, chhurpee, durkha | छुर्पी, छुर्पि, चुर्पी, दुर्खा
EGG-CRATE | egg, eggs, chicken eggs, egges | anda, andaa, phul anda, kukhurako anda | अण्डा, अन्डा, फुल अण्डा, अंडा
`;
