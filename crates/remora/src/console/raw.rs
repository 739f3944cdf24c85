//! The screen and the keyboard of the console.

use std::sync::Arc;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use parking_lot::Mutex;
use remora_hosting::{HostDefaults, HostError, HostMethod, RawUi};
use remora_psobject::PsString;
use remora_psobject::host::{BufferCell, Coordinates, KeyInfo, Rectangle, Size};

use super::input::RawMode;
use super::output::Output;

/// The raw user interface of the console.
pub(crate) struct ConsoleRawUi {
    output: Arc<Output>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    title: PsString,
    foreground: Option<i32>,
    background: Option<i32>,
}

/// Columns of a screen where there is none.
const NO_SCREEN: Size = Size { width: 80, height: 24 };

impl ConsoleRawUi {
    pub(crate) fn new(output: Arc<Output>) -> Self {
        Self { output, state: Mutex::default() }
    }

    fn size(&self) -> Size {
        if !self.output.stdout_is_terminal {
            return NO_SCREEN;
        }
        match terminal::size() {
            Ok((width, height)) if width > 0 && height > 0 => {
                Size { width: i32::from(width), height: i32::from(height) }
            }
            _ => NO_SCREEN,
        }
    }

    /// Columns of the screen.
    pub(crate) fn width(&self) -> usize {
        usize::try_from(self.size().width).unwrap_or(80)
    }

    fn sequence(&self, method: HostMethod, sequence: &str) -> Result<(), HostError> {
        if !self.output.stdout_is_terminal {
            return Err(HostError::NotImplemented(method));
        }
        self.output.write(sequence);
        Ok(())
    }
}

impl RawUi for ConsoleRawUi {
    fn defaults(&self) -> HostDefaults {
        let state = self.state.lock();
        let size = self.size();
        HostDefaults {
            foreground_color: state.foreground.unwrap_or(-1),
            background_color: state.background.unwrap_or(-1),
            buffer_size: size,
            window_size: size,
            max_window_size: size,
            max_physical_window_size: size,
            window_title: state.title.clone(),
            ..HostDefaults::default()
        }
    }

    fn set_foreground_color(&self, color: i32) -> Result<(), HostError> {
        self.state.lock().foreground = Some(color);
        Ok(())
    }

    fn set_background_color(&self, color: i32) -> Result<(), HostError> {
        self.state.lock().background = Some(color);
        Ok(())
    }

    fn set_cursor_position(&self, position: Coordinates) -> Result<(), HostError> {
        let sequence = format!("\x1b[{};{}H", position.y + 1, position.x + 1);
        self.sequence(HostMethod::SetCursorPosition, &sequence)
    }

    fn set_window_position(&self, _position: Coordinates) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::SetWindowPosition))
    }

    fn set_cursor_size(&self, _size: i32) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::SetCursorSize))
    }

    fn set_buffer_size(&self, _size: Size) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::SetBufferSize))
    }

    fn set_window_size(&self, _size: Size) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::SetWindowSize))
    }

    fn set_window_title(&self, title: &str) -> Result<(), HostError> {
        self.state.lock().title = title.into();
        // A title may come from another computer: nothing in it may end the sequence early.
        let title: String = title.chars().filter(|character| !character.is_control()).collect();
        if self.output.stdout_is_terminal {
            self.output.write(&format!("\x1b]0;{title}\x07"));
        }
        Ok(())
    }

    fn key_available(&self) -> Result<bool, HostError> {
        let _raw = RawMode::enter();
        crossterm::event::poll(std::time::Duration::ZERO)
            .map_err(|_| HostError::NotImplemented(HostMethod::GetKeyAvailable))
    }

    fn read_key(&self, options: i32) -> Result<KeyInfo, HostError> {
        const NO_ECHO: i32 = 2;
        const ALLOW_CTRL_C: i32 = 1;
        let _raw = RawMode::enter();
        loop {
            let event = crossterm::event::read();
            let Ok(event) = event else {
                return Err(HostError::NotImplemented(HostMethod::ReadKey));
            };
            let Event::Key(key) = event else { continue };
            if key.kind == KeyEventKind::Release {
                continue;
            }
            let control = key.modifiers.contains(KeyModifiers::CONTROL);
            if control && key.code == KeyCode::Char('c') && options & ALLOW_CTRL_C == 0 {
                return Err(HostError::Interrupted);
            }
            let (character, code) = match key.code {
                KeyCode::Char(character) => {
                    (character, i32::from(character.to_ascii_uppercase() as u8))
                }
                KeyCode::Enter => ('\r', 13),
                KeyCode::Tab => ('\t', 9),
                KeyCode::Backspace => ('\u{8}', 8),
                KeyCode::Esc => ('\u{1b}', 27),
                KeyCode::Left => ('\0', 37),
                KeyCode::Up => ('\0', 38),
                KeyCode::Right => ('\0', 39),
                KeyCode::Down => ('\0', 40),
                KeyCode::Home => ('\0', 36),
                KeyCode::End => ('\0', 35),
                KeyCode::Delete => ('\0', 46),
                _ => ('\0', 0),
            };
            if options & NO_ECHO == 0 && !character.is_control() {
                self.output.write(&character.to_string());
            }
            let mut state = 0;
            for (modifier, bit) in
                [(KeyModifiers::SHIFT, 16), (KeyModifiers::CONTROL, 8), (KeyModifiers::ALT, 2)]
            {
                if key.modifiers.contains(modifier) {
                    state |= bit;
                }
            }
            let unit = u16::try_from(u32::from(character)).unwrap_or(0);
            return Ok(KeyInfo {
                virtual_key_code: code,
                character: unit,
                control_key_state: state,
                key_down: true,
            });
        }
    }

    fn flush_input_buffer(&self) -> Result<(), HostError> {
        let _raw = RawMode::enter();
        while crossterm::event::poll(std::time::Duration::ZERO).unwrap_or(false) {
            if crossterm::event::read().is_err() {
                break;
            }
        }
        Ok(())
    }

    fn fill(&self, rectangle: Rectangle, _cell: BufferCell) -> Result<(), HostError> {
        // Only clearing the whole screen has a meaning on a terminal.
        if rectangle.left >= 0 {
            return Err(HostError::NotImplemented(HostMethod::SetBufferContents1));
        }
        self.sequence(HostMethod::SetBufferContents1, "\x1b[H\x1b[2J\x1b[3J")
    }

    fn set_buffer_contents(
        &self,
        _origin: Coordinates,
        _rows: &[Vec<BufferCell>],
    ) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::SetBufferContents2))
    }

    fn buffer_contents(&self, _rectangle: Rectangle) -> Result<Vec<Vec<BufferCell>>, HostError> {
        Err(HostError::NotImplemented(HostMethod::GetBufferContents))
    }

    fn scroll_buffer_contents(
        &self,
        _source: Rectangle,
        _destination: Coordinates,
        _clip: Rectangle,
        _fill: BufferCell,
    ) -> Result<(), HostError> {
        Err(HostError::NotImplemented(HostMethod::ScrollBufferContents))
    }
}
