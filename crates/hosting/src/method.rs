//! The host methods of MS-PSRP by number (section 2.2.3.17, Host Method Identifier).

macro_rules! host_methods {
    ($($name:ident = $number:literal, $answers:literal;)*) => {
        /// A method of the host, as host calls name it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names are those of the specification")]
        pub enum HostMethod {
            $($name = $number),*
        }

        impl HostMethod {
            /// The method of this number.
            pub fn from_number(number: i64) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The name that the specification gives it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }

            /// Whether the caller waits for an answer.
            pub fn answers(self) -> bool {
                match self {
                    $(Self::$name => $answers),*
                }
            }
        }
    };
}

host_methods! {
    GetName = 1, true;
    GetVersion = 2, true;
    GetInstanceId = 3, true;
    GetCurrentCulture = 4, true;
    GetCurrentUICulture = 5, true;
    SetShouldExit = 6, false;
    EnterNestedPrompt = 7, false;
    ExitNestedPrompt = 8, false;
    NotifyBeginApplication = 9, false;
    NotifyEndApplication = 10, false;
    ReadLine = 11, true;
    ReadLineAsSecureString = 12, true;
    Write1 = 13, false;
    Write2 = 14, false;
    WriteLine1 = 15, false;
    WriteLine2 = 16, false;
    WriteLine3 = 17, false;
    WriteErrorLine = 18, false;
    WriteDebugLine = 19, false;
    WriteProgress = 20, false;
    WriteVerboseLine = 21, false;
    WriteWarningLine = 22, false;
    Prompt = 23, true;
    PromptForCredential1 = 24, true;
    PromptForCredential2 = 25, true;
    PromptForChoice = 26, true;
    GetForegroundColor = 27, true;
    SetForegroundColor = 28, false;
    GetBackgroundColor = 29, true;
    SetBackgroundColor = 30, false;
    GetCursorPosition = 31, true;
    SetCursorPosition = 32, false;
    GetWindowPosition = 33, true;
    SetWindowPosition = 34, false;
    GetCursorSize = 35, true;
    SetCursorSize = 36, false;
    GetBufferSize = 37, true;
    SetBufferSize = 38, false;
    GetWindowSize = 39, true;
    SetWindowSize = 40, false;
    GetWindowTitle = 41, true;
    SetWindowTitle = 42, false;
    GetMaxWindowSize = 43, true;
    GetMaxPhysicalWindowSize = 44, true;
    GetKeyAvailable = 45, true;
    ReadKey = 46, true;
    FlushInputBuffer = 47, false;
    SetBufferContents1 = 48, false;
    SetBufferContents2 = 49, false;
    GetBufferContents = 50, true;
    ScrollBufferContents = 51, false;
    PushRunspace = 52, false;
    PopRunspace = 53, false;
    GetIsRunspacePushed = 54, true;
    GetRunspace = 55, true;
    PromptForChoiceMultipleSelection = 56, true;
}

impl HostMethod {
    /// The number on the wire.
    pub fn number(self) -> i32 {
        // The discriminants are the numbers of the specification.
        self as i32
    }
}
