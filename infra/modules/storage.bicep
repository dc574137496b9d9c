import { environmentSettings, resourceTags } from '../types.bicep'
import { roles } from '../roles.bicep'
import { guardedStorage } from '../storage-guards.bicep'

@description('Environment.')
param environment environmentSettings

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Name of the ledger account.')
param ledgerName string

@description('Name of the Functions host account.')
param hostName string

@description('Name of the account of the follow-ups.')
param followUpsName string

@description('Object id of the app\'s identity.')
param principalId string

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

// Three accounts, so that the host's broad blob rights never touch the ledger, the ledger's account holds nothing else, and the follow-ups, which stand in for
// the ledger while it is throttled or out of reach, are not throttled with it.
var guarded = guardedStorage(environment.privateNetworking)

resource ledger 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: ledgerName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: environment.ledgerRedundancy }
  // Customer-managed keys for tables need the account scope from the start; it cannot be set later.
  properties: union(guarded, {
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        table: { keyType: 'Account', enabled: true }
        blob: { keyType: 'Account', enabled: true }
      }
    }
  })
}

resource ledgerTables 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: ledger
  name: 'default'
}

resource host 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: hostName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: environment.hostRedundancy }
  properties: guarded
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: host
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: hostBlobs
  name: 'packages'
  properties: { publicAccess: 'None' }
}

resource followUps 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: followUpsName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: environment.ledgerRedundancy }
  properties: guarded
}

resource followUpQueues 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: followUps
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for name in ['follow-ups', 'follow-ups-poison']: {
    parent: followUpQueues
    name: name
  }
]

// The queue trigger looks whether its queues are there and makes the one of dead letters, so sending and taking is not enough.
// https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#grant-permission-to-the-identity
resource followUpsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: followUps
  name: guid(followUps.id, principalId, roles.storageQueueDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
  }
}

resource followUpsDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: followUpQueues
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource followUpsLock 'Microsoft.Authorization/locks@2020-05-01' = if (environment.locks) {
  scope: followUps
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds confirmations and events that are still owed.'
  }
}

resource ledgerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: ledger
  name: guid(ledger.id, principalId, roles.storageTableDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageTableDataContributor
    )
  }
}

// The host takes blob leases for timers and reads its package; it needs the owner role, and needs it only here.
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource hostRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: host
  name: guid(host.id, principalId, roles.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

// Metrics only: a storage request log writes the whole URL, and the ledger's keys hold phone numbers.
resource ledgerDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: ledgerTables
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource hostDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: hostBlobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (environment.locks) {
  scope: ledger
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds every consent and opt-out. Delete only after an export and a decision in writing.'
  }
}

@description('Resource id of the ledger account.')
output ledgerId string = ledger.id

@description('Resource id of the account of the follow-ups.')
output followUpsId string = followUps.id

@description('Name of the Functions host account.')
output hostName string = host.name

@description('Resource id of the Functions host account.')
output hostId string = host.id

@description('URL of the container that the package is deployed to.')
output packagesUrl string = '${host.properties.primaryEndpoints.blob}${packages.name}'
