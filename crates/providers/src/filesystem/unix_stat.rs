//! `UnixStat`: owner, group, mode and numbers of a file.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use remora_engine::{TypeId, Value};
use remora_psobject::{Exception, LiveObject, PsString};

use crate::system::owner_names;

const KIND_MASK: u32 = 0o170_000;

/// What `stat` says of a file. Methods of the .NET type are properties here: `ModeString`, `UserName`
/// and `GroupName`, which are not listed.
#[derive(Clone, Debug)]
pub struct UnixStat {
    inode: u64,
    mode: u32,
    user: u32,
    group: u32,
    links: u64,
    size: u64,
    block_size: u64,
    device: u64,
    blocks: u64,
}

impl UnixStat {
    /// Of a path; a link stands for itself.
    pub fn of(path: &str) -> Option<Self> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(Self {
            inode: metadata.ino(),
            mode: metadata.mode(),
            user: metadata.uid(),
            group: metadata.gid(),
            links: metadata.nlink(),
            size: metadata.len(),
            block_size: metadata.blksize(),
            device: metadata.dev(),
            blocks: metadata.blocks(),
        })
    }

    /// Whether several names lead to the file.
    pub fn has_hard_links(&self) -> bool {
        self.links > 1 && self.mode & KIND_MASK == 0o100_000
    }

    /// Number of the device and of the file on it.
    pub fn identity(&self) -> (u64, u64) {
        (self.device, self.inode)
    }

    /// Kind and rights, such as `-rw-r--r--`.
    pub fn mode_text(&self) -> String {
        let (kind, _) = self.kind();
        let mut text = String::from(kind);
        for (shift, special, set, unset) in
            [(6, 0o4000, 's', 'S'), (3, 0o2000, 's', 'S'), (0, 0o1000, 't', 'T')]
        {
            let bits = self.mode >> shift;
            text.push(if bits & 4 == 0 { '-' } else { 'r' });
            text.push(if bits & 2 == 0 { '-' } else { 'w' });
            text.push(match (bits & 1 != 0, self.mode & special != 0) {
                (true, true) => set,
                (false, true) => unset,
                (true, false) => 'x',
                (false, false) => '-',
            });
        }
        text
    }

    fn kind(&self) -> (char, &'static str) {
        match self.mode & KIND_MASK {
            0o040_000 => ('d', "Directory"),
            0o120_000 => ('l', "SymbolicLink"),
            0o060_000 => ('b', "BlockDevice"),
            0o020_000 => ('c', "CharacterDevice"),
            0o010_000 => ('p', "NamedPipe"),
            0o140_000 => ('s', "Socket"),
            _ => ('-', "File"),
        }
    }
}

fn number(value: u64) -> Value {
    Value::I64(i64::try_from(value).unwrap_or(i64::MAX))
}

fn small(value: u64) -> Value {
    Value::I32(i32::try_from(value).unwrap_or(i32::MAX))
}

impl LiveObject for UnixStat {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "System.Management.Automation.Platform+Unix+CommonStat",
            Some(TypeId::OBJECT),
        )
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Inode",
            "Mode",
            "UserId",
            "GroupId",
            "HardlinkCount",
            "Size",
            "BlockSize",
            "DeviceId",
            "NumberOfBlocks",
            "ItemType",
            "IsSetUid",
            "IsSetGid",
            "IsSticky",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "inode" => number(self.inode),
            "mode" => small(u64::from(self.mode)),
            "userid" => small(u64::from(self.user)),
            "groupid" => small(u64::from(self.group)),
            "hardlinkcount" => small(self.links),
            "size" => number(self.size),
            "blocksize" => number(self.block_size),
            "deviceid" => small(self.device),
            "numberofblocks" => small(self.blocks),
            "itemtype" => self.kind().1.into(),
            "issetuid" => Value::Bool(self.mode & 0o4000 != 0),
            "issetgid" => Value::Bool(self.mode & 0o2000 != 0),
            "issticky" => Value::Bool(self.mode & 0o1000 != 0),
            "modestring" => self.mode_text().into(),
            "username" => owner_names(self.user, self.group).0.into(),
            "groupname" => owner_names(self.user, self.group).1.into(),
            _ => return None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_read_as_ls_shows_them() {
        let stat = |mode| UnixStat {
            inode: 1,
            mode,
            user: 0,
            group: 0,
            links: 1,
            size: 0,
            block_size: 0,
            device: 0,
            blocks: 0,
        };
        assert_eq!(stat(0o100_644).mode_text(), "-rw-r--r--");
        assert_eq!(stat(0o041_777).mode_text(), "drwxrwxrwt");
        assert_eq!(stat(0o104_644).mode_text(), "-rwSr--r--");
        assert_eq!(stat(0o120_777).mode_text(), "lrwxrwxrwx");
    }
}
