@export()
@sealed()
@description('What guards a storage account.')
type storageGuards = {
  accessTier: 'Hot'
  allowBlobPublicAccess: false
  allowCrossTenantReplication: false
  allowSharedKeyAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
  publicNetworkAccess: 'Disabled' | 'Enabled'
  networkAcls: { bypass: 'None', defaultAction: 'Deny' | 'Allow' }
}

@export()
@description('What every storage account has in common: no key, no anonymous reader, no old TLS, and by private endpoint only where the network is private.')
func guardedStorage(isPrivate bool) storageGuards => {
  accessTier: 'Hot'
  allowBlobPublicAccess: false
  allowCrossTenantReplication: false
  allowSharedKeyAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
  publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  networkAcls: {
    bypass: 'None'
    defaultAction: isPrivate ? 'Deny' : 'Allow'
  }
}
