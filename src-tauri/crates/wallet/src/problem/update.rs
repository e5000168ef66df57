//! What failed about an update → what a person can act on. Knows no flow.

use gateway::release::ReleaseError;

use super::Fault;
use crate::contract::ProblemCode as Code;
use crate::update::UpdateFault;

impl From<UpdateFault> for Fault {
    fn from(fault: UpdateFault) -> Self {
        match fault {
            UpdateFault::KeyUnreadable => Self::new(Code::ReleasesUnknown),
            UpdateFault::NotSigned => Self::new(Code::UpdateNotSigned),
            UpdateFault::Truncated => Self::new(Code::UpdateTruncated),
            UpdateFault::Unreadable => Self::new(Code::UpdateUnreadable),
            UpdateFault::RolledBack { version } => {
                Self::new(Code::UpdateRolledBack).with("version", version.to_string())
            }
            UpdateFault::Expired { expires } => Self::new(Code::UpdateExpired)
                .with("expires", expires.strftime("%Y-%m-%d").to_string()),
            UpdateFault::TooLarge => Self::new(Code::UpdateTooLarge),
            UpdateFault::OtherBytes => Self::new(Code::UpdateDiffers),
            UpdateFault::NotForThis { version } => {
                Self::new(Code::UpdateNotForThis).with("version", version.to_string())
            }
        }
    }
}

impl From<ReleaseError> for Fault {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::Client { .. } => {
                Self::new(Code::Unreachable).with("host", "the release address")
            }
            ReleaseError::Unreachable { host, .. } => {
                Self::new(Code::Unreachable).with("host", host)
            }
            ReleaseError::TimedOut { host } => Self::new(Code::TimedOut).with("host", host),
            ReleaseError::CutShort { .. } => Self::new(Code::UpdateTruncated),
            ReleaseError::TooLarge { .. } => Self::new(Code::UpdateTooLarge),
            ReleaseError::Refused { host, status } => Self::new(Code::UpdateUnavailable)
                .with("host", host)
                .with("status", status.to_string()),
        }
    }
}
