//! How each system writes down what it starts at log-in. Pure; it must not know where that is kept.

use std::path::Path;

/// The name that a launch agent goes by.
pub(super) const LABEL: &str = "pro.codexapi.purser";

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A desktop entry (XDG's autostart specification).
    Desktop,
    /// A property list for launchd (launchd.plist(5)).
    LaunchAgent,
    /// A command line in Windows' `Run` key.
    RunKey,
}

impl Form {
    /// This system's.
    pub(super) const fn here() -> Self {
        if cfg!(target_os = "macos") {
            Self::LaunchAgent
        } else if cfg!(windows) {
            Self::RunKey
        } else {
            Self::Desktop
        }
    }

    /// None for a path that no entry can name.
    pub(super) fn text(self, program: &Path) -> Option<String> {
        let path = program.to_str()?;
        if !program.is_absolute() || path.chars().any(char::is_control) {
            return None;
        }
        match self {
            Self::Desktop => Some(desktop(path)),
            Self::LaunchAgent => Some(launch_agent(path)),
            // No file name of Windows holds a quotation mark.
            Self::RunKey => Some(format!("\"{path}\"")).filter(|_| !path.contains('"')),
        }
    }

    /// Whether Purser wrote this, maybe for a Purser in another folder.
    pub(super) fn is_ours(self, there: &str) -> bool {
        let program = match self {
            Self::Desktop => {
                let mut lines = there.lines();
                let program = lines.find_map(|line| line.strip_prefix("TryExec="));
                program.map(|program| program.replace("\\\\", "\\"))
            }
            Self::LaunchAgent => between(there, "<array>\n\t\t<string>", "</string>").map(unmarked),
            Self::RunKey => between(there, "\"", "\"")
                .filter(|program| program.ends_with("\\purser-resident.exe"))
                .map(str::to_owned),
        };
        let same = |program: String| self.text(Path::new(&program)).is_some_and(|t| t == there);
        program.is_some_and(same)
    }
}

fn desktop(path: &str) -> String {
    let (exec, try_exec) = (escaped(&quoted(path)), escaped(path));
    format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Name=Purser\n\
         Comment=Watches the Token Wallet from the tray\n\
         Exec={exec}\n\
         TryExec={try_exec}\n\
         Icon=purser-desktop\n\
         Terminal=false\n\
         X-GNOME-Autostart-enabled=true\n"
    )
}

/// An argument of `Exec` (Desktop Entry Specification, “The Exec key”).
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for char in argument.chars() {
        match char {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', char]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// A value of the type string (the same, “Possible value types”).
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\")
}

/// Started once at log-in, and not again when the person quits it.
fn launch_agent(path: &str) -> String {
    let program = marked(path);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n\
         <dict>\n\
         \t<key>Label</key>\n\
         \t<string>{LABEL}</string>\n\
         \t<key>ProgramArguments</key>\n\
         \t<array>\n\
         \t\t<string>{program}</string>\n\
         \t</array>\n\
         \t<key>RunAtLoad</key>\n\
         \t<true/>\n\
         \t<key>ProcessType</key>\n\
         \t<string>Interactive</string>\n\
         </dict>\n\
         </plist>\n"
    )
}

/// Character data of XML.
fn marked(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn unmarked(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_every_odd_character_is_quoted_as_the_specification_says() {
        let text = Form::Desktop.text(Path::new("/opt/a b/100%/$x`\"\\/purser-resident"));
        let text = text.unwrap();
        let line = |key: &str| {
            let mut lines = text.lines();
            lines.find_map(|line| line.strip_prefix(key)).unwrap()
        };
        assert_eq!(
            line("Exec="),
            r#""/opt/a b/100%%/\\$x\\`\\"\\\\/purser-resident""#
        );
        assert_eq!(line("TryExec="), r#"/opt/a b/100%/$x`"\\/purser-resident"#);
        assert!(Form::Desktop.is_ours(&text));
    }

    #[test]
    fn a_launch_agent_names_its_program_in_xml_and_knows_its_own() {
        let program = Path::new("/Applications/P & <Q>.app/Contents/MacOS/purser-resident");
        let text = Form::LaunchAgent.text(program).unwrap();
        assert!(text.contains(
            "<string>/Applications/P &amp; &lt;Q&gt;.app/Contents/MacOS/purser-resident</string>"
        ));
        assert!(Form::LaunchAgent.is_ours(&text));
        let kept_alive = text.replace("<true/>", "<true/>\n\t<key>KeepAlive</key>\n\t<true/>");
        let other_program = text.replace("purser-resident", "sh</string>\n\t\t<string>-c");
        for changed in [kept_alive, other_program, String::new()] {
            assert!(!Form::LaunchAgent.is_ours(&changed), "{changed}");
        }
    }

    #[test]
    fn a_command_line_of_windows_is_one_quoted_program_and_nothing_more() {
        // Absolute here as well as there, so that what is refused is refused for what it says.
        let text = Form::RunKey.text(Path::new("/P Q\\purser-resident.exe"));
        let ours = "\"/P Q\\purser-resident.exe\"";
        assert_eq!(text.as_deref(), Some(ours));
        assert!(Form::RunKey.is_ours(ours));
        assert_eq!(Form::RunKey.text(Path::new("/P\"Q/x")), None);
        let longer = format!("{ours} --x");
        for theirs in [
            "",
            "\"",
            "/P Q\\purser-resident.exe",
            "\"/P\\calc.exe\"",
            &longer,
        ] {
            assert!(!Form::RunKey.is_ours(theirs), "{theirs}");
        }
    }

    #[test]
    fn no_entry_names_what_would_break_it() {
        for form in [Form::Desktop, Form::LaunchAgent, Form::RunKey] {
            assert_eq!(form.text(Path::new("/opt/a\nHidden=true/x")), None);
            assert_eq!(form.text(Path::new("relative")), None);
        }
    }
}
