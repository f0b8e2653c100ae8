/** Numbers as words, in thousandths: `value | English | romanised | नेपाली`. The first of a cell is the commonest. */
export const numberWords = `
1000 | one, a | ek, yek, euta, yeuta | एक, एउटा
2000 | two | dui, duita, duee | दुई, दुइ, दुइटा
3000 | three | tin, teen, tinta | तीन, तिन
4000 | four | char, chaar | चार
5000 | five | paanch, panch, pach | पाँच, पांच
6000 | six | chha, cha, chaha | छ
7000 | seven | saat, sat | सात
8000 | eight | aath, aat | आठ
9000 | nine | nau | नौ
10000 | ten | das, dash | दस, दश
11000 | eleven | eghara, egara | एघार
12000 | twelve | bahra, barha, baara | बाह्र, बार्ह
15000 | fifteen | pandhra, pandra | पन्ध्र
20000 | twenty | bis, bees | बीस, बिस
25000 | twenty five, twenty-five | pachis, pachchis | पच्चीस, पच्चिस
30000 | thirty | tis, tees | तीस, तिस
40000 | forty | chalis, chaalis | चालीस, चालिस
50000 | fifty | pachas, pachaas | पचास
100000 | hundred, one hundred | saya, ek saya, say | सय, एक सय
`;

/** Parts and halves; written before a unit of weight, volume or a dozen. */
export const partWords = `
250 | quarter | pau, paaw | पाउ, पाव
500 | half, half a | aadha, adha | आधा, आधी
1250 | one and a quarter | sawa, sawa ek | सवा
1500 | one and a half | dedh, ded, derh | डेढ
1750 | one and three quarter | paune dui | पौने दुई
2500 | two and a half | adhai, adhaai, sadhe dui | अढाई, साढे दुई
3500 | three and a half | sadhe tin, saadhe teen | साढे तीन, साढे तिन
4500 | four and a half | sadhe char, saadhe chaar | साढे चार
5500 | five and a half | sadhe panch, sadhe paanch | साढे पाँच
`;
