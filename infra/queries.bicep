// What the alerts ask the logs. Each query gives one row with one column, value.
// Metric names and dimensions are the app's (src/OptOut/Transactions/Signals.cs): optout.follow_up.age in seconds, optout.confirmations by state.

@export()
var alertQueries = [
  {
    name: 'server-errors'
    severity: 1
    window: 'PT5M'
    frequency: 'PT5M'
    description: 'Five or more answers of 5xx in 5 minutes; Twilio retries, then falls back.'
    query: 'AppRequests | where toint(ResultCode) between (500 .. 599) | summarize value = sum(ItemCount)'
    operator: 'GreaterThanOrEqual'
    threshold: 5
  }
  {
    name: 'refused-signatures'
    severity: 2
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'Twenty or more webhooks refused with 403 in 15 minutes: a rotated token, a changed URL, or someone trying.'
    query: 'AppRequests | where ResultCode == "403" and Url has "/api/twilio/" | summarize value = sum(ItemCount)'
    operator: 'GreaterThanOrEqual'
    threshold: 20
  }
  {
    name: 'dead-letters'
    severity: 1
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'A follow-up was given up: a confirmation or an event is still owed.'
    query: 'AppTraces | where Message has_any ("is a dead letter", "follow-ups-poison") | summarize value = sum(ItemCount)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'follow-up-age'
    severity: 2
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'A follow-up ran more than 15 minutes after its cause: what it owes is still owed, or was late.'
    query: 'AppMetrics | where Name == "optout.follow_up.age" | summarize value = coalesce(max(Max), 0.0)'
    operator: 'GreaterThan'
    threshold: 900
  }
  {
    name: 'confirmation-uncertain'
    severity: 2
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'It cannot be known whether a confirmation went out; it will not be sent again.'
    query: 'AppMetrics | where Name == "optout.confirmations" and tostring(Properties["state"]) == "unknown" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'send-violation'
    severity: 2
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'A message went out that was not allowed when it was sent.'
    query: 'AppMetrics | where Name == "optout.send_violations" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'opt-out-rise'
    severity: 2
    window: 'P2D'
    frequency: 'PT15M'
    description: 'Twenty opt-outs or more within an hour, over five times the mean hour of two days: a campaign that people do not want, or one that we misread.'
    query: 'AppMetrics | where Name == "optout.opt_outs" | summarize recent = todouble(sumif(Sum, TimeGenerated > ago(1h))), before = todouble(sumif(Sum, TimeGenerated <= ago(1h))) | extend rise = iff(recent > 5.0 * before / 47.0, recent, 0.0) | summarize value = coalesce(sum(rise), 0.0)'
    operator: 'GreaterThanOrEqual'
    threshold: 20
  }
  {
    name: 'provider-block-rise'
    severity: 2
    window: 'P2D'
    frequency: 'PT15M'
    description: 'Ten provider blocks or more within an hour, over five times the mean hour of two days: an error code that is misread, or a setting at Twilio.'
    query: 'AppMetrics | where Name == "optout.events" and tostring(Properties["type"]) == "provider-blocked" | summarize recent = todouble(sumif(Sum, TimeGenerated > ago(1h))), before = todouble(sumif(Sum, TimeGenerated <= ago(1h))) | extend rise = iff(recent > 5.0 * before / 47.0, recent, 0.0) | summarize value = coalesce(sum(rise), 0.0)'
    operator: 'GreaterThanOrEqual'
    threshold: 10
  }
  {
    name: 'spread-suspected'
    severity: 2
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'One text went out over more senders of a brand within a day than its MaxSenders allows.'
    query: 'AppMetrics | where Name == "optout.events" and tostring(Properties["type"]) == "spread-suspected" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'broken-chain'
    severity: 1
    window: 'PT15M'
    frequency: 'PT5M'
    description: 'A ledger event is not what was written, or is missing.'
    query: 'AppMetrics | where Name == "optout.ledger.broken" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'audit-missing'
    severity: 2
    window: 'PT4H'
    frequency: 'PT1H'
    description: 'A night\'s audit file is late and could not be added.'
    query: 'AppMetrics | where Name == "optout.audit.missing" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'reconciliation-failing'
    severity: 2
    window: 'PT4H'
    frequency: 'PT1H'
    description: 'Reconciliation failed three times in 4 hours: what the webhook misses now, nobody finds.'
    query: 'AppMetrics | where Name == "optout.reconciliation.failures" | summarize value = coalesce(sum(Sum), 0.0)'
    operator: 'GreaterThanOrEqual'
    threshold: 3
  }
  {
    name: 'review-due'
    severity: 2
    window: 'PT1H'
    frequency: 'PT1H'
    description: 'A message has waited for a person so long that it becomes an opt-out within two days.'
    query: 'AppMetrics | where Name == "optout.reviews.due_in" | summarize value = coalesce(max(48.0 - Min), 0.0)'
    operator: 'GreaterThan'
    threshold: 0
  }
]
