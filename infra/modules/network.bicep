import { privateTarget, resourceTags } from '../types.bicep'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags resourceTags

@description('Ends every name: environment.')
param suffix string

@description('Address space; a /24 is enough. The app takes the first half, private endpoints a part of the second.')
param addressPrefix string

@description('Resources that get a private endpoint, each with the DNS zone that names it.')
param endpoints privateTarget[]

// HTTPS, and AMQP for Service Bus.
var endpointPorts = ['443', '5671-5672']

// The one way out, to Twilio and Azure's own addresses: no subnet has the platform's default outbound access. It also gives the app an address that does not
// change, which a receiver of webhooks can let in.
resource outgoingAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-optout-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Regional' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' }
}

resource wayOut 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'nat-optout-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: outgoingAddress.id }], idleTimeoutInMinutes: 4 }
}

// The app calls Twilio, Entra, Azure Monitor and receivers of webhooks by HTTPS, and the private endpoints. A collector of telemetry on another port
// (OTEL_EXPORTER_OTLP_ENDPOINT) needs a rule of its own here. Nobody calls into this subnet.
resource appRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-optout-app-${suffix}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'to-endpoints'
        properties: {
          direction: 'Outbound'
          access: 'Allow'
          priority: 100
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: 'VirtualNetwork'
          destinationPortRanges: endpointPorts
        }
      }
      {
        name: 'to-https'
        properties: {
          direction: 'Outbound'
          access: 'Allow'
          priority: 110
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Internet'
          destinationPortRange: '443'
        }
      }
      {
        name: 'to-nothing-else'
        properties: {
          direction: 'Outbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource endpointRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-optout-endpoints-${suffix}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'from-network'
        properties: {
          direction: 'Inbound'
          access: 'Allow'
          priority: 100
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: 'VirtualNetwork'
          destinationPortRanges: endpointPorts
        }
      }
      {
        name: 'from-network-nothing-else'
        properties: {
          direction: 'Inbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'to-nothing'
        properties: {
          direction: 'Outbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

// Flex Consumption wants a subnet of its own, delegated to Microsoft.App/environments, with no underscore in its name.
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-optout-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 25, 0)
          defaultOutboundAccess: false
          natGateway: { id: wayOut.id }
          networkSecurityGroup: { id: appRules.id }
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 27, 4)
          defaultOutboundAccess: false
          networkSecurityGroup: { id: endpointRules.id }
          // Without this, the rules would not hold for private endpoints.
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for endpoint in endpoints: if (!(endpoint.?sharesZone ?? false)) {
    name: endpoint.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (endpoint, i) in endpoints: if (!(endpoint.?sharesZone ?? false)) {
    parent: zones[i]
    name: network.name
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for endpoint in endpoints: {
    name: 'pe-optout-${endpoint.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network.properties.subnets[1].id }
      privateLinkServiceConnections: [
        {
          name: endpoint.groupId
          properties: {
            // The rule sees no id in a property of a parameter; main.bicep hands over real ones.
            #disable-next-line use-resource-id-functions
            privateLinkServiceId: endpoint.targetId
            groupIds: [endpoint.groupId]
          }
        }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (endpoint, i) in endpoints: {
    parent: privateEndpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.groupId
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', endpoint.zone) }
        }
      ]
    }
    dependsOn: [links]
  }
]

@description('Subnet of the app.')
output appSubnetId string = network.properties.subnets[0].id
