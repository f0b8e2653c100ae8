/** Units as shops write them: `class | English | romanised | नेपाली`. What they are worth comes from the catalogue. */
export const unitWords = `
packet | packet, packets, pkt, pack, pkts, pck, pouch | packet, pyaket, paket, poka, pkt, pyakat | प्याकेट, पोका, प्याकेट्, पाकेट, प्याकट
piece | pcs, piece, pieces, pc, nos | ota, wota, ta, wata, vata, oota, thaan, than | वटा, ओटा, टा, थान, गोटा, पिस
bottle | bottle, bottles, btl, botle | botal, bottle, bottal, sisi | बोतल, बोत्तल, सिसी
kg | kg, kgs, kilo, kilos, k.g. | kilo, kg, kelo, keji | किलो, केजी, के.जी., किलोग्राम
g | g, gm, gram, grams | gram, gm, graam | ग्राम, ग्रा
litre | litre, liter, l, ltr, litres | liter, litar, ltr, leetar | लिटर, लीटर, लि
ml | ml, ML, mls | ml, mili, emel | मिलि, एमएल, मिलिलिटर
dozen | dozen, dozens, doz, dzn | darjan, dozen, darjon, darzan | दर्जन, दर्ज़न, डजन
bori | sack, bag, bags, sacks, bori | bora, bori, katta, boraa | बोरा, बोरी, कट्टा
carton | carton, cartons, ctn, case, box carton | peti, carton, kartun, pety, cartoon | पेटी, कार्टन, कार्टुन, पेटि
crate | crate, crates, tray | crate, kret, krat, kreet | क्रेट, क्रेट्, ट्रे
jar | jar, jars | jar, jaar | जार, जर
can | can, cans, tin | can, kyan, tin | क्यान, टिन
cup | cup, cups | cup, kap | कप
strip | strip, strips | strip, istrip, patti | स्ट्रिप, पत्ता
ream | ream, reams | rim, ream | रिम
box | box, boxes | box, batta, baksa | बट्टा, बक्स, बाकस
`;
