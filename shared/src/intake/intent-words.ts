import { list, type Sign, sign } from './intent-sign.ts';

/** What people write when they do not list goods, in three writings; the first is believed where two weigh the same. */
export const signs: readonly Sign[] = [
  sign(
    'complaint',
    0.93,
    `
    wrong item/items/product/goods/order/bill/amount/price/size/brand
    galat/galti .. saman/bill/order/aayo/pathayo/pathaunubhayo/pathayeu/cha
    गलत .. सामान/बिल/अर्डर/आयो/पठाउ*/पठाए*/छ
    bigre*
    kuhi*
    phute*/phuti*/fute*
    cyati*/chyati*
    sadeko/sadiyeko
    kharab
    naramro
    बिग्र*
    कुहि*
    फुट*
    च्याति*
    सडे*
    खराब
    नराम्रो
    broken
    damage/damaged
    rotten
    spoiled/spoilt
    expired
    stale
    leaking
    missing
    torn
    was/were/is/are .. bad/late/wet/old/rude
    bad/poor/worst/terrible/low quality/service/product/goods
    overcharge/overcharged
    charged .. more/extra/twice/double
    kam/ghati aayo/pathayo/pathayeu/pathaunubhayo/bhayo
    कम/घटी आयो/पठा*/भयो
    badhi .. liyo/lagyo/paisa/lineko
    बढी .. लियो/लाग्यो/पैसा
    dhilo gare*/garyo/bhayo/aayo/garnubhayo
    ढिलो ग*/भयो/आयो
    myad/date sakie*/sakiye*/gayeko/nagheko
    म्याद/मिति सकि*/गए*/नाघे*
    firta lan*/laij*/lag*/gar*/line
    फिर्ता ला*/लै*/लग*/ग*
    return .. item/items/goods/this/it
    bill/hisab milena/milekaina
    बिल/हिसाब मिलेन/मिलेको
    aayena/aaipugena/pugena
    आएन/आइपुगेन/पुगेन
    not/never received/delivered/came/arrived/come
    complain/complaint
    gunaso
    गुनासो
    `,
  ),
  sign(
    'payment',
    0.92,
    `
    paid
    paisa/payment/cheque/check/amount halidie*/hal*/pathai*/gare*/garidi*/deposit*/jamma/tireko/tiriyo/die*
    पैसा/भुक्तानी/चेक/रकम हाल*/पठा*/ग*/जम्मा/तिर*/दिए*
    cheque deposit/jamma
    चेक जम्मा
    rs/rupees/rupaiya/rupiya/paisa .. pathaeko/pathayeko/haleko/tireko/pathae/pathaye/sent
    रु/रुपैयाँ/पैसा .. पठा*/हाले*/तिरे*
    sent .. money/payment/rs/rupees/amount
    transfer/transferred
    tirisakeko/tirisake/tireko/tire
    तिरिसक*/तिरेको/तिरें/तिरे
    esewa/khalti/fonepay/phonepay/ips .. gar*/bata/tir*/done/halidi*/pathai*
    इसेवा/खल्ती/फोनपे .. ग*/बाट/तिर*/हाल*
    by/via/through esewa/khalti/fonepay/bank/cheque
    `,
    'paid',
  ),
  sign(
    'payment',
    0.9,
    `
    balance
    hisab
    khata
    हिसाब
    खाता
    ब्यालेन्स
    विवरण
    outstanding
    credit limit/left/balance
    udharo/baki/bakyauta/limit .. kati
    kati .. udharo/baki/tirnu*/tirna/tirne/bakyauta
    उधारो/बाँकी/लिमिट .. कति
    कति .. उधारो/बाँकी/तिर्न*
    how much .. owe/due/pay
    due amount
    my due/dues
    `,
    'balance',
  ),
  sign(
    'payment',
    0.91,
    `
    statement
    ledger
    last/recent/past/all transactions/entries/payments
    hisab/khata pathau*/pathai*/dekhau*/dinu/dinus/dinuhos/bibaran/kitab
    hisabko/khatako bibaran
    len den
    lenden
    स्टेटमेन्ट
    हिसाब/खाता पठाउ*/पठाइ*/देखाउ*/दिनुस्/दिनुहोस्/विवरण/किताब
    हिसाबको/खाताको विवरण
    लेनदेन
    लेन देन
    `,
    'statement',
  ),
  sign(
    'payment',
    0.88,
    `
    tirchu/tirnechu/tiridinchu
    tirne chu
    तिर्छु/तिर्नेछु/तिरिदिन्छु
    will/shall pay
    pay .. tomorrow/sunday/monday/tuesday/wednesday/thursday/friday/saturday/later/next
    `,
    'promise',
  ),
  sign(
    'payment',
    0.86,
    `
    which/what/your/kun bank/account
    कुन बैंक/खाता
    qr
    account number
    bank account/detail/details
    kasari/kaha tirne/tirnu/pay
    कसरी/कहाँ तिर्ने/तिर्नु
    how .. pay
    `,
    'howToPay',
  ),
  sign('payment', 0.86, 'receipt\nrasid\nरसिद\nbill pathau*/copy/chahiyo\nबिल पठाउ*/चाहियो', 'receipt'),
  sign(
    'reorder',
    0.93,
    `
    not this week/time
    reorder no
    yo/this/aaile/ahile hapta/week/palta .. chahidaina/chahinna/pardaina/napathau*/hudaina/chahiyena
    यो हप्ता/पटक .. चाहिँदैन/पर्दैन/नपठाउ*/हुँदैन
    suggestion/suggestions/sujhav napathau*/band*/nagar*
    सुझाव नपठाउ*/बन्द
    dont/stop/no suggest/suggesting/suggestion/suggestions
    no same
    same .. not needed
    `,
    'notThisTime',
  ),
  sign(
    'reorder',
    0.91,
    `
    reorder
    same as/order/again/items/list/thing
    order same
    as usual
    like last/usual/before/always
    last week/time/order ko/kai jasto/jastai/same
    last week/order
    repeat .. order
    gata/pohor/pichlo/aghillo/aghi hapta/pali/palta/choti
    feri/pheri tei/tehi/tyahi/tyo
    tei/tehi/tyahi saman/list/order
    sadhai jasto/jastai
    sadhaiko jasto/jastai
    dohor*
    गत/पोहोर/अघिल्लो/पछिल्लो हप्ता*/पटक*/पाली*/अर्डर*
    फेरि त्यही/त्यहि/तेही
    त्यही/त्यहि सामान/लिस्ट/अर्डर
    सधैं/सधैँ जस्तो/जस्तै
    दोहोर्या*
    `,
    'orderAgain',
  ),
  sign(
    'status',
    0.92,
    `
    status
    track/tracking
    अवस्था
    स्टाटस
    where .. order/delivery/goods/truck
    order/saman/gadi/delivery/maal .. kaha/kata
    अर्डर/सामान/गाडी/माल .. कहाँ/कता
    kaha/kata pug*
    कहाँ/कता पुग*
    kahile/kaile .. aaipug*/aaucha/pugcha/aaune/pugne
    kati baje/bela aaipug*/aaucha/pugcha/aaune
    कहिले .. आइपुग*/आउँछ/पुग्छ/आउने
    कति बजे/बेला आइपुग*/आउँछ/पुग्छ
    on the way
    has/is/was .. dispatched/shipped/delivered/coming/accepted/sent
    when .. come/arrive/reach/delivered/delivery
    what happened .. order/delivery
    pathaisakyo/pathaisakeko/pathaunubhayo order
    order .. pathaisak*/pathaunubhayo/swikar/accept
    अर्डर .. पठाइसक*/स्वीकार
    `,
  ),
  sign(
    'cancel',
    0.92,
    `
    cancel/canceled/cancelled/cancl/cansel/cancle
    radda
    रद्द
    क्यान्सल/क्यान्सिल
    dont .. send/want/need .. order
    do not .. send/want/need .. order
    order .. chahidaina/chahiyena/nachahine/nachahiyo/pardaina/chahinna/napathau*
    अर्डर .. चाहिँदैन/चाहिएन/नचाहिने/पर्दैन/नपठाउ*
    order na pathau*
    `,
  ),
  sign(
    'inquiry',
    0.92,
    `
    price
    rate
    cost
    bhau
    mol
    भाउ
    मूल्य
    रेट
    दाम
    how much is/for/are/does
    kati parcha/pardacha/parne
    कति पर्छ/पर्दछ/पर्ने
    sasto/sabaibhanda
    सस्तो
    cheap/cheapest/cheaper
    `,
    'price',
  ),
  sign(
    'inquiry',
    0.87,
    `
    available
    in stock
    do/can you/u have/sell/keep/deliver/give/get
    what brand/brands/size/sizes/time/kind/kinds
    which brand/brands/size/sizes
    paincha/painchha/paiyela
    पाइन्छ/पाइएला
    discount
    chut
    छुट
    minimum
    naya saman/product/maal
    नयाँ सामान/माल
    expiry
    kati .. huncha/aatcha/aucha
    कति .. हुन्छ/अट्छ
    delivery huncha/garnuhuncha/charge/free
    डेलिभरी हुन्छ/गर्नु*
    khulcha/khulne/khula
    खुल्छ/खुल्ने/खुला
    open until/today/now/time
    red bull cha
    `,
  ),
  sign(
    'help',
    0.9,
    `
    help
    hlp
    madat/maddat
    sahayog
    मद्दत
    सहयोग
    option/options
    menu
    how to/do/can/does .. order/use/work/start/send
    what should/can/do i/you
    kasari .. garne/garnu/chalaune/pathaune/order/lekhne
    कसरी .. गर्ने/चल्छ/चलाउने/पठाउने/लेख्ने
    bujhina/bujhiena
    बुझिन/बुझिएन
    sikau*/sikai*
    सिका*
    manche/human/person/agent/staff sanga/sita
    talk .. human/person/someone/agent/staff
    मान्छे/मानिस सँग/संग
    मान्छेसँग/मानिससँग
    customer care/service/support
    phone/call gar*/me
    फोन ग*
    k k/ke garna
    के के गर्न
    `,
  ),
  sign(
    'confirm',
    0.93,
    `
    confirm/confirmed/confrm/cofirm/conform/comfirm/konfirm
    कन्फर्म
    go ahead
    pakka
    पक्का
    order done/final
    `,
  ),
  sign(
    'greeting',
    0.85,
    `
    namaste/namaskar/nmste/namste
    hello/hi/hey/helo
    good morning/afternoon/evening/night/day
    subha/shubha *
    k/ke cha/chha khabar/hal
    sanchai
    aaramai
    thanks/thank/thanku/thankyou
    dhanyabad/dhanyawad
    happy *
    नमस्ते
    नमस्कार
    हेलो
    शुभ *
    शुभकामना
    के छ .. खबर/हाल
    सन्चै
    आरामै
    धन्यवाद
    `,
  ),
];

/** Words that add nothing to a sign: a message of one sign and these is about that and nothing else. */
export const fillers = list(`
  please pls plz sir madam dai didi bhai bro hajur sahuji ji ok okay la hai ta ni aba ma the it is my me a to for yes ho
  order gara gar garnu garnus garnuhos gardinu gardinus garidinu garidinus dinu dinus dinuhos your this that yo tyo mero
  malai hamro cha thiyo you we i huncha paryo garnuparyo
  कृपया हजुर दाइ दिदी भाइ सर साहुजी गर्नुस् गर्नुहोस् गरिदिनुस् दिनुस् मेरो मलाई यो त्यो छ हो अब नि त है ल
`).flatMap((line) => line.split(' '));

const words = (text: string) => list(text).flatMap((line) => line.split(' '));

/** Yes and no to whatever was asked last: one of these, and else only words of courtesy. */
export const yesWords = words(`
  y yes yess yas yeah yep ya k kk ok okk okay okey oke ho hos haan ha hajur thikcha hudaicha huncha hunch thik thikai sahi milyo la done sure
  हो हुन्छ हस् हजुर ठिक ठीक मिल्यो सही लौ
`);
export const noWords = words('n no nope nah hoina haina pardaina chahidaina chahinna होइन हैन पर्दैन चाहिँदैन हुँदैन');
export const courtesy = words('please pls thanks thank you hai dai didi sir cha hajur है दाइ दिदी हजुर छ धन्यवाद');
export const skipWords = words('skip chod choda chodnus chodnu chodidinus छोड छोड्नुस् छोडिदिनुस्');
