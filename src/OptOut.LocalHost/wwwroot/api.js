// The host's two faces: /local/* stands in for the phone and for Twilio, /api/* is what a sender calls.

/** What the host answered when it was no success; its message is fit to be shown. */
export class Refusal extends Error {
  constructor(status, problem) {
    const fields = Object.entries(problem?.errors ?? {}).map(([field, texts]) => `${field}: ${[texts].flat().join(', ')}`);
    super([`${status}`, problem?.title, problem?.detail, ...fields].filter(Boolean).join(' · '));
    this.status = status;
  }
}

async function call(path, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, json);
  return json;
}

const segment = encodeURIComponent;
const query = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export const setup = () => call('/local/setup');
export const thread = phone => call(`/local/messages?${query({ phone })}`);
export const text = message => call('/local/messages', { method: 'POST', body: message });

/** The sender's calls, with the key of the brand's account. */
export function senderApi(key) {
  const withKey = { headers: { 'x-api-key': key } };
  return {
    suppression: (recipient, brand) => call(`/api/suppressions/${segment(recipient)}?${query({ brand })}`, withKey),
    consents: (recipient, brand) => call(`/api/consents/${segment(recipient)}?${query({ brand })}`, withKey),
    history: (recipient, brand, cursor) => call(`/api/recipients/${segment(recipient)}/history?${query({ brand, cursor })}`, withKey),
    check: question => question.body
      ? call('/api/checks', { ...withKey, method: 'POST', body: { checks: [question] } }).then(answer => answer.results[0])
      : call(`/api/checks/${segment(question.recipient)}?${query({ ...question, recipient: '' })}`, withKey),
    consent: consent => call('/api/consents', { ...withKey, method: 'POST', body: consent }),
  };
}
