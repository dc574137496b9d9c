import { auditFileSettings, environmentSettings, resourceTags } from '../types.bicep'
import { guardedStorage } from '../storage-guards.bicep'

// Each night's audit file, where neither the app nor whoever holds its identity can change it (docs/adr/0452-a-file-a-night.md).

@description('Environment.')
param environment environmentSettings

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Name of the storage account.')
param name string

@description('Name of the container.')
param containerName string

@description('How long a file cannot be changed or deleted.')
param files auditFileSettings

@description('Object id of the app\'s identity.')
param principalId string

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: environment.ledgerRedundancy }
  properties: guardedStorage(environment.privateNetworking)
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: containerName
  properties: { publicAccess: 'None' }
}

// Unlocked: its days can still be changed, and it can be taken away by whoever may write it. Locking is done by hand, since nobody can undo it; from then on
// only an extension is accepted, so it is left alone here.
// https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
resource policy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (!(files.?locked ?? false)) {
  parent: container
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: files.days
    allowProtectedAppendWrites: false
  }
}

// No built-in role writes blobs without the right to delete them. Blocks need "write"; that nothing is written twice is the policy's part.
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations
resource writer 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'audit-file-writer')
  properties: {
    roleName: 'OptOut audit file writer (${name})'
    description: 'Reads and adds audit files; deletes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
        ]
      }
    ]
  }
}

resource writerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, principalId, writer.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: writer.id
  }
}

// A file's name holds an account and a date, no number: here the request log may be kept, and it says who wrote or tried to delete.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
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
  scope: account
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the nightly audit files: what shows that the ledger was not rewritten.'
  }
}

@description('Resource id of the account.')
output id string = account.id
