// The half of the host that stands in for the phone and for Twilio.
import { call, query, segment } from '/api/operator/api.js';

const faults = phone => `/local/faults/${segment(phone)}`;

export const setup = () => call('/local/setup');
export const thread = phone => call(`/local/messages?${query({ phone })}`);
// Twilio may be told to wait for an answer for as long as it does: nobody hangs up before it.
export const text = message => call('/local/messages', { method: 'POST', body: message, patience: 0 });
export const readFaults = async phone => (await call(faults(phone))).faults;
export const setFaults = (phone, list) => call(faults(phone), { method: 'PUT', body: { faults: list } });
