//! The calling end. Knows how to reach the door, never what is said through it.

use std::time::Duration;

use serde_json::value::RawValue;
use tokio::time::timeout;

use crate::frame::{self, FRAME_CAP};
use crate::serve::{Answer, Call, FAREWELL};
use crate::socket::{self, Stream};
use crate::{DoorError, Hello, PROTOCOL, Place};

/// A door that is not answered by then counts as silent.
const GREETING_LIMIT: Duration = Duration::from_secs(3);
/// A command may wait for a network answer or a person's keychain prompt.
const PERFORM_LIMIT: Duration = Duration::from_secs(120);

/// One who calls at a door. Each call opens its own connection.
#[derive(Debug, Clone)]
pub struct Caller {
    place: Place,
    hello: Hello,
}

impl Caller {
    /// A caller that says it is of `version`.
    #[must_use]
    pub fn new(place: Place, version: &str) -> Self {
        Self {
            place,
            hello: Hello::new(version),
        }
    }

    /// The version of who serves the door.
    ///
    /// # Errors
    /// [`DoorError::Nobody`] when no one does.
    pub async fn version(&self) -> Result<String, DoorError> {
        let (_, hello) = self.greet().await?;
        Ok(hello.version)
    }

    /// Views, the current one first.
    ///
    /// # Errors
    /// [`DoorError::Nobody`] when no one serves the door.
    pub async fn watch(&self) -> Result<Views, DoorError> {
        let (mut stream, _) = self.greet().await?;
        frame::write(&mut stream, &Call::Watch).await?;
        Ok(Views { stream })
    }

    /// Asks for a command (JSON). The inner `Err` is a problem (JSON).
    ///
    /// # Errors
    /// When nobody answers. Whether the command was done is then unknown.
    pub async fn perform(&self, command: &str) -> Result<Result<(), String>, DoorError> {
        let command = RawValue::from_string(command.to_owned())
            .map_err(|source| DoorError::FrameUnreadable { source })?;
        let answer = self.ask(&Call::Perform(command)).await?;
        Ok(match answer.problem {
            None => Ok(()),
            Some(problem) => Err(problem.get().to_owned()),
        })
    }

    /// Asks who serves the door to leave it.
    ///
    /// # Errors
    /// [`DoorError::Nobody`] when no one serves the door.
    pub async fn leave(&self) -> Result<(), DoorError> {
        self.ask(&Call::Leave).await.map(|_| ())
    }

    async fn ask(&self, call: &Call) -> Result<Answer, DoorError> {
        let (mut stream, _) = self.greet().await?;
        frame::write(&mut stream, call).await?;
        timeout(PERFORM_LIMIT, frame::read(&mut stream, FRAME_CAP))
            .await
            .map_err(|_| DoorError::Silent)?
    }

    async fn greet(&self) -> Result<(Stream, Hello), DoorError> {
        timeout(GREETING_LIMIT, async {
            let mut stream = socket::connect(&self.place).await?;
            frame::write(&mut stream, &self.hello).await?;
            let theirs: Hello = frame::read(&mut stream, FRAME_CAP).await?;
            if theirs.protocol == PROTOCOL {
                Ok((stream, theirs))
            } else {
                Err(DoorError::Protocol {
                    theirs: theirs.protocol,
                })
            }
        })
        .await
        .map_err(|_| DoorError::Silent)?
    }
}

/// Views through the door. Dropping it ends the call.
#[derive(Debug)]
pub struct Views {
    stream: Stream,
}

impl Views {
    /// The next View (JSON); none when who serves the door left it in peace. Not cancel-safe: after
    /// a cancelled call the source is spent.
    ///
    /// # Errors
    /// [`DoorError::Closed`] when the other end was cut off.
    pub async fn next(&mut self) -> Result<Option<String>, DoorError> {
        let bytes = frame::read_bytes(&mut self.stream, FRAME_CAP).await?;
        let view = String::from_utf8(bytes).map_err(|error| DoorError::Io {
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
        })?;
        Ok((view != FAREWELL).then_some(view))
    }
}
