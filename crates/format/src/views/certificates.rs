//! Certificates, their stores, signatures of files.

use super::computed;
use crate::view::{Entry, View, by_control, by_property, col, native, path};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "ThumbprintTable",
            &["System.Security.Cryptography.X509Certificates.X509Certificate2"],
            [
                col("Thumbprint").width(41),
                col("Subject").width(20),
                path(&["EnhancedKeyUsageList", "FriendlyName"]).label("EnhancedKeyUsageList"),
            ],
        )
        .grouped(by_property(col("PSParentPath"))),
        View::list(
            "ThumbprintList",
            &[
                "Microsoft.PowerShell.Commands.X509StoreLocation",
                "System.Security.Cryptography.X509Certificates.X509Certificate2",
                "System.Security.Cryptography.X509Certificates.X509Store",
            ],
            [
                Entry::of([
                    path(&["SubjectName", "Name"]).label("Subject"),
                    path(&["IssuerName", "Name"]).label("Issuer"),
                    col("Thumbprint"),
                    col("FriendlyName"),
                    col("NotBefore"),
                    col("NotAfter"),
                    col("Extensions"),
                ]),
                Entry::names(&["Location", "StoreNames"])
                    .only_for("Microsoft.PowerShell.Commands.X509StoreLocation"),
                Entry::names(&["Name"])
                    .only_for("System.Security.Cryptography.X509Certificates.X509Store"),
            ],
        ),
        View::wide(
            "ThumbprintWide",
            &[
                "Microsoft.PowerShell.Commands.X509StoreLocation",
                "System.Security.Cryptography.X509Certificates.X509Certificate2",
                "System.Security.Cryptography.X509Certificates.X509Store",
            ],
            col("Thumbprint"),
        )
        .grouped(by_property(col("PSParentPath"))),
        View::list(
            "PathOnly",
            &[
                "Microsoft.PowerShell.Commands.X509StoreLocation",
                "System.Security.Cryptography.X509Certificates.X509Certificate2",
                "System.Security.Cryptography.X509Certificates.X509Store",
            ],
            [
                Entry::names(&["PSPath"]),
                Entry::names(&["PSPath"])
                    .only_for("Microsoft.PowerShell.Commands.X509StoreLocation"),
                Entry::names(&["PSPath"])
                    .only_for("System.Security.Cryptography.X509Certificates.X509Store"),
            ],
        ),
        View::table(
            "PSThumbprintTable",
            &["System.Management.Automation.Signature"],
            [
                path(&["SignerCertificate", "Thumbprint"]).label("SignerCertificate").width(41),
                col("Status"),
                col("StatusMessage"),
                native("Path", computed::file_of_path),
            ],
        )
        .grouped(by_control(
            native("", computed::folder_of_path),
            "Directory: ",
            native("", computed::folder_of_path),
        )),
        View::wide(
            "PSThumbprintWide",
            &["System.Management.Automation.Signature"],
            native("", computed::file_and_status),
        )
        .grouped(by_control(
            native("", computed::folder_of_path),
            "Directory: ",
            native("", computed::folder_of_path),
        )),
        View::table(
            "System.Security.Cryptography.X509Certificates.X509CertificateEx",
            &["System.Security.Cryptography.X509Certificates.X509CertificateEx"],
            [col("Thumbprint").width(41), col("Subject")],
        )
        .grouped(by_property(col("PSParentPath"))),
    ]
}
