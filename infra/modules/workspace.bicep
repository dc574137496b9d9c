import { environmentSettings, resourceTags } from '../types.bicep'

@description('Environment.')
param environment environmentSettings

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Name of the workspace.')
param name string

@description('Data collection rule that every table passes through on its way in; null for none.')
param defaultRuleId string?

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: environment.logRetentionDays
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
    workspaceCapping: environment.logDailyCapGb < 0 ? null : { dailyQuotaGb: environment.logDailyCapGb }
    defaultDataCollectionRuleResourceId: defaultRuleId
  }
}

@description('Resource id.')
output id string = workspace.id
