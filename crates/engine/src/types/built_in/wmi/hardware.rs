//! Processors, memory, boards, cards, sensors, screens and printers.

use super::Class;

/// The classes of this theme.
pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "WIN32_CACHEMEMORY",
        display: "BlockSize CacheSpeed CacheType DeviceID InstalledSize Level MaxCacheSize \
         NumberOfBlocks Status",
        sets: &[
            ("ERROR", "DeviceID ErrorCorrectType"),
            (
                "PSConfiguration",
                "BlockSize CacheSpeed CacheType DeviceID InstalledSize \
                                  Level MaxCacheSize NumberOfBlocks Status WritePolicy",
            ),
            ("PSStatus", "Availability DeviceID Status StatusInfo"),
        ],
    },
    Class {
        name: "WIN32_DESKTOPMONITOR",
        display: "DeviceID DisplayType MonitorManufacturer Name ScreenHeight ScreenWidth",
        sets: &[
            (
                "PSConfiguration",
                "DeviceID Name PixelsPerXLogicalInch \
                                  PixelsPerYLogicalInch ScreenHeight ScreenWidth",
            ),
            ("PSStatus", "DeviceID IsLocked LastErrorCode Name Status StatusInfo"),
        ],
    },
    Class {
        name: "WIN32_PROCESSOR",
        display: "Caption DeviceID Manufacturer MaxClockSpeed Name SocketDesignation",
        sets: &[
            (
                "PSConfiguration",
                "AddressWidth DataWidth DeviceID ExtClock L2CacheSize \
                                  L2CacheSpeed MaxClockSpeed PowerManagementSupported \
                                  ProcessorType Revision SocketDesignation Version \
                                  VoltageCaps",
            ),
            (
                "PSStatus",
                "Availability CpuStatus CurrentVoltage DeviceID ErrorCleared \
                           ErrorDescription LastErrorCode LoadPercentage Status \
                           StatusInfo",
            ),
        ],
    },
    Class {
        name: "WIN32_SoundDevice",
        display: "Manufacturer Name Status StatusInfo",
        sets: &[("PSStatus", "ConfigManagerUserConfig Name Status StatusInfo")],
    },
    Class {
        name: "Win32_BIOS",
        display: "SMBIOSBIOSVersion Manufacturer Name SerialNumber Version",
        sets: &[("PSStatus", "Status Name Caption SMBIOSPresent")],
    },
    Class {
        name: "Win32_BaseBoard",
        display: "Manufacturer Model Name SerialNumber SKU Product",
        sets: &[("PSStatus", "Status Name PoweredOn")],
    },
    Class {
        name: "Win32_DMAChannel",
        display: "AddressSize DMAChannel MaxTransferSize Name Port",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_DeviceMemoryAddress",
        display: "MemoryType Name Status",
        sets: &[("PSStatus", "Status Name MemoryType")],
    },
    Class {
        name: "Win32_IDEController",
        display: "Manufacturer Name ProtocolSupported Status StatusInfo",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_IRQResource",
        display: "Hardware IRQNumber Name Shareable TriggerLevel TriggerType",
        sets: &[("PSStatus", "Status Caption Availability")],
    },
    Class {
        name: "Win32_OnBoardDevice",
        display: "DeviceType SerialNumber Enabled Description",
        sets: &[("PSStatus", "Status Description")],
    },
    Class {
        name: "Win32_PhysicalMemoryArray",
        display: "Model Name MaxCapacity MemoryDevices",
        sets: &[("PSStatus", "Status Name Replaceable Location")],
    },
    Class {
        name: "Win32_PortConnector",
        display: "Tag ConnectorType SerialNumber ExternalReferenceDesignator PortType",
        sets: &[("PSStatus", "Status Name ExternalReferenceDesignator")],
    },
    Class {
        name: "Win32_PortResource",
        display: "Caption Name Alias",
        sets: &[("PSStatus", "NetConnectionStatus Status Name StartingAddress EndingAddress")],
    },
    Class {
        name: "Win32_PrintJob",
        display: "Document JobId JobStatus Owner Priority Size Name",
        sets: &[("PSStatus", "Document JobId JobStatus Name PagesPrinted Status JobIdCopy Name")],
    },
    Class {
        name: "Win32_Printer",
        display: "Location Name PrinterState PrinterStatus ShareName SystemName",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_PrinterConfiguration",
        display: "PrintQuality DriverVersion Name PaperSize Caption",
        sets: &[("PSStatus", "DriverVersion Name")],
    },
    Class {
        name: "Win32_SCSIController",
        display: "DriverName Manufacturer Name ProtocolSupported Status StatusInfo",
        sets: &[("PSStatus", "Status Name StatusInfo")],
    },
    Class {
        name: "Win32_SystemEnclosure",
        display: "Manufacturer Model LockPresent SerialNumber SMBIOSAssetTag SecurityStatus",
        sets: &[("PSStatus", "Tag Status Name SecurityStatus")],
    },
    Class {
        name: "Win32_SystemSlot",
        display: "SlotDesignation Tag SupportsHotPlug Status Shared PMESignal MaxDataWidth",
        sets: &[("PSStatus", "Status SlotDesignation")],
    },
    Class {
        name: "Win32_TapeDrive",
        display: "DeviceID Id Manufacturer Name Caption",
        sets: &[("PSStatus", "Status Availability DeviceID NeedsCleaning StatusInfo")],
    },
    Class {
        name: "Win32_TemperatureProbe",
        display: "CurrentReading Name Description MinReadable MaxReadable Status",
        sets: &[("PSStatus", "Status CurrentReading DeviceID Name StatusInfo")],
    },
    Class {
        name: "Win32_UninterruptiblePowerSupply",
        display: "DeviceID EstimatedRunTime Name TimeOnBackup UPSPort Caption",
        sets: &[(
            "PSStatus",
            "Status DeviceID EstimatedChargeRemaining EstimatedRunTime \
                           Name StatusInfo TimeOnBackup",
        )],
    },
    Class {
        name: "Win32_VoltageProbe",
        display: "Status Description CurrentReading MaxReadable MinReadable",
        sets: &[("PSStatus", "Status DeviceID Name NominalReading StatusInfo")],
    },
];
