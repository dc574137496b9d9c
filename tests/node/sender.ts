// A sender in TypeScript, against the types that openapi-typescript makes of /api/openapi.json: what it sends must be of the document's types.
import type { components } from './openapi';

type Schemas = components['schemas'];

const headers = { 'content-type': 'application/json', 'x-api-key': 'demo-key' };

async function post(url: string, body: unknown): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`OptOut answered ${answer.status}: not sent`);
  return answer;
}

export async function check(optout: string, recipient: string, text: string): Promise<Schemas['CheckResponse']> {
  const batch: Schemas['CheckBatch'] = { checks: [{ recipient, brand: 'acme', campaign: 'reminders', kind: 'campaign', body: text }] };
  const { results } = (await (await post(`${optout}/api/checks`, batch)).json()) as Schemas['CheckResults'];
  const [result] = results;
  if (result?.allowed !== true) throw new Error(`not allowed: ${result?.reason}`);
  return result;
}

export async function report(optout: string, result: Schemas['CheckResponse'], messageSid: string): Promise<void> {
  const send: Schemas['SendRequest'] = {
    recipient: result.recipient ?? null,
    brand: 'acme',
    campaign: 'reminders',
    kind: 'campaign',
    messageSid,
    sentAt: new Date().toISOString(),
    fulfilled: ['identify-sender', 'opt-out-language'],
    decision: result.decision,
  };
  await post(`${optout}/api/sends`, send);
}

export async function consent(optout: string, recipient: string): Promise<void> {
  const given: Schemas['ConsentRequest'] = {
    recipient,
    brand: 'acme',
    campaigns: ['reminders'],
    basis: 'express',
    method: 'web-form',
    obtainedAt: new Date().toISOString(),
    statement: 'I agree to get reminders by text message from Acme Clinics.',
    proof: { reference: 'form-4711' },
  };
  await post(`${optout}/api/consents`, given);
}
