//! Reaches the resident, starting it when it is absent and replacing it when it is another version.
//! Knows the door, nothing of what goes through it.

use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use door::{Caller, DoorError, Place};
use tokio::sync::Mutex;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// How often the door is tried again, and how many times, while a resident starts or leaves.
const RETRY: Duration = Duration::from_millis(50);
const RETRIES: u32 = 200;

/// The way to the resident.
#[derive(Debug, Clone)]
pub(crate) struct Resident {
    caller: Caller,
    /// The page and a link may want it at the same time: one of them starts it.
    starting: Arc<Mutex<()>>,
}

impl Resident {
    pub(crate) fn of_this_user() -> Result<Self, DoorError> {
        Ok(Self {
            caller: Caller::new(Place::of_this_user()?, VERSION),
            starting: Arc::default(),
        })
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns when a resident of this version answers.
    pub(crate) async fn ready(&self) -> Result<(), DoorError> {
        let _turn = self.starting.lock().await;
        match self.caller.version().await {
            Ok(version) if version == VERSION => return Ok(()),
            // An update left the old one running: it goes, and this version's takes its place.
            Ok(_) => {
                self.caller.leave().await?;
                self.until(|answer| matches!(answer, Err(DoorError::Nobody)))
                    .await?;
            }
            Err(DoorError::Nobody) => {}
            Err(error) => return Err(error),
        }
        start()?;
        self.until(Result::is_ok).await
    }

    async fn until(
        &self,
        enough: impl Fn(&Result<String, DoorError>) -> bool,
    ) -> Result<(), DoorError> {
        for _ in 0..RETRIES {
            if enough(&self.caller.version().await) {
                return Ok(());
            }
            tokio::time::sleep(RETRY).await;
        }
        Err(DoorError::Silent)
    }
}

/// Starts the resident that lies beside this program.
fn start() -> io::Result<()> {
    let program = std::env::current_exe()?
        .with_file_name(format!("purser-resident{}", std::env::consts::EXE_SUFFIX));
    let mut child = Command::new(program)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Somebody has to take its exit status; it outlives this program.
    thread::spawn(move || child.wait());
    Ok(())
}
