targetScope = 'subscription'

import { account, auditFileSettings, environmentSettings, eventSubscriber, monthlyBudget, resourceTags } from 'types.bicep'
import { accountSettings, decisionKeyReference } from 'settings.bicep'

@description('How this environment is sized and guarded; one of environments.bicep.')
param environment environmentSettings

@description('Region of everything. It must offer Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string

@description('Twilio accounts with their brands, senders and campaigns: becomes the OptOut:Accounts configuration.')
@minLength(1)
param accounts account[]

@description('Public address that Twilio signs, without a trailing slash. Null: the app\'s own host name.')
param publicBaseUrl string?

@description('How long ledger and receipts are kept after a recipient\'s last event, ISO 8601 (rule 32).')
param retention string = 'P5Y'

@description('E-mail addresses that every alert goes to.')
param alertEmails string[] = []

@description('Hours without an inbound message after which the no-inbound alert fires; 0 switches it off.')
@minValue(0)
@maxValue(48)
param inboundSilenceHours int = 24

@description('Services that read consent events, each with a subscription of its own.')
param eventSubscribers eventSubscriber[] = []

@description('Each night\'s audit file into a container of its own with an immutability policy; null: none is written.')
param auditFiles auditFileSettings?

@description('Microsoft Defender for Storage on the accounts that hold blobs: the app\'s package, and the nightly audit files where there are any.')
param defenderForStorage bool = false

@description('Monthly cost budget; null for none.')
param budget monthlyBudget?

@description('Address space of the virtual network, used with privateNetworking only; a /24.')
param networkAddressPrefix string = '10.71.0.0/24'

@description('Name of the azd environment, by which azd finds its resource group; null when deployed without azd.')
param azdEnvironment string?

@description('Further tags of every resource.')
param extraTags resourceTags = {}

var token = uniqueString(subscription().id, environment.name, location)
var appName = 'func-optout-${environment.name}-${token}'
// Names that settings need are fixed before anything exists, so that the settings can be read, and tested, beforehand.
var ledgerName = 'stledger${token}'
var followUpsName = 'stfollow${token}'
var hostName = 'sthost${token}'
var auditName = 'staudit${token}'
var auditContainer = 'audit'
var vaultName = 'kv-optout-${token}'
// A namespace is there for those who read consent events; without any, nothing is published.
var publishes = !empty(eventSubscribers)
var tags = union(
  extraTags,
  { application: 'optout', environment: environment.name },
  azdEnvironment == null ? {} : { 'azd-env-name': azdEnvironment! }
)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-optout-${environment.name}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: 'id-optout-${environment.name}-${token}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    token: token
    principalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    ledgerName: ledgerName
    hostName: hostName
    followUpsName: followUpsName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module messaging 'modules/messaging.bicep' = if (publishes) {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    token: token
    principalId: identity.outputs.principalId
    subscribers: eventSubscribers
    workspaceId: monitoring.outputs.workspaceId
  }
}

module audit 'modules/audit.bicep' = if (auditFiles != null) {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    name: auditName
    containerName: auditContainer
    files: auditFiles!
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module hostDefender 'modules/defender.bicep' = if (defenderForStorage) {
  scope: group
  params: { accountName: hostName }
  dependsOn: [storage]
}

module auditDefender 'modules/defender.bicep' = if (defenderForStorage && auditFiles != null) {
  scope: group
  params: { accountName: auditName }
  dependsOn: [audit]
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    name: vaultName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (environment.privateNetworking) {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: environment.name
    addressPrefix: networkAddressPrefix
    endpoints: concat(
      [
        {
          name: 'ledger'
          targetId: storage.outputs.ledgerId
          groupId: 'table'
          zone: 'privatelink.table.${az.environment().suffixes.storage}'
        }
        {
          name: 'host'
          targetId: storage.outputs.hostId
          groupId: 'blob'
          zone: 'privatelink.blob.${az.environment().suffixes.storage}'
        }
        {
          name: 'follow-ups'
          targetId: storage.outputs.followUpsId
          groupId: 'queue'
          zone: 'privatelink.queue.${az.environment().suffixes.storage}'
        }
        { name: 'vault', targetId: vault.outputs.id, groupId: 'vault', zone: 'privatelink.vaultcore.azure.net' }
      ],
      auditFiles != null
        ? [
            {
              name: 'audit'
              targetId: audit!.outputs.id
              groupId: 'blob'
              zone: 'privatelink.blob.${az.environment().suffixes.storage}'
              sharesZone: true
            }
          ]
        : [],
      publishes
        ? [
            {
              name: 'bus'
              targetId: messaging!.outputs.id
              groupId: 'namespace'
              zone: 'privatelink.servicebus.windows.net'
            }
          ]
        : []
    )
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    environment: environment
    location: location
    tags: tags
    name: appName
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: storage.outputs.hostName
    packagesUrl: storage.outputs.packagesUrl
    subnetId: environment.privateNetworking ? network!.outputs.appSubnetId : null
    insightsConnectionString: monitoring.outputs.connectionString
    workspaceId: monitoring.outputs.workspaceId
    settings: concat(
      [
        { name: 'OptOut__PublicBaseUrl', value: publicBaseUrl ?? 'https://${appName}.azurewebsites.net' }
        { name: 'OptOut__Retention', value: retention }
        { name: 'OptOut__Storage', value: ledgerName }
        { name: 'OptOut__DecisionKeys__0', value: decisionKeyReference(vaultName) }
        { name: 'FollowUps__accountName', value: followUpsName }
        { name: 'FollowUps__credential', value: 'managedidentity' }
        { name: 'FollowUps__clientId', value: identity.outputs.clientId }
      ],
      publishes
        ? [
            { name: 'ServiceBus__fullyQualifiedNamespace', value: messaging!.outputs.fullyQualifiedNamespace }
            { name: 'ServiceBus__credential', value: 'managedidentity' }
            { name: 'ServiceBus__clientId', value: identity.outputs.clientId }
          ]
        : [],
      auditFiles != null
        ? [
            { name: 'OptOut__AuditFiles__Storage', value: auditName }
            { name: 'OptOut__AuditFiles__Container', value: auditContainer }
          ]
        : [],
      accountSettings(accounts, vaultName)
    )
  }
  // The first start reads the vault. The rule counts the way through network, which is not there without private networking.
  #disable-next-line no-unnecessary-dependson
  dependsOn: [vault]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: environment.name
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    healthUrl: '${publicBaseUrl ?? 'https://${appName}.azurewebsites.net'}/api/health'
    insightsId: monitoring.outputs.insightsId
    inboundSilenceHours: inboundSilenceHours
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    title: 'OptOut (${environment.name})'
    workspaceId: monitoring.outputs.workspaceId
  }
}

module costs 'modules/budget.bicep' = if (budget != null) {
  scope: group
  params: { budget: budget! }
}

@description('Resource group; azd keeps it in its environment.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Function app.')
output OPTOUT_APP_NAME string = app.outputs.name

@description('Vault of the auth tokens.')
output OPTOUT_VAULT_NAME string = vaultName

@description('Account SIDs, separated by spaces, whose auth tokens the vault must hold.')
output OPTOUT_ACCOUNT_SIDS string = join(map(accounts, a => a.sid), ' ')

@description('Address to enter at Twilio as the webhook of inbound messages.')
output OPTOUT_INBOUND_URL string = '${publicBaseUrl ?? 'https://${appName}.azurewebsites.net'}/api/twilio/messages'
