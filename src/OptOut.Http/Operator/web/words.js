// What the ledger's and Twilio's words mean, in the reader's.

const types = {
  'opted-out': 'opted out', 'opted-in': 'opted in', consented: 'consent given', 'consent-requested': 'asked to confirm', 'consent-withdrawn': 'consent withdrawn',
  'conversation-opened': 'conversation opened', 'conversation-closed': 'conversation closed', 'confirmation-sent': 'confirmation sent',
  'confirmation-uncertain': 'confirmation uncertain', 'confirmation-withheld': 'confirmation withheld', 'send-recorded': 'message that was not allowed',
  'send-recalled': 'scheduled message cancelled', 'suppression-corrected': 'opt-out corrected', superseded: 'came too late', 'review-needed': 'waits for a decision',
  'review-decided': 'decided', 'provider-blocked': 'blocked by provider', 'provider-unblocked': 'block lifted', 'number-reassigned': 'number reassigned',
};
const sources = {
  message: 'by text', api: 'by API', import: 'by import', web: 'on a web page', provider: 'by Twilio or carrier', 'status-callback': 'by status callback',
  'follow-up': 'by follow-up', conversations: 'in a conversation', phone: 'by phone', email: 'by email', agent: 'by an agent',
};
const meanings = {
  'confirmation-uncertain': 'Twilio may have it and could not be asked in time. It is not sent again: we accept a missing confirmation rather than risk two.',
  'confirmation-withheld': 'Its time was over before it could be sent. The opt-out holds all the same.',
  'provider-blocked': 'Twilio or the carrier refuses this sender to this person (SMS error 21610, WhatsApp 63014), until they text START to it.',
  'send-recorded': 'A message went out although a check would have denied it.',
  superseded: 'It was written down, and changes nothing: something newer holds.',
};

export const nameOf = type => types[type] ?? type.replaceAll('-', ' ');
export const wayOf = source => sources[source] ?? source;
export const meaningOf = type => meanings[type];
export const tones = {
  'opted-out': 'bad', 'provider-blocked': 'bad', 'consent-withdrawn': 'bad', 'opted-in': 'good', consented: 'good', 'provider-unblocked': 'good', 'conversation-opened': 'good',
  'confirmation-sent': 'good', 'confirmation-uncertain': 'wait', 'confirmation-withheld': 'wait', 'review-needed': 'wait', 'send-recorded': 'bad',
};

/** What Twilio's last word on a message's way means, and how it looks. */
export const deliveries = {
  delivered: ['delivered', 'good'], read: ['read', 'good'], undelivered: ['not delivered', 'bad'], failed: ['failed', 'bad'],
};

/** Twilio's codes that those who answer for opt-outs meet (twilio.com/docs/api/errors). */
export const codes = [
  [11200, 'Twilio got no answer from our webhook: it was down, slow, or behind a firewall.'],
  [11205, 'Twilio could not connect to our webhook.'],
  [12300, 'What answered our webhook’s address was no TwiML: another service answers there.'],
  [21610, 'The person opted out with Twilio or the carrier: this sender is blocked for them.'],
  [21614, 'The number is no mobile number.'],
  [30003, 'The phone is off or out of reach.'],
  [30005, 'The number is unknown, or no longer in use.'],
  [30007, 'A carrier filtered the message.'],
  [30034, 'The sender is not registered for 10DLC.'],
  [63014, 'WhatsApp: the person blocked the business.'],
];
