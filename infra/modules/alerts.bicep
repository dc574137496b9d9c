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

@description('Application Insights that the availability test belongs to.')
param insightsId string

@description('Where the app says how it is.')
param healthUrl string

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
    emailReceivers: [for (email, i) in emails: { name: 'reader${i}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

// Each answers a section of docs/operations.md, by its name.
var logRules = concat(
  alertQueries,
  silence
    ? [
        {
          name: 'no-inbound'
          severity: 2
          window: 'PT${inboundSilenceHours}H'
          frequency: 'PT1H'
          description: 'No inbound message for ${inboundSilenceHours} hours: is the webhook still set at Twilio?'
          query: 'AppRequests | where Url has "/api/twilio/messages" | where ResultCode == "200" | summarize value = sum(ItemCount)'
          operator: 'LessThan'
          threshold: 1
        }
      ]
    : []
)

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

// Asked from outside, so that an app that says nothing at all is noticed too. Health also answers for dead letters and follow-ups that are late.
resource healthTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'test-optout-health-${suffix}'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'test-optout-health-${suffix}'
    Name: 'OptOut: health (${suffix})'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'us-va-ash-azr' }, { Id: 'emea-gb-db3-azr' }]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET' }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      ContentValidation: { ContentMatch: '"status":"ok"', PassIfTextFound: true }
    }
  }
}

resource healthAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-optout-health-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Two places in the world do not hear that all is well. See docs/operations.md, "health".'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [healthTest.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: healthTest.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: empty(emails) ? [] : [{ actionGroupId: people.id }]
  }
}
