import { environmentSettings, resourceTags, eventSubscriber } from '../types.bicep'
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

@description('Readers of the consent events.')
param subscribers eventSubscriber[]

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

// Standard has topics and duplicate detection; private endpoints exist in Premium only.
// https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging
var sku = environment.privateNetworking ? 'Premium' : 'Standard'

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-optout-${environment.name}-${token}'
  location: location
  tags: tags
  sku: environment.privateNetworking ? { name: sku, tier: sku, capacity: 1 } : { name: sku, tier: sku }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: environment.privateNetworking ? 'Disabled' : 'Enabled'
  }
}

// An event may be published again until its follow-up is done; a day covers all but the rarest, readers cover the rest by id.
resource consentEvents 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: bus
  name: 'consent-events'
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'P1D'
    defaultMessageTimeToLive: 'P14D'
    supportOrdering: true
  }
}

resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for subscriber in subscribers: {
    parent: consentEvents
    name: subscriber.name
    properties: {
      deadLetteringOnMessageExpiration: true
      deadLetteringOnFilterEvaluationExceptions: true
      defaultMessageTimeToLive: 'P14D'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
    }
  }
]

resource eventSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: consentEvents
  name: guid(consentEvents.id, principalId, roles.serviceBusDataSender)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
  }
}

resource eventReaders 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (subscriber, i) in subscribers: {
    scope: subscriptions[i]
    name: guid(subscriptions[i].id, subscriber.principalId, roles.serviceBusDataReceiver)
    properties: {
      principalId: subscriber.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: bus
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (environment.locks) {
  scope: bus
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds events that readers have not taken yet.'
  }
}

@description('Resource id of the namespace.')
output id string = bus.id

@description('Host name of the namespace, as clients need it.')
output fullyQualifiedNamespace string = replace(replace(bus.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
