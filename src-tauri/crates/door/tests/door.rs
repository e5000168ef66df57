//! Both ends of the door over its real socket.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use door::{Caller, DoorError, House, Lease, Place, ViewSource, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

struct Echo {
    views: watch::Sender<String>,
    leaving: CancellationToken,
}

struct EchoViews(watch::Receiver<String>);

impl ViewSource for EchoViews {
    async fn next(&mut self) -> Option<String> {
        self.0.changed().await.ok()?;
        Some(self.0.borrow_and_update().clone())
    }
}

impl House for Echo {
    type Views = EchoViews;

    fn watch(&self) -> EchoViews {
        let mut views = self.views.subscribe();
        views.mark_changed();
        EchoViews(views)
    }

    async fn perform(&self, command: String) -> Result<(), String> {
        if command.contains("refuse") {
            return Err(r#"{"code":"refused"}"#.to_owned());
        }
        self.views.send_replace(command);
        Ok(())
    }

    fn leave(&self) {
        self.leaving.cancel();
    }
}

struct Served {
    place: Place,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<Result<(), DoorError>>,
    _folder: tempfile::TempDir,
}

fn served() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("run"));
    let stop = CancellationToken::new();
    let (views, _) = watch::channel("\"first\"".to_owned());
    let house = Arc::new(Echo {
        views,
        leaving: stop.clone(),
    });
    let lease = Lease::claim(&place).unwrap();
    let task = TaskTracker::new().spawn(serve(lease, house, "1.2.3", stop.clone()));
    Served {
        place,
        stop,
        task,
        _folder: folder,
    }
}

#[tokio::test]
async fn a_watcher_gets_the_current_view_at_once_and_each_later_one() {
    let served = served();
    let caller = Caller::new(served.place.clone(), "1.2.3");
    let mut views = caller.watch().await.unwrap();
    assert_eq!(views.next().await.unwrap().unwrap(), "\"first\"");
    assert_eq!(caller.perform(r#"{"to":"second"}"#).await.unwrap(), Ok(()));
    assert_eq!(views.next().await.unwrap().unwrap(), r#"{"to":"second"}"#);
    served.stop.cancel();
    assert_eq!(views.next().await.unwrap(), None, "left in peace");
    assert!(matches!(views.next().await, Err(DoorError::Closed)));
    served.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_problem_comes_back_as_it_was_said() {
    let served = served();
    let caller = Caller::new(served.place.clone(), "1.2.3");
    assert_eq!(
        caller.perform("\"refuse\"").await.unwrap(),
        Err(r#"{"code":"refused"}"#.to_owned())
    );
}

#[tokio::test]
async fn an_unserved_door_says_so_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let caller = Caller::new(Place::in_folder(folder.path().to_owned()), "1");
    assert!(matches!(caller.version().await, Err(DoorError::Nobody)));
}

#[tokio::test]
async fn a_dead_owners_socket_is_taken_over_and_a_living_ones_is_not() {
    let served = served();
    assert!(matches!(
        Lease::claim(&served.place),
        Err(DoorError::AlreadyServed)
    ));
    let place = served.place.clone();
    served.stop.cancel();
    served.task.await.unwrap().unwrap();
    // What a killed process leaves: a socket file that nobody listens on.
    drop(std::os::unix::net::UnixListener::bind(place.socket()).unwrap());
    assert!(place.socket().exists());
    assert!(matches!(
        Caller::new(place.clone(), "1").version().await,
        Err(DoorError::Nobody)
    ));
    Lease::claim(&place).unwrap();
}

#[tokio::test]
async fn the_socket_and_its_folder_are_for_this_user_only() {
    let served = served();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&served.place.socket()), 0o600);
    assert_eq!(mode(served.place.folder()), 0o700);
}

#[tokio::test]
async fn an_older_resident_leaves_when_it_is_asked_to() {
    let served = served();
    let caller = Caller::new(served.place.clone(), "2.0.0");
    assert_eq!(caller.version().await.unwrap(), "1.2.3");
    caller.leave().await.unwrap();
    served.task.await.unwrap().unwrap();
    assert!(matches!(caller.version().await, Err(DoorError::Nobody)));
}

#[tokio::test]
async fn a_caller_of_another_protocol_is_turned_away() {
    let served = served();
    let mut stream = tokio::net::UnixStream::connect(served.place.socket())
        .await
        .unwrap();
    let hello = br#"{"protocol":999,"version":"9"}"#;
    let length = u32::try_from(hello.len()).unwrap().to_be_bytes();
    stream.write_all(&length).await.unwrap();
    stream.write_all(hello).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer).contains(r#""protocol":1"#));
}

#[tokio::test]
async fn garbage_on_the_socket_does_not_stop_the_house() {
    let served = served();
    let mut stream = tokio::net::UnixStream::connect(served.place.socket())
        .await
        .unwrap();
    stream.write_all(&[0xff; 64]).await.unwrap();
    drop(stream);
    let caller = Caller::new(served.place.clone(), "1.2.3");
    assert_eq!(caller.version().await.unwrap(), "1.2.3");
}
