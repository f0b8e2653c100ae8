/** By spelling, not by sound: bhai and the Wai of Wai Wai sound alike. Only long vowels and doubled letters are one. */
const spelling = (word: string) => word.toLowerCase().replace(/(.)\1+/g, '$1');

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean).map(spelling));

/** Case endings that stand between the words of a name (`tori ko tel`) and say nothing in it either. */
const PARTICLES = setOf('ko ka ki kaa kee the of lai haru को का की लाई हरू हरु');

/** Words around an order that name no good: greetings, please, send, verbs of wanting, particles. */
const TALK = setOf(`
  namaste namaskar namaskaar hello hi hey hy helo halo morning afternoon evening
  dai didi bhai bahini dada sir madam maam mam hajur hajurlai saathi sathi sahu sahuji boss bro guru uncle aunty kaka
  please pls plz plss kindly thank thanks thankyou tq dhanyabad dhanyabaad dhanyavad
  send need want order orders give bring deliver would could you your my our we i me us it is
  the some of for to from also today tomorrow urgent asap now with only just total each per
  chahiyo chaiyo chahinchha chaincha chahincha chaincha chahine chaine chahiyeko chaiyeko parcha parchha paryo
  pathaunu pathaunus pathaunuhos pathaidinu pathaidinus pathaidinuhos pathaideu pathaideu pathai pathau pathaunuhola
  dinu dinus dinuhos dinuhola diyo dida dinu hunchha huncha deu deuna dineta rakhnu rakhnus rakhdinus rakhidinus
  lyaunu lyaidinus lyaidinu lyaunus garnu garnus garidinus gardinus hola hos holaa
  malai hamilai hamro mero aaja aja bholi ahile chito chittai
  dear following these those list item items saman samaan saaman bihana beluka diuso haldinu haldinus haldinuhos haldeu haldinu halnu
  should be one's thing dinush chaincha paid yesterday hijo nothing deliver when who will
  le ma ta la na ni hai hoi ho re ra po nai chai chahi jati jasto wala waala wali haru
  ok okay thik theek cha chha chhan xa xan hos please thyo samma matra pugcha pugchha
  नमस्ते नमस्कार दाइ दाई दिदी भाइ भाई बहिनी सर म्याडम हजुर साहु साहुजी
  मलाई हामीलाई हाम्रो मेरो चाहियो चाहिन्छ चाहिने चाहिएको पर्यो पठाउनुस् पठाउनुहोस् पठाइदिनुस् पठाइदिनुहोस् पठाइदिनु पठाउनु पठाउनुहोला
  दिनुस् दिनुहोस् दिनु दिनुहोला धन्यवाद कृपया ले मा त ल न नि है हो जति चै चाहिँ छ छन् आज भोलि अहिले
  हुन्छ ठिक ठीक राख्नुस् राखिदिनुस् गरिदिनुस् ल्याइदिनुस् होला मात्र सम्म वाला सामान सामानहरू बिहान बेलुका हाल्दिनु हाल्दिनुस् हाल्दिनुहोस् हालिदिनुस् चाहिएको गर्नुस् गर्नुहोस् चाँहि
`);

/** Words between two goods. */
const CUTS = setOf('and ani ra aur plus tatha अनि र तथा');

export function isTalk(word: string): boolean {
  return TALK.has(spelling(word)) || isParticle(word);
}

export function isCut(word: string): boolean {
  return CUTS.has(spelling(word));
}

export function isParticle(word: string): boolean {
  return PARTICLES.has(spelling(word));
}
