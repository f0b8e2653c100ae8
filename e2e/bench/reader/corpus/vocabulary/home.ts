/** As staples.ts, for soap, cleaning, household and stationery. */
export const home = `
LIFEBUOY-100G | lifebuoy soap, lifebuoy, life boy soap, lifebouy soap | laifboi sabun, lifebuoy sabun, lifboy sabun, laifbwai | लाइफब्वाइ साबुन, लाइफबोई साबुन, लाइफब्वाइ
LUX-100G | lux soap, lux, luks soap, lux beauty soap | lux sabun, laks sabun, lax sabun, lux ko sabun | लक्स साबुन, लक्स, लक्श साबुन
DETTOL-SOAP-75G | dettol soap, detol soap, dettol bath soap, dettol bar soap | dettol sabun, detol sabun, ditol sabun, dettol ko sabun | डिटोल साबुन, डेटोल साबुन, डिटोलको साबुन
DOVE-75G | dove soap, dove, dove bar soap, dov soap | dov sabun, dove sabun, dobh sabun, dove ko sabun | डोभ साबुन, डोव साबुन, डोभको साबुन
SANTOOR-100G | santoor soap, santoor, santur soap, santoor sandal soap | santur sabun, santoor sabun, santoor ko sabun, santuur sabun | सन्तुर साबुन, सन्तूर साबुन, सन्तुर
HANDWASH-200ML | hand wash, handwash, hand wash liquid, liquid handwash | handwas, hyandwas, hat dhune handwash, hendwash | ह्यान्डवास, ह्यान्ड वास, हात धुने ह्यान्डवास
DETTOL-100ML | dettol liquid, dettol antiseptic, detol liquid, dettol antiseptic liquid | dettol jhol, ditol jhol, dettol likwid, dettol ko jhol | डिटोल, डिटोल झोल, डेटोल झोल
COLGATE-100G | colgate toothpaste, colgate, colget paste, colgate paste | kolget, colgate manjan, kolgate manjan, kolget manjan | कोलगेट, कोलगेट मन्जन, कोल्गेट
CLOSEUP-80G | close up toothpaste, closeup, close-up, closeup paste | klojap, close up manjan, klozup, closeup manjan | क्लोजअप, क्लोज अप, क्लोजअप मन्जन
DABURRED-100G | dabur red toothpaste, dabur red, dabur red paste, dabar red paste | dabar red manjan, dabur red manjan, dabur rato manjan, dabarred manjan | डाबर रेड, डाबर रेड मन्जन, डावर रेड
SENSODYNE-70G | sensodyne toothpaste, sensodyne, sensodine paste, senso dyne | sensodain, sensodyne manjan, sensodain manjan | सेन्सोडाइन, सेन्सोडाइन मन्जन, सेन्सोडाईन
TOOTHBRUSH-PC TOOTHBRUSH-DOZEN | toothbrush, tooth brush, toothbrushes, teeth brush | dat majhne brush, brus, daat majhne bras, dant brush | दाँत माझ्ने ब्रस, ब्रस, दात माझ्ने ब्रुस
CLINICPLUS-STRIP | clinic plus sachet, clinic plus, clinicplus shampoo sachet, clinic plus strip sachet | klinik plas, clinic plus syampu, klinik plus syase, clinic plus syase | क्लिनिक प्लस, क्लिनिक प्लस स्याम्पु, क्लिनिकप्लस
SUNSILK-180ML | sunsilk shampoo, sunsilk, sun silk shampoo, sunslik shampoo | sansilk syampu, sunsilk syampu, sansilk, sunsilk sampu | सनसिल्क, सनसिल्क स्याम्पु, सन्सिल्क स्याम्पू
HEADSHOULDERS-180ML | head and shoulders, head & shoulders shampoo, head n shoulder, head and shoulder shampoo | hed en soldar, head shoulder syampu, head and sholder syampu | हेड एन्ड सोल्डर्स, हेड एण्ड सोल्डर, हेड सोल्डर स्याम्पु
PANTENE-180ML | pantene shampoo, pantene, panteen shampoo, pantine | pantin syampu, pyantin syampu, pantene syampu, pyantin | प्यान्टिन, प्यान्टिन स्याम्पु, पेन्टिन स्याम्पु
PARACHUTE-200ML | parachute oil, parachute coconut oil, parachute hair oil, parachut coconut oil | parasut tel, nariwal ko tel, parachute ko tel, nariwalko tel | प्याराशुट तेल, नरिवलको तेल, प्यारासुट, नरिवल तेल
DABURAMLA-180ML | dabur amla, dabur amla oil, dabur amla hair oil, amla hair oil | dabar amla, amla tel, dabur amla tel, amala ko tel | डाबर अमला, अमला तेल, डावर अमला तेल
NAVRATNA-100ML | navratna oil, navratna, navaratna cool oil, navratan oil | nabaratna tel, nawaratna tel, navratna tel, nabaratan tel | नवरत्न तेल, नवरत्न, नवरत्नको तेल
GLOWLOVELY-50G | glow and lovely, glow & lovely cream, fair and lovely, fair & lovely | glo en labhli, glow lovely krim, fair lovely krim, feyar labli | ग्लो एन्ड लभ्ली, फेयर लभ्ली, ग्लो लभ्ली क्रिम
VASELINE-50G | vaseline, vaseline jelly, vaselin, petroleum jelly vaseline | bhyaslin, vaslin, bhaselin, vaseline jeli | भ्यासलिन, भेसलिन, भ्यासलीन
NIVEA-100ML | nivea cream, nivea, nivia cream, nivea body cream | nibhiya krim, niviya, nivea krim, nibhia | निभिया, निभिया क्रिम, निविया क्रिम
BOROPLUS-40ML | boroplus cream, boro plus, boroplus, boro plus antiseptic cream | boroplas, boro plas krim, boroplus krim, boroplas krim | बोरोप्लस, बोरो प्लस, बोरोप्लस क्रिम
WHISPER-8 | whisper pads, whisper, whisper sanitary pad, wisper pad | hwispar pyad, whisper pyad, wispar, whisper pad | ह्विस्पर, ह्विस्पर प्याड, विस्पर प्याड
STAYFREE-8 | stayfree pads, stayfree, stay free pad, stayfree sanitary pads | stefri pyad, stayfree pyad, istefri, stefree pad | स्टेफ्री, स्टेफ्री प्याड, स्टे फ्री प्याड
PAMPERS-M-9 | pampers diapers, pampers medium, pampers, pampers diaper m | pyampars, pampars daipar, pampers daiper, pyampar | प्याम्पर्स, प्याम्पर्स डाइपर, पेम्पर्स
CERELAC-350G | cerelac, cerelac wheat, cerelac baby food, cerlac | serelyak, cerelac lito, sarelak, serelak | सेरेल्याक, सेरलेक, सेरेलेक
GILLETTE-GUARD | gillette razor, gillette guard, gilette guard razor, gillette guard razor | jilet rejar, gillette rejar, jilet, gilet gard | जिलेट रेजर, जिलेट, जिलेट गार्ड
COTTON-100G | cotton roll, cotton, cotton wool roll, cotten roll | kapas, kapaas, kapas ko roll, rui kapas | कपास, कपास रोल, कपाास
WHEEL-500G | wheel detergent, wheel powder, wheel surf, weel powder | wil powder, wheel surf, hwil sarf, wheel paudar | ह्विल सर्फ, ह्विल, ह्वील पाउडर
WHEEL-BAR-125G | wheel bar, wheel laundry bar, wheel soap, wheel washing bar | wheel sabun, hwil sabun, wil sabun, wheel ko sabun | ह्विल साबुन, ह्वील साबुन, ह्विलको साबुन
SURFEXCEL-500G | surf excel, surf excel powder, surfexcel, surf exel | sarf eksel, surf eksel, sarf excel, surfeksel | सर्फ एक्सेल, सर्फएक्सेल, सर्फ एक्सल
SURF-1KG | detergent powder, washing powder, detergent, surf powder | surf, sarf, sarf paudar, luga dhune powder | सर्फ पाउडर, सर्फ, लुगा धुने पाउडर
TIDE-500G | tide detergent, tide powder, tide, tyde powder | taid, taid powder, tide surf, taid sarf | टाइड, टाइड पाउडर, टाईड
RIN-BAR-250G | rin bar, rin soap, rin laundry bar, rin washing soap | rin sabun, rin bar, rinn sabun, rin ko sabun | रिन साबुन, रीन साबुन, रिन बार
GHADI-500G | ghadi detergent, ghadi powder, ghari detergent, ghadi washing powder | ghadi surf, ghadi sarf, ghadi paudar, ghari surf | घडी सर्फ, घडी पाउडर, घडि सर्फ
OKSOAP-200G | ok soap, ok laundry soap, okay soap, ok washing soap | ok sabun, oke sabun, okey sabun, ok ko sabun | ओके साबुन, ओ के साबुन, ओकेको साबुन
VIM-BAR-200G | vim bar, vim soap bar, vim dish bar, vim | bhim bar, vim sabun, vim bar, bhada majhne vim | भिम बार, भीम बार, भिम, भाँडा माझ्ने भिम
VIM-LIQUID-250ML | vim liquid, vim dishwash liquid, vim gel, vim liquid dishwash | bhim likwid, vim jhol, bhim jhol, vim likuid | भिम लिक्विड, भिम झोल, भीम लिक्विड
EXO-BAR-200G | exo bar, exo, exo dish bar, exo dishwash bar | ekso bar, exo bar, ekjo bar, exo sabun | एक्सो बार, एक्सो, एक्सो साबुन
SCRUBBER-PC | steel scrubber, scrubber, steel wool scrubber, scruber | juna, steel juna, steel ko juna, bhada majhne juna | जुना, स्टिल जुना, भाँडा माझ्ने जुना
HARPIC-500ML | harpic, harpic toilet cleaner, toilet cleaner, harpik cleaner | harpik, harpic, haarpik, harpik toilet cleaner | हार्पिक, हारपिक, हार्पीक
LIZOL-500ML | lizol, floor cleaner, lizol floor cleaner, lyzol | laijol, lizol, laizol, bhui puchne lizol | लाइजोल, लिजोल, लाईजोल
PHENYL-1L | phenyl, fenyl, phenyle floor, phinyl | finel, phinel, phenel, finail | फिनेल, फिनाइल, फीनेल
BLEACH-500G | bleaching powder, bleach powder, bleach, bleching powder | bliching paudar, bleaching paudar, blich powder, bliching | ब्लिचिङ पाउडर, ब्लिचिङ, ब्लिचिंग पाउडर
COMFORT-200ML | comfort fabric softener, comfort, fabric softener comfort, comfort liquid softener | kamfort, comfort, komfort jhol, kamphort | कम्फर्ट, कमफर्ट, कम्फोर्ट
BROOM-PC | grass broom, broom, brooms, floor broom | kucho, amriso kucho, amliso ko kucho, amrisoko kucho | कुचो, अम्रिसो कुचो, अम्लिसोको कुचो
MATCHES-10 MATCHES-CARTON | matches, match box, matchbox, match sticks | salai, salaai, machis, shalai | सलाई, सलाइ, माचिस
LIGHTER-PC | gas lighter, lighter, liter lighter, cigarette lighter | laitar, lighter, laiter, gyas laitar | लाइटर, ग्यास लाइटर, लाईटर
CANDLE-6 | candles, candle, candels, wax candles | mainbatti, main batti, mombatti, mainbati | मैनबत्ती, मैनबत्ति, मोमबत्ती
DHOOP-PACK | incense sticks, incense, dhoop sticks, agarbatti | dhup, dhoop, agarbatti, dhup batti | धुप, धूप, अगरबत्ती
CAMPHOR-20G | camphor, kapoor camphor, camfor, camphor tablets | kapur, kapoor, kappur, kapur dana | कपुर, कपूर, कर्पुर
COIL-10 | mosquito coil, mosquito coils, mosqito coil, mosquito repellent coil | lamkhutte dhup, lamkhutte koil, machchar dhup, lamkhutteko dhup | लामखुट्टे धुप, लामखुट्टेको धुप, लामखुट्टे धूप
GOODKNIGHT-REFILL | good knight refill, good knight, goodnight refill, goodknight liquid refill | gud nait, good knight rifil, gudnait rifil, good nait refill | गुड नाइट रिफिल, गुड नाइट, गुडनाइट
BATTERY-AA-PAIR | aa battery, pencil battery, aa batteries, aa cell battery | pensil byatri, pencil byatri, pensil cell, byatri pencil | पेन्सिल ब्याट्री, पेन्सिल व्याट्री, ब्याट्री
BULB-9W | led bulb, bulb led, led bulbs, led light bulb | led balb, led chim, balb, bijuli chim | एलइडी बल्ब, एलईडी बल्ब, बल्ब, चिम
FOIL-9M | aluminium foil, foil paper, aluminum foil, silver foil | foil, foil pepar, aluminium foil, phoil | फोइल, आल्मुनियम फोइल, फोइल पेपर
TISSUE-100 | tissue paper, tissue, tissues, tisue paper | tisu pepar, tisyu pepar, tisu, tisyu | टिस्यु पेपर, टिस्यू, टिसु पेपर
TOILETROLL-PC | toilet paper, toilet roll, toilet paper roll, toilet tissue roll | toilet pepar, twailet pepar, toilet rol, twailet rol | ट्वाइलेट पेपर, ट्वाइलेट रोल, टोइलेट पेपर
CUP-PAPER-50 | paper cups, paper cup, paper tea cups, disposable paper cup | kagaj ko kap, kagajko cup, pepar kap, kagaj ko gilas | कागजको कप, पेपर कप, कागजको कफ कप
PLATE-DUNA-50 | leaf plates, duna tapari, leaf plate, leaf bowl plates | duna tapari, duna, tapari, dunaa tapari | दुना टपरी, टपरी, दुना टपरि
RUBBERBAND-100G | rubber bands, rubber band, ruber band, elastic rubber bands | rabar byand, rubber byand, rabar band, rabarband | रबर ब्यान्ड, रबरब्यान्ड, रवर ब्यान्ड
ROPE-10M | nylon rope, rope, rope nylon, nilon rope | dori, nailon dori, doree, plastic dori | डोरी, नाइलन डोरी, डोरि
LOCK-50MM | padlock, lock, door padlock, pad lock | talcha, taalcha, dhoka ko talcha, talchaa | ताल्चा, ताल्चाा, ढोकाको ताल्चा
GARBAGEBAG-30 | garbage bags, garbage bag, dustbin bags, garbage plastic bags | fohor ko jhola, fohor jhola, phohor falne jhola, phohor jhola | फोहोर झोला, फोहोरको झोला, फोहर झोला
COPY-100P COPY-DOZEN | exercise book, exercise copy, notebook copy, note book | kapi, kaapi, lekhne kapi, copy | कापी, कापि, लेख्ने कापी
PEN-BLUE-PC PEN-BOX-50 | ball pen, blue pen, blue ball pen, dot pen blue | dot pen, nilo kalam, kalam, dotpen | निलो कलम, कलम, डटपेन, नीलो डट पेन
PENCIL-10 | pencils, pencil, lead pencil, writing pencils | sisakalam, pensil, sisa kalam, pencil sisakalam | सिसाकलम, पेन्सिल, सीसाकलम
ERASER-PC | eraser, erasers, pencil eraser, erazer | irejar, metaune rabar, iresar, metne rabar | इरेजर, इरेसर, मेटाउने रबर
SHARPENER-PC | sharpener, pencil sharpener, sharpner, sharpeners | sarpnar, katar, sharpner, pensil katne katar | कटर, सार्पनर, पेन्सिल कटर
GEOMETRY-BOX | geometry box, geometry set box, geomatry box, instrument box | jyamiti baks, geometry baks, jiometri box, jyometri box | ज्यामिति बक्स, ज्योमेट्री बक्स, ज्यामिती बक्स
SCALE-30CM | ruler, scale ruler, ruler scale, measuring ruler | skel, iskel, scale, skel patti | स्केल, इस्केल, स्केेल
FEVICOL-50G | fevicol, fevicol glue, favicol, fevicol gum | febhikol, fevikol, fevicol gam, febikol | फेभिकोल, फेविकोल, फेभिकल
TAPE-1IN | clear tape, cello tape, sello tape, transparent tape | selo tep, tep, selotep, plastic tep | टेप, सेलो टेप, टेेप
MARKER-PC | permanent marker, marker, marker pen, permanant marker | markar, marker, markar pen, parmanent markar | मार्कर, मार्कर पेन, माार्कर
CRAYON-12 | wax crayons, crayons, crayon colours, crayon | main rang, kreyon, maiin rang, krayon rang | मैन रङ, क्रेयोन, मैन रंग
A4-REAM | a4 paper, a4 size paper, a4 photocopy paper, a4 papers | a4 kagaj, a4 ko kagaj, a4 pepar, photocopy kagaj | ए४ कागज, ए४ पेपर, ए फोर कागज
ENVELOPE-50 | envelopes, envelope, envelop, letter envelopes | kham, khaam, chithi ko kham, lifafa | खाम, चिठीको खाम, लिफाफा
CALCULATOR-PC | calculator, desk calculator, calculater, calculators | kyalkuletar, kalkuletar, calculator, hisab garne calculator | क्यालकुलेटर, क्याल्कुलेटर, क्यालकुुलेटर
`;
