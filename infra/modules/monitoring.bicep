import { environmentSettings, resourceTags } from '../types.bicep'
import { roles } from '../roles.bicep'

@description('Environment.')
param environment environmentSettings

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Suffix that makes names unique.')
param token string

@description('Object id of the app\'s identity.')
param principalId string

var workspaceName = 'log-optout-${environment.name}-${token}'

module workspace 'workspace.bicep' = {
  params: { environment: environment, location: location, tags: tags, name: workspaceName }
}

// A second net. The Functions host would write requests, and its calls of the worker, with whole URLs, before our code can mask anything (host.json has
// it write neither: docs/adr/0402); a table client's telemetry has the keys in it. All hold phone numbers, so they are cut before they are stored:
// requests keep /api/ and the next part (two under /api/twilio), dependencies end at the first bracket, query or /api/.
// https://learn.microsoft.com/azure/azure-monitor/essentials/data-collection-transformations-workspace
var cutUrl = 'iff(Url has "/api/twilio/", tostring(split(Url, "?")[0]), strcat(tostring(split(Url, "/api/")[0]), "/api/", tostring(split(tostring(split(tostring(split(Url, "/api/")[1]), "/")[0]), "?")[0])))'
var requests = 'source | extend Url = ${cutUrl}'
var cut = 'tostring(split(tostring(split(tostring(split(FIELD, "(")[0]), "?")[0]), "/api/")[0])'
var dependencies = 'source | extend Data = ${replace(cut, 'FIELD', 'Data')}, Name = ${replace(cut, 'FIELD', 'Name')}'

resource masking 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'dcr-optout-${environment.name}-${token}'
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    destinations: {
      logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.outputs.id }]
    }
    dataFlows: [
      { streams: ['Microsoft-Table-AppRequests'], destinations: ['workspace'], transformKql: requests }
      { streams: ['Microsoft-Table-AppDependencies'], destinations: ['workspace'], transformKql: dependencies }
    ]
  }
}

// The rule needs the workspace and the workspace the rule, so the workspace is written twice.
module maskedWorkspace 'workspace.bicep' = {
  params: {
    environment: environment
    location: location
    tags: tags
    name: workspaceName
    defaultRuleId: masking.id
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-optout-${environment.name}-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: maskedWorkspace.outputs.id
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

// The role that telemetry needs once keys are off.
// https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication
resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

@description('Resource id of the workspace.')
output workspaceId string = maskedWorkspace.outputs.id

@description('Resource id of Application Insights.')
output insightsId string = insights.id

@description('Connection string: where to send, not a secret, since keys are refused.')
output connectionString string = insights.properties.ConnectionString
