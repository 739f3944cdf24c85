//! Drives, partitions, quotas, files and shares.

use super::Class;

/// The classes of this theme.
pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "CIM_DataFile",
        display: "Compressed Encrypted Size Hidden Name Readable System Version Writeable",
        sets: &[("PSStatus", "Status Name")],
    },
    Class {
        name: "Win32_CDROMDrive",
        display: "Caption Drive Manufacturer VolumeName",
        sets: &[(
            "PSStatus",
            "Availability Drive ErrorCleared MediaLoaded NeedsCleaning \
                           Status StatusInfo",
        )],
    },
    Class {
        name: "Win32_Directory",
        display: "Hidden Archive EightDotThreeFileName FileSize Name Compressed Encrypted Readable",
        sets: &[("PSStatus", "Status Compressed Encrypted Name Readable Writeable")],
    },
    Class {
        name: "Win32_DiskDrive",
        display: "Partitions DeviceID Model Size Caption",
        sets: &[
            (
                "PSConfiguration",
                "BytesPerSector ConfigManagerUserConfig \
                                  DefaultBlockSize DeviceID Index InstallDate \
                                  InterfaceType MaxBlockSize MaxMediaSize MinBlockSize \
                                  NumberOfMediaSupported Partitions SectorsPerTrack \
                                  Size TotalCylinders TotalHeads TotalSectors \
                                  TotalTracks TracksPerCylinder",
            ),
            (
                "PSStatus",
                "ConfigManagerErrorCode LastErrorCode NeedsCleaning Status \
                           DeviceID StatusInfo Partitions",
            ),
        ],
    },
    Class {
        name: "Win32_DiskPartition",
        display: "NumberOfBlocks BootPartition Name PrimaryPartition Size Index",
        sets: &[("PSStatus", "Index Status StatusInfo Name")],
    },
    Class { name: "Win32_DiskQuota", display: "DiskSpaceUsed Limit QuotaVolume User", sets: &[] },
    Class {
        name: "Win32_LogicalDisk",
        display: "DeviceID DriveType ProviderName FreeSpace Size VolumeName",
        sets: &[("PSStatus", "Status Availability DeviceID StatusInfo")],
    },
    Class {
        name: "Win32_LogicalMemoryConfiguration",
        display: "Name TotalVirtualMemory TotalPhysicalMemory TotalPageFileSpace",
        sets: &[("PSStatus", "AvailableVirtualMemory Name TotalVirtualMemory")],
    },
    Class { name: "Win32_PageFileSetting", display: "MaximumSize Name Caption", sets: &[] },
    Class {
        name: "Win32_PageFileUsage",
        display: "Caption Name PeakUsage",
        sets: &[("PSStatus", "Status Name CurrentUsage")],
    },
    Class {
        name: "Win32_QuotaSetting",
        display: "Caption DefaultLimit SettingID State VolumePath DefaultWarningLimit",
        sets: &[("PSStatus", "State VolumePath Caption")],
    },
    Class {
        name: "Win32_Share",
        display: "Name Path Description",
        sets: &[("PSStatus", "Status Type Name")],
    },
    Class { name: "Win32_VolumeQuotaSetting", display: "Element Setting", sets: &[] },
];
