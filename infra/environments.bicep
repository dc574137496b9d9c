import { environmentSettings } from 'types.bicep'

// The three environments side by side, so that a difference is seen at a glance.

@export()
@description('Cheap and open to a developer: nothing runs when nothing happens.')
var dev environmentSettings = {
  name: 'dev'
  ledgerRedundancy: 'Standard_LRS'
  hostRedundancy: 'Standard_LRS'
  zoneRedundant: false
  privateNetworking: false
  locks: false
  alwaysReadyHttp: 0
  maximumInstances: 10
  instanceMemoryMB: 2048
  logRetentionDays: 30
  logDailyCapGb: 1
  vaultRecoveryDays: 7
}

@export()
@description('Like prod in kind (zones, a warm instance), at the price of dev.')
var test environmentSettings = {
  name: 'test'
  ledgerRedundancy: 'Standard_ZRS'
  hostRedundancy: 'Standard_ZRS'
  zoneRedundant: false
  privateNetworking: false
  locks: false
  alwaysReadyHttp: 1
  maximumInstances: 20
  instanceMemoryMB: 2048
  logRetentionDays: 30
  logDailyCapGb: 5
  vaultRecoveryDays: 30
}

@export()
@description('Three zones and a second region for the ledger, no public way to the data, nothing deleted by mistake.')
var prod environmentSettings = {
  name: 'prod'
  ledgerRedundancy: 'Standard_GZRS'
  hostRedundancy: 'Standard_ZRS'
  zoneRedundant: true
  privateNetworking: true
  locks: true
  alwaysReadyHttp: 2
  maximumInstances: 100
  instanceMemoryMB: 2048
  logRetentionDays: 90
  logDailyCapGb: -1
  vaultRecoveryDays: 90
}
