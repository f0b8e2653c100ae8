import { type Sign, sign } from './intent-sign.ts';

/** Words that often mean it and sometimes stand in an order: beside goods with an amount they do not count (machine.ts). */
export const weakSigns: readonly Sign[] = [
  sign(
    'complaint',
    0.75,
    `
    kira
    ganha*/ganaeko
    bhije*/bhijeko
    taul/tol kam
    weight less/short
    less quantity/weight
    not good
    bad smell
    leak
    cheat/cheated/thage*/thagi*
    refund
    replace
    sati*/satne/badli*
    problem/samasya
    purano .. aayo/pathayo
    late .. delivery/again/order
    delivery .. late
    किरा
    गन्हा*
    भिजे*
    तौल कम
    ठगे*/ठगि*
    साट*
    समस्या
    पुरानो .. आयो
    `,
  ),
  sign(
    'payment',
    0.75,
    `
    payment
    bhuktani
    baki
    udharo
    dues
    credit limit
    kista
    cheque
    bill kati
    jamma kati
    भुक्तानी
    बाँकी
    उधारो
    किस्ता
    चुक्ता
    चेक
    `,
    'balance',
  ),
  sign(
    'status',
    0.75,
    `
    kaha cha
    कहाँ छ
    any update
    update .. order
    my order
    how long .. take
    delivery kahile
    kahile .. pathau*/aune/dine/milcha
    kati time/din lag*
    niskyo/niskiyo
    dispatch bhayo
    कहिले .. पठा*/आउने/दिने
    कति समय/दिन लाग*
    निस्कियो
    मेरो अर्डर
    `,
  ),
  sign(
    'inquiry',
    0.75,
    `
    cha ki chaina
    stock cha/ma
    kun kun
    k k cha/paincha
    how many/much in
    which/what .. cheaper/better/best
    delivery .. charge/free/time
    same day
    opening/closing
    bida
    offer cha/k
    छ कि छैन
    स्टक छ/मा
    कुन कुन
    के के छ/पाइन्छ
    बिदा
    अफर छ/के
    `,
  ),
  sign(
    'cancel',
    0.75,
    `
    stop .. order
    order .. rok*/hata*/band
    nagarnu/nagarnus/nagara order
    napathaunu/napathaunus/napathau
    not needed
    अर्डर .. रोक*/हटा*/बन्द
    नपठाउ*
    `,
  ),
  sign(
    'help',
    0.75,
    `
    kasari
    कसरी
    guide
    explain
    contact/samparka
    k lekhne/garne/garnu
    bujhena/bujhiyena
    support
    सम्पर्क
    के लेख्ने/गर्ने
    बुझे*/बुझा*
    `,
  ),
  sign(
    'confirm',
    0.75,
    `
    place .. order
    book it/order/gara
    order gara/garnus/garidinus/garnu
    final
    pathaunu/pathaunus/pathaidinu/pathaidinus/pathau/pathaideu
    conferm/kanfarm
    पठाउनुस्/पठाइदिनुस्/पठाउनु/पठाउनुहोस्
    अर्डर गर*
    `,
  ),
  sign(
    'greeting',
    0.7,
    `
    hlo/halo
    salam
    jay/jai *
    bye/byebye
    kasto cha/hunuhuncha
    k gardai
    good
    सलाम
    जय *
    कस्तो छ/हुनुहुन्छ
    `,
  ),
];
