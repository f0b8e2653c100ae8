/** What stands around an order, and what is no order at all: `English | romanised | नेपाली` a line. */
export const openings = `
Hello sir | namaste dai | नमस्ते दाइ
Good morning | namaskar sahuji | नमस्कार साहुजी
Hi, please send these | hajur yo saman pathaidinu na | यो सामान पठाइदिनुस् न
Order for my shop: | aaja ko order: | आजको अर्डर :
Dear sir, I need the following | dai malai yo chahiyeko thiyo | मलाई यो चाहिएको थियो
Pls note my order | order lekhnu hola | अर्डर लेख्नुहोला
Hi bro need some items | oi bhai saman chaiyo | भाइ सामान चाहियो
today's list | aaja ko list pathako chu | आजको लिस्ट
Send to Sita Kirana | namaste, sita kirana bata | नमस्ते, सीता किराना पसलबाट
Kindly deliver | kripaya pathaunu hola | कृपया पठाउनुहोला
`;

export const closings = `
Thank you | dhanyabad | धन्यवाद
please send today | aajai pathaidinu hola | आजै पठाइदिनुहोला
send fast | chito pathaidinu hai | छिटो पठाइदिनु है
thanks sir | hunchha dai dhanyabad | हुन्छ दाइ धन्यवाद
deliver by evening please | beluka samma pathaidinu | बेलुकासम्म पठाइदिनु
asap pls | alik chito hai | अलि छिटो है
need it tomorrow morning | bholi bihana chaiyeko | भोलि बिहान चाहिएको
payment on delivery | paisa saman aayepachi dinchu | पैसा सामान आएपछि दिन्छु
that's all | yeti ho | यति हो
regards | la hai ta | ल है त
`;

/** Words after one item: asking, hedging, politeness. */
export const tails = `
please | dinu | दिनुस्
needed | chaiyo | चाहियो
pls | pathaidinu | पठाइदिनुस्
also | chai | चाहिन्छ
only | haldinu | हाल्दिनु
if available | bhaye | भए
`;

export const talk = `
Hello, how are you? | namaste dai k cha khabar | नमस्ते दाइ के छ खबर
Is the shop open on Saturday? | sanibar pasal khulcha ki nai | शनिबार पसल खुल्छ कि खुल्दैन
The driver came late yesterday | hijo gadi dherai dhilo aayo | हिजो गाडी ढिलो आयो
Please call me after 2 | 2 baje pachi phone garnu na | २ बजेपछि फोन गर्नुस् न
I will pay next week | arko hapta paisa tirchu | अर्को हप्ता पैसा तिर्छु
What time will you deliver? | kati baje aaipugcha | कति बजे आइपुग्छ
Happy Dashain to you all | dashain ko subhakamana | दशैंको शुभकामना
Ok I will tell you later | pachi bhanchu hai | पछि भन्छु है
My number is 9841234567 | mero number 9848012345 ho | मेरो नम्बर ९८४८०१२३४५ हो
who is this | ko bolnu bhayo | को बोल्नुभयो
Nothing today, thanks | aaja kehi chahidaina | आज केही चाहिँदैन
Can you come to the shop | pasal ma aunu na ek choti | पसलमा आउनुस् न एकचोटि
Send me the bill of last month | gata mahina ko bill pathaidinu | गत महिनाको बिल पठाइदिनुस्
It is raining a lot here | yaha ta pani parirahecha | यहाँ झरी परिरहेको छ
we are closed for 3 days | 3 din pasal banda cha | ३ दिन पसल बन्द छ
good night | subha ratri | शुभ रात्री
who will deliver today | aaja ko aaucha delivery garna | आज डेलिभरी गर्न को आउँछ
did you get my message? | mero message paunu bhayo | मेरो म्यासेज पाउनुभयो
I paid 5000 yesterday | hijo 5000 tireko chu | हिजो ५००० तिरेको छु
the road is blocked near the bridge | pul nira bato bigreko cha | पुल नजिक बाटो बिग्रेको छ
my son is sick so shop closed | chora birami bhayera pasal banda | छोरा बिरामी भएर पसल बन्द
thank you so much | dherai dherai dhanyabad | धेरै धेरै धन्यवाद
which bank can I pay to | kun bank ma halne paisa | कुन बैंकमा हाल्ने पैसा
see you on 15th | 15 gate bhetaula | १५ गते भेटौंला
`;
