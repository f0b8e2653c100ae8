import type { Refusal } from '../kernel/errors.ts';
import { chatMoney } from '../kernel/money.ts';
import { formatQuantity } from '../kernel/quantity.ts';
import { fitList } from './fit.ts';
import { andMore, figure, questionLines, statement, stateWord, status, summary } from './say-parts.ts';
import type { Words } from './words.ts';

export function sayNepali(words: Words): string {
  switch (words.kind) {
    case 'orderSummary':
      return summary(words, true);
    case 'orderConfirmed':
      return [
        'अर्डर पक्का भयो!',
        `अर्डर #${words.orderNumber}`,
        `अवस्था: ${stateWord(words.state, 'ne')}`,
        `कुल: ${chatMoney(words.totalPaisa)}`,
        `सामान: ${words.itemCount}`,
        `हेर्न: "STATUS ${words.orderNumber}" पठाउनुहोस्`,
      ].join('\n');
    case 'orderStatus':
      return status(words.order, true);
    case 'orderList':
      return words.orders.length === 0
        ? 'अहिलेसम्म कुनै अर्डर छैन। चाहिएको सामान लेख्नुहोस्, जस्तै: चामल १० केजी'
        : [
            'पछिल्ला अर्डरहरू:',
            ...words.orders.map(
              (o) =>
                `#${o.orderNumber}: ${stateWord(o.state, 'ne')}, ${chatMoney(o.totalPaisa)}, बाँकी ${chatMoney(o.totalPaisa - o.paidPaisa)}`,
            ),
          ].join('\n');
    case 'orderStep':
      return stepNepali(words);
    case 'draftCancelled':
      return 'विवरण रद्द भयो। केही पनि अर्डर भएन।';
    case 'orderCancelled':
      return `अर्डर #${words.orderNumber} रद्द भयो।`;
    case 'cancelTooLate':
      return `अर्डर #${words.orderNumber} ${stateWord(words.state, 'ne')} भइसक्यो, त्यसैले सन्देशबाट रद्द हुँदैन। हाम्रो टोलीलाई खबर गरेका छौं।`;
    case 'nothingToConfirm':
      return words.expired
        ? 'विवरण पुरानो भएर हट्यो। कृपया सूची फेरि पठाउनुहोस्।'
        : 'पक्का गर्ने केही छैन। पहिले सूची पठाउनुहोस्, जस्तै: चामल १० केजी';
    case 'nothingToCancel':
      return 'रद्द गर्ने केही छैन।';
    case 'refused':
      return refusedNepali(words.refusal);
    case 'ask':
      return questionLines(words, true);
    case 'orderUnknown':
      return `तपाईंको ${words.orderNumber} नामको अर्डर भेटिएन। पछिल्ला अर्डर हेर्न "STATUS" पठाउनुहोस्।`;
    case 'balance':
      return [
        'तपाईंको खाता:',
        `तिर्न बाँकी: ${chatMoney(words.outstandingPaisa)}`,
        `चालु अर्डरमा: ${chatMoney(words.reservedPaisa)}`,
        `उधारो सीमा: ${chatMoney(words.limitPaisa)}`,
        `अझै मिल्ने: ${chatMoney(Math.max(0, words.availablePaisa))}`,
      ].join('\n');
    case 'statement':
      return statement(words, true);
    case 'languageSet':
      return 'अब हामी तपाईंलाई नेपालीमा लेख्नेछौं। अंग्रेजीका लागि "English" लेख्नुहोस्।';
    case 'help':
      return [
        'यसरी लेख्न सक्नुहुन्छ:',
        '- सामानको सूची, जस्तै: चामल १० केजी, दाल ५',
        '- CONFIRM (हुन्छ) वा CANCEL (रद्द)',
        '- STATUS, वा STATUS र अर्डर नम्बर',
        '- BALANCE (हिसाब)',
      ].join('\n');
    case 'greeting':
      return `नमस्ते${words.name ? ` ${words.name}` : ''}! चाहिएको सामान लेख्नुहोस्, जस्तै: चामल १० केजी, दाल ५`;
    case 'passedOn':
      return passedOnNepali(words.about);
    case 'prices':
      return fitList(
        ['आजको मूल्य (कर बाहेक):'],
        words.items.map((item) => `- ${item.name} (${item.sku}): ${chatMoney(item.fromPaisa)} देखि, प्रति ${item.unit}`),
        ['अर्डर गर्न सामान र मात्रा लेख्नुहोस्, जस्तै: चामल १०'],
        andMore(true),
      );
    case 'nothingToRepeat':
      return 'दोहोर्याउने अर्डर अहिलेसम्म छैन। चाहिएको सामान लेख्नुहोस्, जस्तै: चामल १०';
    case 'noReorder':
      return 'हुन्छ, यसपालि छाडौं। चाहिँदा लेख्नुहोस्।';
    case 'typePlease':
      return 'यस्तो सन्देश अहिले पढ्न सक्दैनौं। कृपया सूची लेखेर पठाउनुहोस्, जस्तै: चामल १० केजी, दाल ५';
    case 'unregistered':
      return 'नमस्ते! यो नम्बर खाचोमा दर्ता छैन। हाम्रो टोलीले फोन गरेर खाता खोलिदिनेछ।';
    case 'paymentReceived':
      return `भुक्तानी पायौं: ${chatMoney(words.amountPaisa)}, रसिद ${words.receiptNumber}। ${words.outstandingPaisa >= 0 ? `अब तिर्न बाँकी ${chatMoney(words.outstandingPaisa)}।` : `अग्रिम ${chatMoney(-words.outstandingPaisa)} छ।`} धन्यवाद!`;
    case 'signInCode':
      return `${words.code} तपाईंको खाचो साइन-इन कोड हो। ५ मिनेटसम्म चल्छ। कसैलाई नभन्नुहोस्।`;
    case 'paymentReminder':
      return `नमस्ते${words.name ? ` ${words.name}` : ''}! ${chatMoney(words.duePaisa)} तिर्ने मिति ${words.dueDay} थियो। तिरिसक्नुभएको भए हामीलाई भन्नुहोस्।`;
    case 'reorderPrompt':
      return fitList(
        [`नमस्ते${words.name ? ` ${words.name}` : ''}! गएको हप्ताकै सामान अर्डर गर्ने?`],
        words.items.map((item) => `- ${item}`),
        [`कुल करिब ${chatMoney(words.totalPaisa)}।`, 'आजको मूल्य हेर्न "हो", नचाहिए "होइन" लेख्नुहोस्।'],
        andMore(true),
      );
    case 'priceAlert':
      return `नयाँ मूल्य, ${words.productName}: ${chatMoney(words.pricePaisa)}, पहिले ${chatMoney(words.wasPaisa)} थियो। अर्डर गर्न सूची पठाउनुहोस्। नचाहिए STOP लेख्नुहोस्।`;
    case 'stockAlert':
      return `फेरि आयो: ${words.productName}, मूल्य ${chatMoney(words.pricePaisa)}। अर्डर गर्न सूची पठाउनुहोस्। नचाहिए STOP लेख्नुहोस्।`;
    case 'slowDown':
      return 'एक मिनेटमा धेरै सन्देश आए। सबै राखिएका छन्, हाम्रो टोलीले हेर्नेछ। कृपया एक मिनेट पर्खेर सूची एउटै सन्देशमा फेरि पठाउनुहोस्।';
    case 'readingMedia':
      return words.media === 'PHOTO' ? 'तपाईंको फोटो पढ्दै छौं। एकछिन पर्खनुहोस्।' : 'तपाईंको आवाज सुन्दै छौं। एकछिन पर्खनुहोस्।';
    case 'mediaUnread':
      return unreadNepali(words);
    case 'optedOut':
      return 'अब हामी आफैं सन्देश पठाउने छैनौं। अर्डर भने गर्न सक्नुहुन्छ: तपाईंले लेखेको जवाफ आउँछ। फेरि खबर पाउन START वा "सुरु" लेख्नुहोस्।';
    case 'optedIn':
      return 'अब अर्डरको खबर फेरि आउनेछ। रोक्न STOP वा "रोक्नुहोस्" लेख्नुहोस्।';
  }
}

function passedOnNepali(about: Extract<Words, { kind: 'passedOn' }>['about']): string {
  switch (about) {
    case 'COMPLAINT':
      return 'यसमा हामी क्षमा चाहन्छौं। हाम्रो टोलीले अहिले नै हेरेर यहीँ लेख्नेछ।';
    case 'PAYMENT':
      return 'धन्यवाद, लेखा शाखालाई भन्यौं। उहाँहरूले यहीँ जवाफ दिनुहुनेछ।';
    case 'INQUIRY':
      return 'हाम्रो टोलीले यहीँ जवाफ दिनेछ।';
    case 'CANCEL':
      return 'अर्डर रद्द गर्ने हो? CANCEL र अर्डर नम्बर लेख्नुहोस्, जस्तै: CANCEL ORD260210001। हाम्रो टोलीले पनि हेर्नेछ।';
    default:
      return 'यो बुझ्न सकेनौं। हाम्रो टोलीले जवाफ दिनेछ। अर्डर गर्न लेख्नुहोस्, जस्तै: चामल १०';
  }
}

function unreadNepali({ media, why }: Extract<Words, { kind: 'mediaUnread' }>): string {
  const what = media === 'PHOTO' ? 'फोटो' : 'आवाज';
  const type = 'कृपया सूची लेखेर पठाउनुहोस्, जस्तै: चामल १०।';
  switch (why) {
    case 'TOO_LARGE':
      return `तपाईंको ${what} धेरै ठूलो भयो। सानो पठाउनुहोस्, वा सूची लेख्नुहोस्।`;
    case 'TOO_LONG':
      return 'तपाईंको आवाज दुई मिनेटभन्दा लामो भयो। छोटो पठाउनुहोस्, वा सूची लेख्नुहोस्।';
    case 'TOO_SHORT':
      return 'आवाज खाली आयो। बोल्दा बटन थिचिराख्नुहोस्, वा सूची लेख्नुहोस्।';
    case 'NOTHING_FOUND':
      return media === 'PHOTO' ? `फोटोमा केही पढ्न सकेनौं। नजिकबाट, उज्यालोमा खिच्नुहोस्। ${type}` : `आवाज बुझ्न सकेनौं। ${type}`;
    case 'NOT_READABLE_KIND':
      return `यो फाइल खोल्न सकेनौं। सूचीको फोटो पठाउनुहोस्। ${type}`;
    default:
      return `अहिले तपाईंको ${what} लिन सकेनौं। ${type} हाम्रो टोलीले पनि हेर्नेछ।`;
  }
}

function stepNepali(words: Extract<Words, { kind: 'orderStep' }>): string {
  const order = `अर्डर #${words.orderNumber}`;
  const vendor = words.vendorName ?? 'विक्रेता';
  switch (words.state) {
    case 'ACCEPTED':
      return `${order} ${vendor}ले स्वीकार गर्‍यो।`;
    case 'PACKING':
      return `${order} ${vendor}ले प्याक गर्दैछ।`;
    case 'DISPATCHED':
      return `${order} ${vendor}बाट पठाइयो।`;
    case 'OUT_FOR_DELIVERY':
      return `${order} तपाईंकहाँ आउँदैछ।`;
    case 'DELIVERED':
      return `${order} पुग्यो। रकम: ${chatMoney(words.totalPaisa)}${words.dueDay ? `, तिर्ने मिति ${words.dueDay}` : ''}। धन्यवाद!`;
    case 'CANCELLED':
      return `${order} रद्द भयो${words.reason ? `: ${words.reason}` : '।'}`;
    default:
      return `${order}: ${stateWord(words.state, 'ne')}`;
  }
}

function refusedNepali(refused: Refusal): string {
  const [detail] = refused.details;
  switch (refused.code) {
    case 'CREDIT_LIMIT_EXCEEDED':
      return `${chatMoney(figure(detail, 'orderPaisa'))} को यो अर्डर उधारो सीमाभन्दा बढी भयो। अझै मिल्ने: ${chatMoney(figure(detail, 'maxOrderPaisa'))}। पहिले ${chatMoney(figure(detail, 'shortfallPaisa'))} तिर्नुहोस् वा कम मगाउनुहोस्।`;
    case 'INSUFFICIENT_STOCK':
      return fitList(
        ['स्टक पुगेन:'],
        refused.details.map(
          (d) =>
            `- ${d.figures?.name}: ${formatQuantity(figure(d, 'availableMilli'))} मात्र छ, तपाईंले ${formatQuantity(figure(d, 'askedMilli'))} मगाउनुभयो`,
        ),
        ['कम मात्रामा सूची फेरि पठाउनुहोस्।'],
        andMore(true),
      );
    case 'RETAILER_BLOCKED':
      return detail?.issue === 'overdue'
        ? `पुरानो बिलको म्याद नाघेको ${figure(detail, 'daysOverdue')} दिन भयो। त्यो तिरेपछि नयाँ अर्डर लिइनेछ।`
        : 'तपाईंको नयाँ अर्डर अहिले रोकिएको छ। हाम्रो टोलीसँग कुरा गर्नुहोस्।';
    case 'MIN_ORDER_AMOUNT':
      return `कम्तीमा ${chatMoney(figure(detail, 'minOrderPaisa'))} (कर बाहेक) को अर्डर चाहिन्छ; यो ${chatMoney(figure(detail, 'orderPaisa'))} को भयो।`;
    case 'MIN_QUANTITY':
      return [
        'यति भन्दा कम बेचिँदैन:',
        ...refused.details.map((d) => `- ${d.figures?.name}: ${formatQuantity(figure(d, 'minQuantityMilli'))}`),
      ].join('\n');
    case 'NO_VENDOR':
      return 'अहिले यी सबै सामान एउटै विक्रेतासँग छैन। केही सामान छुट्टै सन्देशमा मगाउनुहोस्।';
    case 'PRICE_CHANGED':
      return `मूल्य बदलिएको छ: अब ${chatMoney(figure(detail, 'totalPaisa'))} पर्छ। फेरि हेरेर अर्डर गर्नुहोस्।`;
    case 'BUSY':
      return 'अहिले यही सामान धेरैले मगाइरहेका छन्। केही बेरमा फेरि पठाउनुहोस्।';
    case 'PRODUCT_UNKNOWN':
      return 'केही सामान अहिले बेचिँदैन। सूची फेरि पठाउनुहोस्।';
    default:
      return refused.message;
  }
}
