export const settle = {
  settle: {
    show: { open: 'To settle', settled: 'Settled' },
    since: 'Since',
    what: 'What was reported',
    who: 'By whom',
    origin: 'Where it comes from',
    device: 'Device',
    why: 'Why it did not fit',
    whySaid: 'Why it did not fit, as its sender would read it',
    how: 'How',
    said: 'What was said',
    happened: 'Happened',
    told: 'Reached the server',
    byClockOf: '{{at}} by the clock of the device',
    unnamedDevice: 'a device without a name',
    book: 'Book it now',
    bookHint:
      'First mend what stood in the way, for example the order, the shop or the goods. Booking is done in the name of {{name}}.',
    byHand: 'Settle by hand',
    byHandTitle: 'Settle without booking?',
    byHandText: 'Nothing is booked. Say how it was put right; your words stay in the audit log with your name.',
    booked: 'Booked',
    dismissed: 'Settled by hand',
    stillNot: 'It still does not fit',
    note: 'Note',
    verdictStays:
      'The device keeps the answer it was given. Its list of answered work shows how the office settled it.',
    onlyAdmin: 'An administrator settles this.',
    emptyTitle: 'Nothing to settle',
    emptyText:
      'What devices report and nothing here can book, for example a count of goods that are not on the list, waits here for you.',
    settledEmptyTitle: 'Nothing was settled yet',
    settledEmptyText: 'What you book or settle by hand is kept here with your note.',
    offlineTitle: 'This list needs a connection',
    offlineText: 'It lies on the server only. It opens as soon as there is a connection.',
    failedTitle: 'The list could not be read',
    open: 'Settle',
    capped: 'The first {{shown}} are shown. The rest moves up as these are settled.',
  },
  said: {
    order: 'Order',
    shop: 'Shop',
    goods: 'Goods',
    amountPaisa: 'Amount',
    method: 'How',
    reference: 'Reference',
    note: 'Note',
    reason: 'Reason',
    receivedAt: 'Received',
    receivedBy: 'Taken over by',
    countedMilli: 'Counted',
    againstMilli: 'By the books then',
    deltaMilli: 'Difference',
    other: 'Also said',
  },
  /** Alerts in words; the title stands above. Figures come with the alert. */
  alertText: {
    NO_VENDOR_LEFT: '{{orderNumber}} over {{totalPaisa}} has no vendor. Talk to a vendor, or cancel the order.',
    NO_VENDOR_LEFT_dearer:
      '{{orderNumber}} over {{totalPaisa}} has no vendor: those who have the goods ask more than the shop agreed to pay. Talk to a vendor, or cancel the order.',
    DELIVERED_ELSEWHERE:
      '{{orderNumber}} was reported delivered although it was “{{state}}”. Find out where the goods and the money are.',
    DELIVERED_ELSEWHERE_unknown:
      'A delivery was reported for an order that is not known here. Find out where the goods and the money are.',
    PAYMENT_UNMATCHED:
      '{{amountPaisa}} (receipt {{receiptNumber}}) was taken for a shop that is not known. It lies in suspense until somebody says whose it is.',
    FACT_PARKED: '“{{what}}”: {{why}} It is kept until somebody settles it.',
    COUNT_BELOW_PROMISED: '{{product}}: {{onHandMilli}} counted, but {{reservedMilli}} are promised to orders.',
    UNKNOWN_SENDER: 'Somebody who is not registered wrote from {{phone}}. Call them and open an account.',
    MESSAGE_FAILED: 'A WhatsApp message could not be delivered (code {{errorCode}}). Call the shop instead.',
    MESSAGE_UNREAD: '{{name}} wrote something a person has to see. Read it and answer.',
    MESSAGE_UNREAD_unnamed: 'A message could not be handled by the machine. Read it and answer.',
    CHANNEL_TROUBLE:
      'WhatsApp messages do not get through (code {{errorCode}}). What waits is kept and goes out once this is mended.',
    CHANNEL_TROUBLE_keyword:
      'The provider unsubscribes whoever writes “{{word}}”, which is a command here. Take the sender out of its opt-out service.',
    IDENTITY_CONFLICT:
      'Two chats seem to be one person, who now writes from another number or hides it. Look at both and merge them.',
    INVARIANT_BROKEN: 'Figures do not add up in the check “{{invariant}}”. Call support with this name.',
  },
};
