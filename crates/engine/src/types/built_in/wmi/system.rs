//! The operating system and what is installed and runs on it.

use super::Class;

/// The classes of this theme.
pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "WIN32_DCOMApplication",
        display: "AppID InstallDate Name",
        sets: &[("PSStatus", "Name Status")],
    },
    Class {
        name: "WIN32_DESKTOP",
        display: "Name ScreenSaverActive ScreenSaverSecure ScreenSaverTimeout SettingID",
        sets: &[("PSStatus", "Name ScreenSaverActive")],
    },
    Class {
        name: "Win32_BootConfiguration",
        display: "BootDirectory Name SettingID Caption",
        sets: &[("PSStatus", "Name SettingID ConfigurationPath")],
    },
    Class {
        name: "Win32_ComputerSystem",
        display: "Domain Manufacturer Model Name PrimaryOwnerName TotalPhysicalMemory",
        sets: &[
            (
                "POWER",
                "Name PowerManagementCapabilities PowerManagementSupported \
                        PowerOnPasswordStatus PowerState PowerSupplyState",
            ),
            (
                "PSStatus",
                "AdminPasswordStatus BootupState ChassisBootupState \
                           KeyboardPasswordStatus PowerOnPasswordStatus \
                           PowerSupplyState PowerState FrontPanelResetStatus \
                           ThermalState Status Name",
            ),
        ],
    },
    Class {
        name: "Win32_ComputerSystemProduct",
        display: "IdentifyingNumber Name Vendor Version Caption",
        sets: &[("PSStatus", "Name Version")],
    },
    Class {
        name: "Win32_Environment",
        display: "VariableValue Name UserName",
        sets: &[("PSStatus", "Status Name SystemVariable")],
    },
    Class {
        name: "Win32_LoadOrderGroup",
        display: "GroupOrder Name",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_NTEventlogFile",
        display: "FileSize LogfileName Name NumberOfRecords",
        sets: &[("PSStatus", "Status LogfileName Name")],
    },
    Class {
        name: "Win32_NTLogEvent",
        display: "Category CategoryString EventCode EventIdentifier TypeEvent InsertionStrings \
         LogFile Message RecordNumber SourceName TimeGenerated TimeWritten Type \
         UserName",
        sets: &[],
    },
    Class {
        name: "Win32_OSRecoveryConfiguration",
        display: "DebugFilePath Name SettingID",
        sets: &[],
    },
    Class {
        name: "Win32_OperatingSystem",
        display: "SystemDirectory Organization BuildNumber RegisteredUser SerialNumber Version",
        sets: &[
            ("FREE", "FreePhysicalMemory FreeSpaceInPagingFiles FreeVirtualMemory Name"),
            ("PSStatus", "Status Name"),
        ],
    },
    Class {
        name: "Win32_ProcessXXX",
        display: "ThreadCount HandleCount Name Priority ProcessId WorkingSetSize",
        sets: &[
            (
                "IO",
                "Name ProcessId ReadOperationCount ReadTransferCount \
                     WriteOperationCount WriteTransferCount",
            ),
            (
                "MEMORY",
                "Handle MaximumWorkingSetSize MinimumWorkingSetSize Name \
                         PageFaults PageFileUsage PeakPageFileUsage PeakVirtualSize \
                         PeakWorkingSetSize PrivatePageCount QuotaNonPagedPoolUsage \
                         QuotaPagedPoolUsage QuotaPeakNonPagedPoolUsage \
                         QuotaPeakPagedPoolUsage VirtualSize WorkingSetSize",
            ),
            ("PSStatus", "Status Name ProcessId"),
            (
                "STATISTICS",
                "HandleCount Name KernelModeTime MaximumWorkingSetSize \
                             MinimumWorkingSetSize OtherOperationCount \
                             OtherTransferCount PageFaults PageFileUsage \
                             PeakPageFileUsage PeakVirtualSize PeakWorkingSetSize \
                             PrivatePageCount ProcessId QuotaNonPagedPoolUsage \
                             QuotaPagedPoolUsage QuotaPeakNonPagedPoolUsage \
                             QuotaPeakPagedPoolUsage ReadOperationCount \
                             ReadTransferCount ThreadCount UserModeTime VirtualSize \
                             WorkingSetSize WriteOperationCount WriteTransferCount",
            ),
        ],
    },
    Class {
        name: "Win32_Product",
        display: "IdentifyingNumber Name Vendor Version Caption",
        sets: &[("PSStatus", "Name Version InstallState")],
    },
    Class {
        name: "Win32_QuickFixEngineering",
        display: "Description FixComments HotFixID InstallDate InstalledBy InstalledOn Name \
         ServicePackInEffect Status",
        sets: &[],
    },
    Class {
        name: "Win32_Registry",
        display: "CurrentSize MaximumSize Name Caption",
        sets: &[("PSStatus", "Status CurrentSize MaximumSize ProposedSize")],
    },
    Class {
        name: "Win32_ScheduledJob",
        display: "JobId Name Owner Priority Command",
        sets: &[("PSStatus", "Status JobId JobStatus ElapsedTime StartTime Owner")],
    },
    Class {
        name: "Win32_Service",
        display: "ExitCode Name ProcessId StartMode State Status",
        sets: &[
            (
                "PSConfiguration",
                "DesktopInteract ErrorControl Name PathName \
                                  ServiceType StartMode",
            ),
            ("PSStatus", "Name Status ExitCode"),
        ],
    },
    Class {
        name: "Win32_SoftwareElement",
        display: "Caption Name Path SerialNumber SoftwareElementID Version",
        sets: &[("PSStatus", "Status SoftwareElementState Name")],
    },
    Class {
        name: "Win32_SoftwareFeature",
        display: "Caption IdentifyingNumber ProductName Vendor Version",
        sets: &[("PSStatus", "Status Name InstallState LastUse")],
    },
    Class { name: "Win32_StartupCommand", display: "Command User Caption", sets: &[] },
    Class {
        name: "Win32_SystemDriver",
        display: "DisplayName Name State Status Started",
        sets: &[("PSStatus", "Status Name State ExitCode Started ServiceSpecificExitCode")],
    },
    Class { name: "Win32_TimeZone", display: "Bias SettingID Caption", sets: &[] },
    Class {
        name: "Win32_WMISetting",
        display: "BuildVersion Caption DatabaseDirectory EnableEvents LoggingLevel SettingID",
        sets: &[],
    },
];
