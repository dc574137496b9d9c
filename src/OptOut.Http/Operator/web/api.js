// What a sender calls, with the key of the brand's account. The pages lie under the API, wherever that is mounted.
const base = new URL('../', import.meta.url);

/** What the host answered when it was no success; its message is fit to be shown. */
export class Refusal extends Error {
  constructor(status, problem) {
    const fields = Object.entries(problem?.errors ?? {}).map(([field, texts]) => `${field} ${[texts].flat().join(', ')}`);
    super([problem?.title ?? `The host answered ${status}.`, problem?.detail, ...fields].filter(Boolean).join(' '));
    this.status = status;
  }
}

export async function call(url, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
  });
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, json);
  return json;
}

export const segment = encodeURIComponent;
export const query = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export function senderApi(key) {
  const ask = (path, request = {}) => call(new URL(path, base), { ...request, headers: { 'x-api-key': key } });
  return {
    account: () => ask('operator/account'),
    suppression: (recipient, brand, campaign) => ask(`suppressions/${segment(recipient)}?${query({ brand, campaign })}`),
    suppress: (recipient, body) => ask(`suppressions/${segment(recipient)}`, { method: 'PUT', body }),
    correct: (recipient, brand, campaign, body) => ask(`suppressions/${segment(recipient)}?${query({ brand, campaign })}`, { method: 'DELETE', body }),
    consents: (recipient, brand) => ask(`consents/${segment(recipient)}?${query({ brand })}`),
    consent: body => ask('consents', { method: 'POST', body }),
    withdraw: (recipient, id, body) => ask(`consents/${segment(recipient)}/${segment(id)}`, { method: 'DELETE', body }),
    preferences: (recipient, body) => ask(`recipients/${segment(recipient)}/preferences`, { method: 'PUT', body }),
    reassigned: (recipient, body) => ask(`recipients/${segment(recipient)}/reassigned`, { method: 'POST', body }),
    history: (recipient, brand, cursor) => ask(`recipients/${segment(recipient)}/history?${query({ brand, cursor })}`),
    check: question => ask('checks', { method: 'POST', body: { checks: [question] } }).then(answer => answer.results[0]),
  };
}
