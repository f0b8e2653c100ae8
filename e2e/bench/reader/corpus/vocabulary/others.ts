/** What this wholesaler does not keep; near names are meant to tempt. `English | romanised | नेपाली` a line. */
export const strangers = `
cement | simenti | सिमेन्टी
iron rod | falame dandi | फलामे डन्डी
goat meat | khasi ko masu | खसीको मासु
whole fish | taja machha | ताजा माछा
beer can | tuborg beer | ट्युबर्ग बियर
whisky | raksi | रक्सी
surya cigarette | surya churot | सूर्य चुरोट
khaini tobacco | khaini | खैनी
LPG gas cylinder | gyas silindar | ग्यास सिलिन्डर
7up | 7up chiso | सेभेन अप
Limca | limka | लिम्का
Ariel powder | ariel dhulai | एरियल
Nirma | nirma | निर्मा
Pepsodent | pepsodent | पेप्सोडेन्ट
Medimix | medimix | मेडिमिक्स
paracetamol tablets | cetamol | सिटामोल
Vicks vaporub | bhiks | भिक्स
mango | pakeko aap | पाकेको आँप
oranges | taja suntala | सुन्तला
spinach | palungo | पालुङ्गो
radish | mula | मुला
carrot | gajar | गाजर
bottle gourd | lauka | लौका
petrol | petrol | पेट्रोल
kerosene | mattitel | मट्टितेल
umbrella | chhata | छाता
plastic bucket | balti | बाल्टी
bath towel | rumal | रुमाल
slippers | chappal | चप्पल
school bag | jhole bag | स्कुल ब्याग
pressure cooker | presar kukar | प्रेसर कुकर
steel thermos | tharmos | थर्मस
phone charger | charger | मोबाइल चार्जर
sim card | sim kard | सिम कार्ड
recharge card | richarge kard | रिचार्ज कार्ड
ice cream | aiskrim | आइसक्रिम
sausage | sosej | ससेज
tuna tin | tuna machha | टुना
mayonnaise | mayonij | मेयोनिज
Complan | complan | कम्प्लान
Tuborg | tuborg | टुबर्ग
chicken feed | kukhura ko dana | कुखुराको दाना
urea fertilizer | yuriya mal | युरिया मल
paint 4 inch brush | rang ko kuchi | रङ लगाउने कुची
ceiling fan | pankha | पंखा
mosquito net | jhul | झुल
wall clock | bhitte ghadi | भित्ते घडी
honda spark plug | spark plug | स्पार्क प्लग
shoe polish | jutta polis | जुत्ता पालिस
`;

/** Words that several goods answer to: `SKUs or a pattern that ends in * | English | romanised | नेपाली`. */
export const vague = `
MARIE-120G GOODDAY-75G DIGESTIVE-200G TIGER-60G PARLEG-80G MONACO-65G BOURBON-60G KRACKJACK-60G OREO-45G COCONUT-CRUNCH-80G GLUCOSE-NEBICO-75G ARROWROOT-150G HIDENSEEK-100G FIFTYFIFTY-60G PARLEG-CARTON | biscuit, biscuits | biskut, bisket | बिस्कुट, बिस्कुटहरू
LIFEBUOY-100G LUX-100G DETTOL-SOAP-75G DOVE-75G SANTOOR-100G WHEEL-BAR-125G RIN-BAR-250G OKSOAP-200G VIM-BAR-200G | soap, soaps | sabun, saabun | साबुन, साबून
WAIWAI-75G WAIWAI-VEG-75G RARA-75G MAYOS-70G TWOPM-80G CURRENT-100G RUMPUM-55G PREETI-75G RUCHEE-75G MAGGI-70G THUKPA-400G WAIWAI-CARTON RARA-CARTON | noodles, instant noodles | chauchau, chau chau | चाउचाउ, चाउ चाउ
SUNSILK-180ML HEADSHOULDERS-180ML PANTENE-180ML CLINICPLUS-STRIP | shampoo, shampoos | syampu, shyampu | स्याम्पु, स्याम्पू
GARAM-MASALA-100G MEAT-MASALA-50G CHICKEN-MASALA-50G MOMO-MASALA-50G VEG-MASALA-50G ACHAR-MASALA-50G | masala, spice masala | masala, masla | मसला, मसाला
COKE-250ML COKE-500ML COKE-1500ML PEPSI-250ML PEPSI-1500ML FANTA-250ML FANTA-1500ML SPRITE-250ML SPRITE-1500ML DEW-250ML DEW-500ML SODA-250ML COKE-CRATE SLICE-200ML FROOTI-200ML REDBULL-250ML | cold drinks, soft drink | chiso, kold drinks | चिसो पेय, कोल्ड ड्रिंक्स
CHILLI-200G CHILLI-DRY-250G CHILLI-GREEN-1KG | chilli, chilly | khursani, khorsani | खुर्सानी, खोर्सानी
LAYS-52G TITOS-30G KURKURE-70G | chips, chips packet | chips, chipas | चिप्स, चिप्स्
DAIRYMILK-24G KITKAT-18G MUNCH-20G FIVESTAR-20G | chocolate, chocolates | chaklet, choklet | चकलेट, चक्लेट
ATTA-1KG MAIDA-1KG MAKAI-PITHO-1KG KODO-PITHO-1KG PHAPAR-PITHO-1KG BESAN-500G ATTA-5KG ATTA-25KG MAIDA-25KG | flour, flours | pitho, pitto | पिठो, पीठो
DABURRED-100G DABURAMLA-180ML | dabur, dabur ko | dabur, daabur | डाबर, डावर
GLOWLOVELY-50G NIVEA-100ML BOROPLUS-40ML | cream, face cream | krim, kreem | क्रिम, क्रीम
`;
