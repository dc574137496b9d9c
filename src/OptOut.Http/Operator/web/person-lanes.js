// Spans of consent and of opt-outs per campaign, from the ledger's events.

/** `[[name, spans]]`, the brand as a whole first, and when the first of them begins. */
export function lanesOf(brand, events) {
  const sorted = [...events].sort((a, b) => a.sequence - b.sequence);
  const whole = [], campaigns = new Map(brand.campaigns.map(id => [id, []]));
  const open = spans => spans.findLast(span => span.to === null);
  const end = (spans, at, tone) => { const span = open(spans); if (span && (!tone || span.tone === tone)) span.to = at; };
  for (const event of sorted) {
    const at = Date.parse(event.at);
    const of = event.campaign && campaigns.get(event.campaign);
    if (event.type === 'opted-out') {
      const spans = event.scope === 'campaign' ? of : whole;
      if (spans && open(spans)?.tone !== 'bad') {
        end(spans, at);
        spans.push({ from: at, to: null, tone: 'bad', what: `opted out${event.keyword ? ` by ${event.keyword}` : ''}` });
      }
      if (spans === whole) for (const each of campaigns.values()) end(each, at, 'good');
    } else if (event.type === 'consented' && of) {
      end(of, at);
      end(whole, at, 'bad');
      of.push({ from: at, to: null, until: event.until && Date.parse(event.until), tone: 'good', what: `consent (${event.basis ?? 'express'})` });
    } else if (event.type === 'opted-in') {
      end(whole, at, 'bad');
      for (const id of event.restored ?? []) campaigns.get(id)?.push({ from: at, to: null, tone: 'good', what: 'consent restored' });
    } else if (event.type === 'consent-withdrawn') {
      for (const spans of of ? [of] : campaigns.values()) end(spans, at, 'good');
    } else if (event.type === 'suppression-corrected') end(of ?? whole, at, 'bad');
    else if (event.type === 'number-reassigned') for (const spans of campaigns.values()) end(spans, at, 'good');
  }
  for (const spans of campaigns.values()) for (const span of spans) if (span.until && span.until < (span.to ?? Date.now())) span.to = span.until;
  const first = Math.min(...[whole, ...campaigns.values()].flat().map(span => span.from), Date.now() - 86400000);
  return [[[brand.name, whole], ...campaigns], first];
}
