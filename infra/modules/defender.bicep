@description('Storage account that Microsoft Defender for Storage is to watch.')
param accountName string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName
}

// Alerts on unusual access to blobs. It knows neither tables nor queues, so the accounts of the ledger and of the follow-ups would be paid for and not watched.
// No malware scan: nobody uploads files here, and no search for sensitive data: we know that there is some.
// https://learn.microsoft.com/azure/defender-for-cloud/defender-for-storage-introduction
resource defender 'Microsoft.Security/defenderForStorageSettings@2022-12-01-preview' = {
  scope: account
  name: 'current'
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: { onUpload: { isEnabled: false } }
    sensitiveDataDiscovery: { isEnabled: false }
  }
}
