//! Adapters, connections, domains and accounts.

use super::Class;

/// The classes of this theme.
pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "WIN32_NetworkClient",
        display: "Caption InstallDate Manufacturer Name",
        sets: &[("PSStatus", "Name Status")],
    },
    Class {
        name: "Win32_Group",
        display: "Caption Domain Name SID",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_LogonSession",
        display: "AuthenticationPackage LogonId LogonType Name StartTime Status",
        sets: &[],
    },
    Class {
        name: "Win32_NTDomain",
        display: "ClientSiteName DcSiteName Description DnsForestName DomainControllerAddress \
         DomainControllerName DomainName Roles Status",
        sets: &[("GUID", "DomainName DomainGuid"), ("PSStatus", "Status DomainName")],
    },
    Class {
        name: "Win32_NetworkAdapter",
        display: "ServiceName MACAddress AdapterType DeviceID Name NetworkAddresses Speed",
        sets: &[("PSStatus", "Availability Name Status StatusInfo DeviceID")],
    },
    Class {
        name: "Win32_NetworkAdapterConfiguration",
        display: "DHCPEnabled IPAddress DefaultIPGateway DNSDomain ServiceName Description Index",
        sets: &[
            (
                "DHCP",
                "Description DHCPEnabled DHCPLeaseExpires DHCPLeaseObtained \
                       DHCPServer Index",
            ),
            (
                "DNS",
                "Description DNSDomain DNSDomainSuffixSearchOrder \
                      DNSEnabledForWINSResolution DNSHostName DNSServerSearchOrder \
                      DomainDNSRegistrationEnabled FullDNSRegistrationEnabled Index",
            ),
            (
                "IP",
                "Description Index IPAddress IPConnectionMetric IPEnabled \
                     IPFilterSecurityEnabled",
            ),
            ("PSStatus", "DHCPLeaseExpires Index Description"),
            (
                "WINS",
                "Description Index WINSEnableLMHostsLookup WINSHostLookupFile \
                       WINSPrimaryServer WINSScopeID WINSSecondaryServer",
            ),
        ],
    },
    Class {
        name: "Win32_NetworkConnection",
        display: "LocalName RemoteName ConnectionState Status",
        sets: &[("PSStatus", "Status ConnectionState Persistent LocalName RemoteName")],
    },
    Class {
        name: "Win32_NetworkLoginProfile",
        display: "Caption Privileges Profile UserId UserType Workstations",
        sets: &[],
    },
    Class {
        name: "Win32_NetworkProtocol",
        display: "Caption GuaranteesDelivery GuaranteesSequencing ConnectionlessService Status Name",
        sets: &[
            (
                "FULLXXX",
                "ConnectionlessService Description GuaranteesDelivery \
                          GuaranteesSequencing InstallDate MaximumAddressSize \
                          MaximumMessageSize MessageOriented MinimumAddressSize Name \
                          PseudoStreamOriented Status SupportsBroadcasting \
                          SupportsConnectData SupportsDisconnectData SupportsEncryption \
                          SupportsExpeditedData SupportsFragmentation \
                          SupportsGracefulClosing SupportsGuaranteedBandwidth \
                          SupportsMulticasting SupportsQualityofService",
            ),
            (
                "PSStatus",
                "Name Status SupportsBroadcasting SupportsConnectData \
                           SupportsDisconnectData SupportsEncryption \
                           SupportsExpeditedData SupportsFragmentation \
                           SupportsGracefulClosing SupportsGuaranteedBandwidth \
                           SupportsMulticasting SupportsQualityofService",
            ),
        ],
    },
    Class {
        name: "Win32_PerfRawData_PerfNet_Server",
        display: "Caption LogonPerSec LogonTotal Name ServerSessions WorkItemShortages",
        sets: &[],
    },
    Class {
        name: "Win32_SystemAccount",
        display: "Caption Domain Name SID",
        sets: &[("PSStatus", "Status SIDType Name Domain")],
    },
    Class {
        name: "Win32_UserAccount",
        display: "AccountType Caption Domain SID FullName Name",
        sets: &[("PSStatus", "Status Caption PasswordExpires")],
    },
];
