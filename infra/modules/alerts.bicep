import { resourceTags } from '../types.bicep'
import { alertQueries } from '../queries.bicep'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Ends the names of the rules: environment.')
param suffix string

@description('Who is told. Empty: alerts show in the portal only.')
param emails string[]

@description('Log Analytics workspace that the rules ask.')
param workspaceId string

@description('Service Bus namespace that the rules watch.')
param busId string

@description('Hours without an inbound message after which something is wrong; 0 for never. At most 48, the longest window of a rule.')
@minValue(0)
@maxValue(48)
param inboundSilenceHours int

var silence = inboundSilenceHours > 0

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-optout-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'optout'
    emailReceivers: [
      for (email, i) in emails: { name: 'reader${i}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

// Each answers a section of docs/operations.md, by its name.
var logRules = concat(alertQueries, silence
  ? [
      {
        name: 'no-inbound'
        severity: 2
        window: 'PT${inboundSilenceHours}H'
        frequency: 'PT1H'
        description: 'No inbound message for ${inboundSilenceHours} hours: is the webhook still set at Twilio?'
        query: 'AppRequests | where Name has "InboundMessage" or Url has "/api/twilio/messages" | where ResultCode == "200" | summarize value = sum(ItemCount)'
        operator: 'LessThan'
        threshold: 1
      }
    ]
  : [])

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in logRules: {
    name: 'alert-optout-${rule.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'OptOut: ${rule.name} (${suffix})'
      description: '${rule.description} See docs/operations.md, "${rule.name}".'
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [workspaceId]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      // The tables exist only once the app has written to them.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'value'
            timeAggregation: 'Total'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(emails) ? [] : [people.id] }
    }
  }
]

// These two watch the broker itself, so they speak up even when the app says nothing at all.
var busRules = [
  {
    name: 'dead-letters'
    severity: 1
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
    window: 'PT5M'
    description: 'A message was given up: a confirmation or an event is still owed.'
  }
  {
    name: 'follow-up-backlog'
    severity: 2
    metric: 'ActiveMessages'
    aggregation: 'Minimum'
    window: 'PT30M'
    description: 'For 30 minutes due messages were never all taken: the follow-ups do not run, or too slowly.'
  }
]

resource busAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in busRules: {
    name: 'alert-optout-${rule.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: '${rule.description} See docs/operations.md, "${rule.name}".'
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [busId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: rule.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: 'GreaterThan'
            threshold: 0
            dimensions: [{ name: 'EntityName', operator: 'Include', values: ['follow-ups'] }]
          }
        ]
      }
      actions: empty(emails) ? [] : [{ actionGroupId: people.id }]
    }
  }
]
